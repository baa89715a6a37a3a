"""Privacy: text that looks like a person's name, phone, e-mail or identity number.

Registers know people by random ids only; the checks refuse or question what is found here.
The rules are for Russian, Kyrgyz, Kazakh, Tajik, Uzbek, Turkmen and English in Cyrillic and Latin
letters. Names in Arabic script are not recognized.
"""

from rrs_data.intake.privacy.personal_data import (
    kind_of,
    masked,
    own_ids,
    personal_header,
)

__all__ = ["kind_of", "masked", "own_ids", "personal_header"]
