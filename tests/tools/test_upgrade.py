"""`make upgrade`: what was written for an earlier release is brought over, and nothing is lost."""

import json

import pytest
import yaml

from reports.pipeline.cli import main
from tools import new_programme

EARLIER = {
    "params/programme.yml": {
        "first_month: 10": "reporting_year: fiscal",
        "  amount: 90000": "  amount: 90000\n  currency: EUR",
        "currency:\n  code: EUR": "",
        "prefix: ours": "",
        "    focus:": "    ru: { genitive: Киргизии, locative: в Киргизии }\n    focus:",
        'Kazakhstan" }': 'Kazakhstan" }\n    ru:\n      genitive: Казахстана\n      locative: там',
    },
    "params/indicators.yml": {
        "role: grants_amount": "role: prizes",
        "unit: money": "unit: usd",
        "by: [purpose]": "by: [organisation.oblast]",
    },
    "registers/organisations.csv": {"region": "oblast"},
    "registers/people.csv": {"region": "oblast"},
}
"""What stood in each file where something else stands today."""


def earlier(content):
    """A descriptor as it was: amounts in dollars, oblasts, targets of whole years."""
    for resource in content["resources"]:
        schema = resource["schema"]
        for one in schema["fields"]:
            if one["name"] == "region":
                one["name"] = "oblast"
                del one["headers"]
            if one.get("unit") == "money":
                one |= {"unit": "USD", "titles": {"en": f"{one['titles']['en']}, USD"}}
            if resource["name"] == "targets" and one["name"] == "year":
                one |= {"type": "integer", "constraints": {"required": True}}
        if resource["name"] == "targets":
            schema["fields"] = [one for one in schema["fields"] if one["name"] != "period"]
            schema["primaryKey"] = ["indicator", "country", "year"]
    return content


@pytest.fixture
def old(tmp_path):
    """A small programme of the earlier shape, with its own descriptor."""
    options = ["--countries=KG,KZ", "--language=ru,en", "--first-month=10", "--start=2023-10-01"]
    new_programme.main([str(tmp_path / "ours"), *options])
    for name, changes in EARLIER.items():
        path = tmp_path / "ours" / name
        text = path.read_text(encoding="utf-8")
        for today, before in changes.items():
            assert today in text
            text = text.replace(today, before, 1)
        path.write_text(text, encoding="utf-8")
    descriptor = tmp_path / "ours" / "registers" / "datapackage.json"
    content = earlier(json.loads(descriptor.read_text(encoding="utf-8")))
    descriptor.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "ours"


def run(command, programme, *options):
    given = [f"--{name}={programme / name}" for name in ("params", "registers")]
    return main([command, *given, *options])


def test_earlier_shape_is_brought_over(old, tmp_path, capsys):
    """What was written by hand stays, each change is told by its line, and all of it is read."""
    new = tmp_path / "new"
    before = run("check", old)
    assert (2, 0) == (before, run("upgrade", old, f"--output={new}"))
    printed = capsys.readouterr().out
    text = (new / "params" / "programme.yml").read_text(encoding="utf-8")
    programme = yaml.safe_load(text)
    sheet = yaml.safe_load((new / "params/indicators.yml").read_text("utf-8"))["indicators"][-1]

    assert text.startswith("# What this programme is.")
    expected = {"first_month": 10, "currency": {"code": "EUR"}, "prefix": "rrs"}
    assert expected == {name: programme[name] for name in expected}
    assert ["participant", "speaker"] == programme["taking_part"]
    assert ["в Киргизии", "там"] == [
        one["cases"]["ru"]["locative"] for one in programme["countries"].values()
    ]
    assert ["recognition", "money", ["organisation.region"]] == [
        sheet[name] for name in ("role", "unit", "by")
    ]
    assert "“role: prizes” → “role: recognition” (the role is called so now)" in printed
    assert ": “reporting_year: fiscal” → “first_month: 10”" in printed
    assert "grants › amount: unit money" in printed
    assert "region" in (new / "registers" / "people.csv").read_text("utf-8").partition("\n")[0]
    assert 0 == run("check", new)


def test_what_is_of_today_stays_as_it_is(old, tmp_path, capsys):
    """A second time nothing is changed, and nothing is ever written over."""
    first, second = tmp_path / "first", tmp_path / "second"
    codes = [run("upgrade", old, f"--output={first}") for _ in range(2)]
    capsys.readouterr()

    assert [0, 2] == codes
    assert 0 == run("upgrade", first, f"--output={second}")
    assert "no changes" in capsys.readouterr().out
    for path in first.rglob("*.*"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()
