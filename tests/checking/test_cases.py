"""Registers as partners send them: what the command says of a file that one thing is wrong with."""

import csv
import io
import json

import pytest

from reports.pipeline.cli import main
from tests.small_registers import complete, write_registers

ROWS = {
    "organisations": [{}, {"organisation_id": "ORG-014"}],
    "grants": [{}, {"organisation_id": "ORG-014"}],
}
"""Invented: two organizations, and a grant to each."""

CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
"""How an encrypted workbook begins, and an old one as well."""


def said(directory, capsys):
    """The code of the check, and its findings: file, row, column, what is found, how to mend it."""
    code = main(["check", "--registers", str(directory), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return code, [{key: str(text) for key, text in one.items()} for one in findings]


@pytest.mark.parametrize(
    ("register", "rows", "row", "words"),
    [
        ("grants", [{"organisation_id": "ORG-14"}], 2, "ORG-014"),
        ("grants", [{}, {"organisation_id": "14"}], 3, "ORG-014"),
        ("grants", [{"amount": "(1,250.50)"}], 2, "(1,250.50)"),
        ("grants", [{"awarded": "41701"}], 2, "2014-03-03"),
        ("grants", [{"awarded": "5/3/2014"}], 2, "2014-05-03"),
        ("grants", [{"awarded": "03.04.14"}], 2, "2014-04-03"),
        ("finance", [{"quarter_start": "2014-01-15"}], 2, "2014-01-01"),
    ],
)
def test_a_doubtful_cell_is_refused(register, rows, row, words, tmp_path, capsys):
    """Its row is named, and what it probably was meant to be."""
    directory = write_registers(tmp_path, **{**ROWS, register: rows})
    code, findings = said(directory, capsys)
    about = [one for one in findings if one["row"] == str(row) and words in str(one)]

    assert 2 == code
    assert about, findings


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsb"])
def test_a_format_that_is_not_read_is_named(suffix, tmp_path, capsys):
    """Together with the formats in which to save the register anew."""
    directory = write_registers(tmp_path, **ROWS)
    (directory / "grants.csv").rename(directory / f"grants{suffix}")
    code, findings = said(directory, capsys)
    about = [one for one in findings if f"grants{suffix}" in str(one)]

    assert 2 == code
    assert any(suffix in one["found"] for one in about), findings


def test_a_protected_workbook_is_named_as_that(tmp_path, capsys):
    """A person then knows that the password is what is in the way."""
    directory = write_registers(tmp_path, **ROWS)
    (directory / "grants.csv").unlink()
    content = CONTAINER + "EncryptedPackage".encode("utf-16-le")
    (directory / "grants.xlsx").write_bytes(content)
    code, findings = said(directory, capsys)

    assert 2 == code
    assert any("password" in one["found"] for one in findings), findings


def text_of(register, separator=","):
    """Two invented grants as a CSV text."""
    stream, rows = io.StringIO(), complete(register, ROWS[register])
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize(
    "written",
    [
        text_of("grants").encode("cp1251"),
        text_of("grants").encode("koi8-r"),
        ("sep=;\n" + text_of("grants", ";")).encode(),
        text_of("grants").replace("\n", "\r").encode(),
        (text_of("grants") + "," * 5 + "\n").encode(),
    ],
    ids=["cp1251", "koi8-r", "sep", "old line ends", "a blank row"],
)
def test_how_a_file_was_saved_changes_nothing(written, tmp_path, capsys):
    """Old alphabets, Excel's first line, old line ends, and blank rows: the same findings."""
    directory = write_registers(tmp_path, **ROWS)
    code, before = said(directory, capsys)
    (directory / "grants.csv").write_bytes(written)
    again, after = said(directory, capsys)

    assert (code, before) == (again, after)
