"""The project: where its files lie, wherever a command is called from, and what a report is called.

How files are written, and what is said where they cannot be, stands here too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.programme import CHOICE, FINAL, REGION, Programme, Year, period_key

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
REGISTERS = ROOT / "rrs_data" / "registers"
PARAMS = ROOT / "params"
PUBLISHED = ROOT / "reports" / "published"
OUTPUT = ROOT / "reports" / "_output"
PUBLIC_OUTPUT = OUTPUT / "public"
"""Where public editions go, with a list of reports of their own, which can be given away whole."""
BRAND = ROOT / "reports" / "_brand.yml"

ANNUAL_REPORT = "annual_report"
"""The notebook that is taken unless another is asked for; its name stands in no file's name."""
EVIDENCE, DRAFT = "-evidence", "-draft"
"""End the names of the files that tell how each figure was counted, and of what lacks a text."""
Given = Mapping[str, str]
"""The options of a command as they were typed; an empty text stands for the default."""


@dataclass(frozen=True)
class Edition:
    """One report in all its languages, on a ``year`` or "final", or on a ``part`` of a year."""

    country: str
    year: Year
    notebook: str = ANNUAL_REPORT
    part: str = ""
    prefix: str = field(default="rrs", compare=False)
    """How the names of its files begin, as the programme says."""
    public: bool = False
    """Whether it is for everybody: without finance, with small counts of people hidden."""

    def __str__(self) -> str:
        """The report's name for people: ``XA 2014``, or ``XA 2014 Q2 brief``."""
        return f"{self.country} {self.issue.replace('-', ' ')}"

    @property
    def period(self) -> str:
        """The name of the period: ``2014``, ``2014-Q2``."""
        return period_key(self.year, self.part)

    @property
    def issue(self) -> str:
        """The period, the notebook if it is not the annual report, ``public``: ``2014-brief``."""
        own = [] if self.notebook == ANNUAL_REPORT else [self.notebook]
        return "-".join([self.period, *own, *(["public"] if self.public else [])])

    @property
    def directory(self) -> Path:
        """Where its files lie below the output directory."""
        return Path(self.country, self.issue)

    def stem(self, language: str, *, draft: bool = False) -> str:
        """The name of its files in a language, without the ending; a ``draft`` says that it is."""
        return f"{self.prefix}-{self.country}-{self.issue}-{language}{DRAFT * draft}"

    def parameters(self, params: Path) -> list[Path]:
        """The files of the parameters beside the texts; what public editions hide is theirs."""
        files = sorted(params.glob("[!.]*.*"))
        return [one for one in files if self.public or one.name != CHOICE]


def all_editions(
    programme: Programme, notebooks: Sequence[str], part: str = ""
) -> tuple[Edition, ...]:
    """Every country and year of the programme, or that part of it; of the region the final too."""
    return tuple(
        Edition(code, one.year or FINAL, name, part, programme.prefix)
        for name in notebooks
        for code in (*programme.countries, REGION)
        for one in programme.periods_of(code).values()
        if one.part == part and (one.year != FINAL or code == REGION)
    )


def path_of(given: str, default: Path) -> Path:
    """A path that was typed."""
    return Path(given.strip()).expanduser().absolute() if given.strip() else default


def registers_at(given: str) -> str | Path:
    """Where registers lie: a path, or an address as it was typed."""
    return given.strip() if "://" in given else path_of(given, REGISTERS)


def unwritable(path: Path, error: OSError) -> FaultsError:
    """The operating system refused to write to the path given with OUTPUT=, or below it."""
    mend = "make room and allow writing there, or choose another path with OUTPUT="
    reason = error.strerror or str(error)
    return FaultsError([Fault(f"OUTPUT, {path}", reason, "a path that can be written to", mend)])


@contextmanager
def written_to(path: Path) -> Iterator[None]:
    """What the operating system refuses in this block is raised as :func:`unwritable`."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def write_whole(path: Path, content: bytes, aside: Path | None = None) -> None:
    """Write a file, whole or not at all: first ``aside``. Raises FaultsError."""
    with written_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = (aside or path.parent) / f".{path.name}.partial"
        partial.write_bytes(content)
        partial.replace(path)
