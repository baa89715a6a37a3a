"""Content: what a file really is, by its first bytes, and what its name says that it is."""

from __future__ import annotations

BY_SUFFIX = {
    ".csv": "CSV",
    ".tsv": "CSV",
    ".txt": "CSV",
    ".xlsx": "XLSX",
    ".xlsm": "XLSX",
    ".parquet": "Parquet",
    ".xls": "",
    ".xlsb": "",
    ".ods": "",
}
"""What files of each kind of name hold; nothing for those that are not read."""

ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""An old Excel file, or the wrapping of a new one that has a password."""

PASSWORD = "EncryptedPackage".encode("utf-16-le")


def expected_of(name: str) -> str | None:
    """``CSV``, ``XLSX`` or ``Parquet``; empty for old formats; None for what is passed over.

    Passed over are hidden files and those that a spreadsheet keeps while a workbook is open.
    """
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    return None if name.startswith((".", "~$")) else BY_SUFFIX.get(suffix)


def content_of(data: bytes) -> str:
    """``XLSX``, ``Parquet``, ``encrypted``, ``XLS``, or ``CSV`` for everything else."""
    if data.startswith(ZIP):
        return "XLSX"
    if data.startswith(PARQUET):
        return "Parquet"
    if data.startswith(COMPOUND):
        return "encrypted" if PASSWORD in data else "XLS"
    return "CSV"
