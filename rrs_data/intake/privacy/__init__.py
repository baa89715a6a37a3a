"""Privacy: text that looks like a person's name, phone, e-mail or identity number.

Registers know people by random ids only; what is found here is refused or doubted by the checks.
The rules are for Russian, Kyrgyz, Kazakh, Tajik, Uzbek, Turkmen and English in Cyrillic and Latin
letters. Arabic script is not read for names.
"""

from rrs_data.intake.privacy.headers import personal_header
from rrs_data.intake.privacy.kinds import SUSPECT, Kind, kind_of, own_ids, suspects
from rrs_data.intake.privacy.masks import masked

__all__ = ["SUSPECT", "Kind", "kind_of", "masked", "own_ids", "personal_header", "suspects"]
