"""`make import`: what partners send becomes clean registers, with a log of every change."""

import csv
from io import StringIO
from pathlib import Path

import pytest
import yaml

from reports.pipeline.cli import main
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from tests.small_registers import SCHEMA, complete, write_registers, write_workbook
from tools.new_programme import main as new_programme

MESSY = """Код организации;Название на русском;title_en;Вид;Страна;Область;Город или село
ORG-001;Фонд «Свет»;Svet Foundation;ОФ;Киргизия;Ошская область;Город
ORG-002;Объединение\u00a0«Дом»;Dom Association;ОО;кыргызстан;+996 555 123456;село
ORG-003;Сеть;Network;сеть;Россия;Ошская область;—
"""


CELLS = yaml.safe_load(Path(__file__).with_name("cells.yml").read_text(encoding="utf-8"))


@pytest.fixture
def imported(tmp_path):
    """Imports sources into a new directory: the exit code, and the rows of each file there."""

    def run(*sources, to="new", **options):
        given = [word for name, value in options.items() for word in (f"--{name}", value)]
        code = main(["import", *map(str, sources), "--output", str(tmp_path / to), *given])
        return code, {
            path.stem: list(csv.DictReader(StringIO(path.read_text("utf-8-sig"))))
            for path in (tmp_path / to).glob("*.csv")
        }

    return run


def test_messy(imported, tmp_path, capsys):
    """What is understood comes out clean, what is not is told; a phone number stands in no file."""
    messy = tmp_path / "Организации.csv"
    messy.write_bytes(MESSY.encode("cp1251"))
    code, new = imported(messy)
    printed, found = capsys.readouterr().out, new["organisations"]
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()]
    [change] = [row for row in new["changes"] if "personal" in row["why"]]

    assert 1 == code
    assert ["foundation", "association", "network"] == [row["kind"] for row in found]
    assert ["KG", "KG", "Россия"] == [row["country"] for row in found]
    assert ["urban", "rural", "unknown"] == [row["place"] for row in found]
    assert "Россия" in printed
    assert "Rows written: 3 of 3." in printed
    assert "Errors left: 2, warnings: 0" in printed
    assert ("3", "Область", "") == (change["row"], change["column"], change["now"])
    assert not any("123456" in text for text in [*texts, printed])
    assert 2 == imported(messy)[0]
    assert "a directory that is not empty" in capsys.readouterr().err


def test_imported_again(imported, tmp_path):
    """The shipped registers are clean: nothing is changed, and so it stays."""
    code, new = imported(SHIPPED)

    assert (0, []) == (code, new["changes"])
    assert 0 == imported(tmp_path / "new", to="again")[0]
    for path in [*(SHIPPED / one.path for one in SCHEMA.registers.values()), SHIPPED / DESCRIPTOR]:
        assert path.read_bytes() == (tmp_path / "new" / path.name).read_bytes()
    for path in (tmp_path / "new").iterdir():
        again = (tmp_path / "again" / path.name).read_bytes()
        assert path.read_bytes() == again.replace(bytes(tmp_path / "new"), bytes(SHIPPED))


def test_programme_of_your_own(imported, tmp_path):
    """REGISTERS= says which columns and values there are, wherever the file lies that came back."""
    new_programme([str(tmp_path / "ours"), "--countries", "KE", "--language", "en,fr"])
    sent = tmp_path / "organisations.csv"
    sent.write_text("Code de l’organisation;Kind;Country\nORG-9;fondation;Kenya", encoding="utf-8")
    ours = {name: str(tmp_path / "ours" / name) for name in ("params", "registers")}
    [row] = imported(sent, **ours)[1]["organisations"]

    assert ("ORG-9", "foundation", "KE") == (row["organisation_id"], row["kind"], row["country"])


def test_nothing_to_read(tmp_path, imported, capsys):
    """Where nothing can be read, nothing is written; without FROM= nothing is read."""
    assert 2 == imported(tmp_path / "none.xlsx")[0]
    assert "nothing was written" in capsys.readouterr().out
    assert [] == list(tmp_path.iterdir())
    assert 2 == main(["import", "--", ""])
    assert "FROM" in capsys.readouterr().err


@pytest.mark.parametrize(("place", "text", "now", "why"), CELLS)
def test_one_text(place, text, now, why, imported, tmp_path):
    """What is understood gets its form, what is not stays, what is personal goes."""
    register, column = place.split(".")
    [row] = complete(register, [{column: text}])
    source = write_registers(tmp_path / "source", **{register: [{column: text}]})
    _, new = imported(source / f"{register}.csv")

    assert [row | {column: now}] == new[register]
    assert [(column, "2")] * bool(why) == [(one["column"], one["row"]) for one in new["changes"]]
    assert all(word in change["why"] for change in new["changes"] for word in why)


def test_log(imported, tmp_path):
    """Changes stand by row and column as a person sees them in the file; no cell is a formula."""
    lines = ["Код участника;Пол *;Область;Страна", "P-1;F;;Киргизия", "", "P-2;жен;Ош\u200bская;KG"]
    source = tmp_path / "people.csv"
    source.write_text("\n".join([*lines, "P-3;M;=x\u200b;KG"]), encoding="utf-8")
    _, new = imported(source, language="ru")
    form, unseen = "приведено к записи, принятой в реестрах", "убраны невидимые символы"

    assert [
        ("2", "Страна", "Киргизия", "KG", form),
        ("4", "Пол *", "жен", "F", form),
        ("4", "Область", "Ош\\u200bская", "Ошская", unseen),
        ("5", "Область", "'=x\\u200b", "'=x", unseen),
    ] == [(one["row"], one["column"], one["was"], one["now"], one["why"]) for one in new["changes"]]
    assert list(SCHEMA.registers["people"].column) == list(new["people"][0])
    assert {("people", str(source))} == {(one["register"], one["file"]) for one in new["changes"]}


def test_several_partners_are_put_together(imported, tmp_path, capsys):
    """Each row and change knows its file; what both keep is taken once; ids are told apart."""
    same = {"title_ru": "Сеть", "title_en": "Network", "kind": "network"}
    osh, almaty = ([same, {"title_ru": name, "title_en": name}] for name in ("Osh", "Almaty"))
    paths = [tmp_path / f"sent/{name} office.xlsx" for name in ("osh", "almaty")]
    paths[0].parent.mkdir()
    write_workbook(paths[0], organisations=osh, people=[{"sex": "жен"}])
    write_workbook(paths[1], organisations=almaty, people=[{"person_id": "P-ALMATY", "sex": "муж"}])
    _, whole = imported(paths[0].parent, to="whole")
    capsys.readouterr()
    code, new = imported(" ".join(f'"{path}"' for path in paths))
    printed = capsys.readouterr().out
    [clash] = [one for one in new["findings"] if one["rule"] == "key-twice"]

    assert 1 == code
    assert ["Network", "Osh", "Almaty"] == [row["title_en"] for row in new["organisations"]]
    assert ["P-000001", "P-ALMATY"] == [row["person_id"] for row in new["people"]]
    assert (str(paths[1]), "3") == (clash["file"], clash["row"])
    assert "row 3, osh office.xlsx" in clash["found"]
    assert [(str(path), "2") for path in paths] == [
        (one["file"], one["row"]) for one in new["changes"] if one["column"] == "Sex *"
    ]
    assert "give each partner a range of its own" in printed
    assert "Rows that several partners keep, taken once: 1." in printed
    assert 3 == len(whole["organisations"])
