"""`make import`: what partners send becomes clean registers, with a log of every change."""

import csv

import pytest

from reports.pipeline.cli import main
from rrs_data.intake.schema import SHIPPED
from tests.small_registers import SCHEMA, complete, write_workbook

MESSY = """Код организации;Название на русском;title_en;Вид;Страна;Область;Город или село
ORG-001;Фонд «Свет»;Svet Foundation;ОФ;Киргизия;Ошская область;Город
ORG-002;Объединение\u00a0«Дом»;Dom Association;ОО;кыргызстан;+996 555 123456;село
ORG-003;Сеть;Network;сеть;Россия;Ошская область;—
"""


def rows(path, encoding="utf-8-sig"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def messy(tmp_path):
    """A register as a partner sends it."""
    path = tmp_path / "Организации.csv"
    path.write_bytes(MESSY.encode("cp1251"))
    return path


def test_messy(messy, tmp_path, capsys):
    """What is understood comes out clean; what is not is written as it is, and told.

    A phone number is in none of the files, nor in what is printed.
    """
    code = main(["import", str(messy), "--output", str(tmp_path / "new")])
    found = rows(tmp_path / "new" / "organisations.csv")
    printed = capsys.readouterr().out

    assert 1 == code
    assert ["foundation", "association", "network"] == [row["kind"] for row in found]
    assert ["KG", "KG", "Россия"] == [row["country"] for row in found]
    assert ["urban", "rural", "unknown"] == [row["place"] for row in found]
    assert "Россия" in printed
    assert "Rows written: 3 of 3." in printed
    assert "Errors left: 2, warnings: 0" in printed
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()]
    [change] = [row for row in rows(tmp_path / "new" / "changes.csv") if "personal" in row["why"]]
    assert ("3", "Область", "") == (change["row"], change["column"], change["now"])
    assert not any("123456" in text for text in [*texts, printed])


def test_imported_again(tmp_path):
    """The shipped registers are clean: nothing is changed, and so it stays."""
    first, second = tmp_path / "first", tmp_path / "second"

    assert 0 == main(["import", str(SHIPPED), "--output", str(first)])
    assert 0 == main(["import", str(first), "--output", str(second)])

    for register in SCHEMA.registers.values():
        assert (SHIPPED / register.path).read_bytes() == (first / register.path).read_bytes()
    for path in first.iterdir():
        again = (second / path.name).read_bytes().replace(bytes(first), bytes(SHIPPED))
        assert path.read_bytes() == again
    assert [] == rows(first / "changes.csv")
    assert (SHIPPED / "datapackage.json").read_text() == (first / "datapackage.json").read_text()


def test_nothing_to_read(tmp_path, capsys):
    """Where nothing can be read, nothing is written; without FROM= nothing is read."""
    assert 2 == main(["import", str(tmp_path / "none.xlsx"), "--output", str(tmp_path / "new")])
    assert "nothing was written" in capsys.readouterr().out
    assert [] == list(tmp_path.iterdir())
    assert 2 == main(["import", "--", ""])
    assert "FROM" in capsys.readouterr().err


def test_not_twice_into_one_directory(messy, tmp_path, capsys):
    """An earlier import is never overwritten."""
    given = ["import", str(messy), "--output", str(tmp_path / "new")]

    assert [1, 2] == [main(given), main(given)]
    assert "a directory that is not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("register", "column", "text", "now", "why"),
    [
        ("events", "start", "03.04.2014", "2014-04-03", ["form"]),
        ("events", "start", "03/04/2014", "03/04/2014", []),
        ("events", "start", "03.04.\u200b2014", "2014-04-03", ["seen", "form"]),
        ("events", "title_ru", "Школа\u00ad управления", "Школа управления", ["seen"]),
        ("events", "title_ru", "Школа\x0bуправления", "Школа управления", ["seen"]),
        ("events", "title_ru", "=1+1", "=1+1", []),
        ("events", "title_ru", "Позвоните +996 555 123456", "", ["personal"]),
        ("people", "region", "ivanov@example.org", "", ["personal"]),
        ("people", "sex", "жен.", "F", ["form"]),
        ("grants", "amount", "€ 1 250", "€ 1 250", []),
    ],
)
def test_one_text(register, column, text, now, why, tmp_path):
    """What is understood gets its form, what is not stays, what is personal goes."""
    [row] = complete(register, [{column: text}])
    with (tmp_path / f"{register}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    main(["import", str(tmp_path), "--output", str(tmp_path / "new")])
    [found] = rows(tmp_path / "new" / f"{register}.csv")
    changes = rows(tmp_path / "new" / "changes.csv")

    assert row | {column: now} == found
    assert [(row["column"], row["row"]) for row in changes] == [(column, "2")] * bool(why)
    assert all(word in change["why"] for change in changes for word in why)


def test_log(tmp_path):
    """Changes stand by row and column as a person sees them in the file; no cell is a formula."""
    lines = ["Код участника;Пол *;Область;Страна", "P-1;F;;Киргизия", "", "P-2;жен;Ош\u200bская;KG"]
    source = tmp_path / "people.csv"
    source.write_text("\n".join([*lines, "P-3;M;=x\u200b;KG"]), encoding="utf-8")
    main(["import", str(source), "--output", str(tmp_path / "new"), "--language", "ru"])
    changes = rows(tmp_path / "new" / "changes.csv")
    form, unseen = "приведено к записи, принятой в реестрах", "убраны невидимые символы"

    assert [
        ("2", "Страна", "Киргизия", "KG", form),
        ("4", "Пол *", "жен", "F", form),
        ("4", "Область", "Ош\\u200bская", "Ошская", unseen),
        ("5", "Область", "'=x\\u200b", "'=x", unseen),
    ] == [(one["row"], one["column"], one["was"], one["now"], one["why"]) for one in changes]
    assert list(SCHEMA.registers["people"].column) == list(rows(tmp_path / "new" / "people.csv")[0])
    assert {("people", str(source))} == {(one["register"], one["file"]) for one in changes}


@pytest.fixture
def two_partners(tmp_path):
    """Two partners' workbooks: one organization in both, and one id for two."""
    same = {"title_ru": "Сеть", "title_en": "Network", "kind": "network"}
    mine, theirs = ({"title_ru": name, "title_en": name} for name in ("Osh", "Almaty"))
    books = {
        name: write_workbook(
            tmp_path / f"{name} office.xlsx", organisations=[same, own], people=people
        )
        for name, own, people in (
            ("osh", mine, [{"sex": "жен"}]),
            ("almaty", theirs, [{"person_id": "P-ALMATY", "sex": "муж"}]),
        )
    }
    return [str(path) for path in books.values()]


def test_several_partners_are_put_together(two_partners, tmp_path, capsys):
    """Each row and each change knows its file; what both keep is taken once; ids are told apart.

    Their directory need not be written out file by file.
    """
    given = " ".join(f'"{path}"' for path in two_partners)
    main(["import", str(tmp_path), "--output", str(tmp_path / "whole")])
    capsys.readouterr()
    code = main(["import", given, "--output", str(tmp_path / "new")])
    printed, new = capsys.readouterr().out, tmp_path / "new"
    [clash] = [one for one in rows(new / "findings.csv") if one["rule"] == "key-twice"]

    assert 1 == code
    assert ["Network", "Osh", "Almaty"] == [
        row["title_en"] for row in rows(new / "organisations.csv")
    ]
    assert ["P-000001", "P-ALMATY"] == [row["person_id"] for row in rows(new / "people.csv")]
    assert (two_partners[1], "3") == (clash["file"], clash["row"])
    assert "row 3, osh office.xlsx" in clash["found"]
    assert [(path, "2", "Sex *") for path in two_partners] == [
        (one["file"], one["row"], one["column"])
        for one in rows(new / "changes.csv")
        if one["register"] == "people" and one["column"] == "Sex *"
    ]
    assert "give each partner a range of its own" in printed
    assert "Rows that several partners keep, taken once: 1." in printed
    assert 3 == len(rows(tmp_path / "whole" / "organisations.csv"))
