"""Real reports, made once by the command for all tests that read them back.

These few have all that a report can have: the programme's own country with every section, one with
next to nothing in its first year, and the longest, of all countries and years. Each is made in one
language only: its page must not lead to another. ``pytest --all-reports`` makes and reads all.
"""

import fcntl
from dataclasses import dataclass
from pathlib import Path

from reports.pipeline.cli import main
from reports.project import ANNUAL_REPORT, PARAMS, Edition, all_editions
from rrs_data import load_programme

FEW = {
    Edition("KG", 2014): ("ru",),
    Edition("ALL", "final"): ("en",),
    Edition("TM", 2013): ("ru",),
}
"""The reports that are made by default, and their languages."""


@dataclass(frozen=True)
class MadeReport:
    """One report in one language; ``output`` is known once it is made."""

    edition: Edition
    language: str
    output: Path = Path()

    @property
    def stem(self):
        """The name of its files without the ending; none of these reports is a draft."""
        return self.edition.stem(self.language)

    def __str__(self):
        return self.stem

    def file(self, ending):
        """The file with an ending, such as ``pdf``."""
        return self.output / self.edition.directory / f"{self.stem}.{ending}"

    def evidence(self, ending):
        """The file that tells how each figure was counted."""
        return self.file(ending).with_stem(f"{self.stem}-evidence")


def wanted(*, everything):
    programme = load_programme(PARAMS)
    whole = dict.fromkeys(all_editions(programme, [ANNUAL_REPORT]), programme.languages)
    return [
        MadeReport(edition, language)
        for edition, languages in (whole if everything else FEW).items()
        for language in languages
    ]


def made_once(output, *, everything):
    """A directory with them: whoever asks first makes them, and all others wait for it."""
    options = ["--engine", "embedded", "--output", str(output), "--format", "pdf,html,docx,xlsx"]
    commands = [
        ["report", edition.country, str(edition.year), "--language", ",".join(languages)]
        for edition, languages in FEW.items()
    ]
    with output.with_suffix(".made").open("a+", encoding="utf-8") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        made.seek(0)
        if not made.read():
            for one in [["reports", "--notebook", ANNUAL_REPORT]] if everything else commands:
                assert 0 == main([*one, *options]), f"failed: {' '.join(one)}"
            made.write("made")
    return output
