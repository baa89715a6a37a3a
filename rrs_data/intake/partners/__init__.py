"""Partners: the workbooks that they fill in (see ``make workbooks``), and the import of theirs."""

from collections.abc import Sequence
from pathlib import Path

from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

LANGUAGES = ("en", "ru")


def shipped(code: str) -> Path:
    """The workbook in a language, as the package ships it."""
    return Path(__file__).with_name(f"rrs-registers-{code}.xlsx")


def write_templates(directory: Path, languages: Sequence[str]) -> list[Path]:
    """Write the workbooks; raise FaultsError where one is there and may be filled in."""
    found = "a workbook that is not an empty template; it may be filled in"
    expected = "no such file, or the template as it is written"
    mend = "move it away, or choose another directory with OUTPUT="
    workbooks = {directory / shipped(code).name: shipped(code).read_bytes() for code in languages}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        there = {path: path.read_bytes() for path in workbooks if path.exists()}
        filled = [path for path, content in there.items() if content != workbooks[path]]
        raise_if_any([Fault(f"OUTPUT, {path}", found, expected, mend) for path in filled])
        for path, content in workbooks.items():
            partial = path.with_name(f".{path.name}.partial")
            partial.write_bytes(content)
            partial.replace(path)
    except OSError as error:
        raise FaultsError([Fault.not_writable(directory, error)]) from None
    return list(workbooks)
