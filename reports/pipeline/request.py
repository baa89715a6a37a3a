"""The request: what a person asked for, checked once at the door; what follows takes it as it is.

Nothing here imports pandas or an engine: a request whose reports are all unchanged is answered in
less than a second.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.pipeline.execute import parameter_names
from reports.project import NOTEBOOK, OUTPUT, PARAMS, PUBLISHED, REGISTERS, Edition, all_editions
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.programme import (
    Programme,
    checked_request,
    choices,
    load_programme,
    refusal,
)

FORMATS = ("pdf", "html", "docx")
DEFAULT_FORMATS = "pdf,html"
"""What is made unless other formats are asked for: Word is for the donor's comments."""

ENGINES = ("auto", "quarto", "embedded")
INJECTED = ("country", "year", "language", "provenance")
"""The notebook's parameters that every run sets."""

ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True)
class Wish:
    """A request as it was typed; an empty text stands for the default.

    ``country`` and ``year`` are None when every report of the programme is wanted.
    """

    country: str | None = None
    year: str | None = None
    language: str = ""
    format: str = ""
    engine: str = ""
    registers: str = ""
    params: str = ""
    output: str = ""
    strict: str = ""
    donor_mark: str = ""
    workers: str = ""
    explain: str = ""
    force: str = ""
    cluster: str = ""
    published: str = ""


@dataclass(frozen=True)
class Request:
    """A checked request.

    ``registers`` and ``params`` are None unless the person gave them. ``workers`` is None for one
    per core; ``cluster`` is a Dask cluster's address, or "local"; ``address`` is where outputs go
    that are not for a directory. ``force`` makes every report anew.
    """

    programme: Programme
    editions: tuple[Edition, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    engine: str = "auto"
    output: Path = OUTPUT
    address: str = ""
    registers: str | Path | None = None
    params: Path | None = None
    published: Path = PUBLISHED
    notebook: Path = NOTEBOOK
    strict: bool = True
    donor_mark: bool = True
    workers: int | None = None
    cluster: str = ""
    force: bool = False

    @property
    def source(self) -> str | Path:
        """Where the registers lie."""
        return self.registers or REGISTERS

    @property
    def params_directory(self) -> Path:
        """Where the parameters lie."""
        return self.params or PARAMS


def checked(wish: Wish) -> Request:
    """A request, checked but for what must be read for it. Raises FaultsError with all faults."""
    at_address = is_address(wish.output)
    output = OUTPUT if at_address else path_of(wish.output, OUTPUT)
    asked, *more = gather(
        lambda: _reports(wish),
        lambda: {"formats": choices("FORMAT", wish.format or DEFAULT_FORMATS, FORMATS)},
        lambda: {"engine": choices("ENGINE", wish.engine or "auto", ENGINES, most=1)[0]},
        lambda: {"strict": _switch("STRICT", wish.strict, on=True)},
        lambda: {"donor_mark": _switch("DONOR_MARK", wish.donor_mark, on=True)},
        lambda: {"force": _switch("FORCE", wish.force, on=False)},
        lambda: {"workers": _workers(wish.workers)},
        lambda: {"cluster": _cluster(wish.cluster)},
        lambda: _switch("EXPLAIN", wish.explain, on=False) and {},
        lambda: {} if at_address else _takes_files(output),
        lambda: _names_parameters(NOTEBOOK, wish),
    )
    for one in more:
        asked |= one or {}
    return Request(
        **asked,
        output=output,
        address=wish.output.strip() if at_address else "",
        registers=source_of(wish.registers) if wish.registers.strip() else None,
        params=path_of(wish.params, PARAMS) if wish.params.strip() else None,
        published=path_of(wish.published, PUBLISHED),
        notebook=NOTEBOOK,
    )


def is_address(given: str) -> bool:
    """Whether something is at an address that fsspec reads, and not in a directory."""
    return ADDRESS.match(given.strip()) is not None


def path_of(given: str, default: Path) -> Path:
    """A path that was typed."""
    return Path(given.strip()).expanduser().absolute() if given.strip() else default


def source_of(given: str) -> str | Path:
    """Where registers lie: a path, or an address as it was typed."""
    return given.strip() if "://" in given else path_of(given, REGISTERS)


def _reports(wish: Wish) -> dict[str, Any]:
    """The programme, and which of its reports are asked for in which languages."""
    programme = load_programme(path_of(wish.params, PARAMS))
    if wish.country is None or wish.year is None:
        editions = all_editions(programme)
        languages = choices("LANGUAGE", wish.language, programme.languages)
    else:
        code, year, languages = checked_request(programme, wish.country, wish.year, wish.language)
        editions = (Edition(code, year),)
    return {"programme": programme, "editions": editions, "languages": languages}


def _switch(name: str, given: str, *, on: bool) -> bool:
    """A switch of 0 and 1; ``on`` says what it is if nothing is given."""
    if given.strip() in ("", "0", "1"):
        return given.strip() == "1" or (on and not given.strip())
    allowed = "1 (the default) or 0" if on else "0 (the default) or 1"
    raise FaultsError([refusal(name, given, allowed, f"take {name}=0 or 1")])


def _workers(given: str) -> int | None:
    if not given.strip():
        return None
    if re.fullmatch(r"[0-9]{1,3}", given.strip()) and int(given) > 0:
        return int(given)
    expected = "a number of workers, such as 2; one per core if not given"
    raise FaultsError([refusal("WORKERS", given, expected, "take WORKERS=2")])


def _cluster(given: str) -> str:
    address = given.strip()
    if not address or address.casefold() == "local":
        return address.casefold()
    if re.fullmatch(r"[a-z]+://\S+", address):
        return address
    expected = "local, or the address of a Dask scheduler, such as tcp://scheduler:8786"
    raise FaultsError([refusal("CLUSTER", given, expected, "take CLUSTER=local")])


def _takes_files(output: Path) -> None:
    """The directory, or the nearest one above it that is there, must take files."""
    nearest = next(path for path in (output, *output.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return
    except OSError as error:
        found = f"{nearest}: {error.strerror}"
    mend = "allow writing there, or choose another directory with OUTPUT="
    raise FaultsError([Fault(f"OUTPUT, {output}", found, "a directory that takes files", mend)])


def _names_parameters(notebook: Path, wish: Wish) -> None:
    """The notebook must set all that is injected: papermill would only warn of another name."""
    given = (name for name in ("registers", "params", "donor_mark") if getattr(wish, name).strip())
    injected = [*INJECTED, *given]
    try:
        missing = sorted(set(injected) - parameter_names(notebook))
        found = f"its parameters cell does not set {', '.join(missing)}" if missing else ""
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError, SyntaxError) as error:
        found = str(error)
    if found:
        expected = "a notebook with a cell tagged `parameters` that sets " + ", ".join(injected)
        mend = f"bring it back with `git checkout -- {notebook.name}` or correct it"
        raise FaultsError([Fault(f"the notebook {notebook}", found, expected, mend)])
