"""Parameters: what people write of the programme, its years, and the texts beside it."""

import re
from datetime import date

import pytest
import yaml

from rrs_data import FaultsError, load_programme
from rrs_data.programme.narrative import DEMONSTRATION
from tests.conftest import PARAMS


def faults_of(directory, content):
    """The faults of a programme's parameters."""
    (directory / "programme.yml").write_bytes(content)
    with pytest.raises(FaultsError) as caught:
        load_programme(directory)
    return caught.value.faults


def changed(change):
    """The shipped parameters after a change."""
    content = yaml.safe_load((PARAMS / "programme.yml").read_text(encoding="utf-8"))
    change(content)
    return yaml.safe_dump(content, allow_unicode=True).encode()


@pytest.mark.parametrize(
    ("content", "position"),
    [
        (b"title: [", "line 1"),
        (b"a: 1\nb: c: d\n", "line 2, column 5"),
        *((content, "") for content in (b"", b"[]", b"words", b"a: \x00", "т".encode("cp1251"))),
        (b"!!python/object:os.x {}", ""),
    ],
)
def test_no_parameters(tmp_path, content, position):
    """What is no YAML is a fault with its line; an unsafe tag or another encoding is one too."""
    (fault,) = faults_of(tmp_path, content)

    assert position in fault.found


def test_every_fault_together(tmp_path):
    """All values that break the schema are reported at once, in words, with their lines."""

    def change(content):
        del content["end"]
        content |= {"start": "soon", "deviation_threshold": 10, "languages": ["ru", "DE"]}
        content["first_moth"] = 1

    content = changed(change)
    found = {fault.where.split(": ")[1]: fault for fault in faults_of(tmp_path, content)}
    line = content.splitlines().index(b"start: soon") + 1

    assert {"start", "deviation_threshold", "languages › DE", "the whole file"} < set(found)
    assert f"{tmp_path}/programme.yml, line {line}: start" == found["start"].where
    assert "a date such as 2014-09-30" == found["start"].expected
    assert "required" in found["the whole file"].found
    assert "first_moth" in found


RATE = {"currency": "KGS", "from": date(2013, 10, 1), "rate": 0.02, "source": "a bank"}


@pytest.mark.parametrize(
    ("change", "where", "found"),
    [
        (lambda it: it.update(languages=["ru", "xx"]), "languages › xx", "xx"),
        (lambda it: it["currency"].update(code="QQQ"), "currency › code", "QQQ"),
        (lambda it: it["currency"].update(rates=[RATE, RATE]), "currency › rates › 2", "again"),
        (lambda it: it["currency"].update(code="KGS", rates=[RATE]), "rates › 1", "KGS"),
        (lambda it: it.update(end=date(2011, 1, 1)), "end", "2011-01-01"),
        (lambda it: it["countries"]["AF"].update(since=date(2019, 1, 1)), "AF › since", "2019"),
        (lambda it: it["countries"]["AF"]["name"].update(ru="Казахстан"), "KZ › name", "again"),
        (lambda it: it["countries"]["AF"].pop("cases"), "countries › AF", "no case forms in ru"),
        (lambda it: it["countries"].update(QQ=it["countries"].pop("TM")), "› QQ", "QQ"),
        (lambda it: it["countries"].pop("PK"), "groups › neighbours › countries", "PK"),
        (lambda it: it["regions"]["TJ-KT"].update(country="BY"), "regions › TJ-KT", "BY"),
        (lambda it: it["marking"].update(logo="a.png", alt={"ru": "а"}), "› logo", "no file a.png"),
    ],
)
def test_parameters_that_contradict_each_other(tmp_path, change, where, found):
    """What no schema can say is a fault too, with its line, what is allowed and how to mend it."""
    (fault,) = faults_of(tmp_path, changed(change))

    assert re.match(rf"{tmp_path}/programme.yml, line \d+: .*{where}", fault.where)
    assert found in fault.found
    assert fault.expected
    assert fault.mend


def test_success_stories_have_the_donors_form():
    """A headline, a quote, 300 to 500 words, a result in a number; each text in both languages."""
    for path in PARAMS.rglob("*.md"):
        stem, _, rest = path.name.partition(".")
        assert path.with_name(f"{stem}.{'en' if rest[:2] == 'ru' else 'ru'}.md").is_file()
    for path in PARAMS.rglob("success-story.*.md"):
        text = path.read_text(encoding="utf-8").replace(DEMONSTRATION, "")
        parts = r"\s*## .*\n\n\*.*\*\n(.|\n)*\n> (.|\n)*\n\*\*(The result in a|Результат в) .*:\*\*"

        assert re.match(parts, text), path
        assert 300 <= len(re.findall(r"\w+(?:[-’']\w+)*", text)) <= 500, path
