"""Spreadsheets: text in a CSV file stays text, whatever it begins with, when a person opens it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Beginnings that make a spreadsheet take a cell for a formula."""

MARK = "'"


def as_text(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that could be one is marked."""
    return MARK + cell if isinstance(cell, str) and _could_run(cell) else cell


def as_typed(cell: str) -> str:
    """A cell without that mark."""
    return cell[1:] if cell.startswith(MARK) and _could_run(cell[1:]) else cell


def _could_run(cell: str) -> bool:
    return cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)
