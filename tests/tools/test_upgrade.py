"""`make upgrade`: what was written for an earlier release is brought over, and nothing is lost."""

import json

import pytest
import yaml

from reports.pipeline.cli import main
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED, Schema
from tests.small_registers import write_registers

PROGRAMME = """\
# A comment that stays.
title: { en: A programme, ru: Программа }
abbreviation: { en: P, ru: П }
implementer: { en: We, ru: Мы }
donor: { en: They, ru: Они }
aim: { en: Peace., ru: Мир. }
award:
  amount: 150400
  currency: EUR
  note: { en: As published., ru: Как опубликовано. }
start: 2012-10-01
end: 2015-09-30
reporting_year: fiscal  # as the donor has it
deviation_threshold: 0.10
languages: [ru, en]
countries:
  KG:
    since: 2012-10-01
    name: { en: Kyrgyzstan, ru: Кыргызстан }
    ru: { genitive: Кыргызстана, locative: в Кыргызстане }
    focus: { en: All of it., ru: Вся страна. }
  KZ:
    since: 2012-10-01
    name: { en: Kazakhstan, ru: Казахстан }
    ru:
      genitive: Казахстана
      locative: в Казахстане
    focus: { en: All of it., ru: Вся страна. }
"""

TEXT = "{ en: Text, ru: Текст }"
INDICATORS = f"""\
results: {{ local: {TEXT} }}
indicators:
  - code: A-1
    role: prizes
    result: local
    title: {TEXT}
    definition: {TEXT}
    rationale: {TEXT}
    limitations: {TEXT}
    source: {TEXT}
    method: {TEXT}
    frequency: {TEXT}
    unit: usd
    type: output
    direction: up
    span: period
    count: sum
    by: [organisation.oblast]
    sources:
      - register: grants
        where: {{ organisation.oblast: Ош }}
        date: awarded
        country: organisation.country
        amount: amount
"""


def earlier(content):
    """A descriptor as it was: amounts in dollars, oblasts, targets of whole years."""
    for resource in content["resources"]:
        for one in resource["schema"]["fields"]:
            if one["name"] == "region":
                one["name"] = "oblast"
                del one["headers"]
            if one.get("unit") == "money":
                one |= {"unit": "USD", "titles": {"en": f"{one['titles']['en']}, USD"}}
    targets = next(one for one in content["resources"] if one["name"] == "targets")["schema"]
    targets["fields"] = [one for one in targets["fields"] if one["name"] != "period"]
    next(one for one in targets["fields"] if one["name"] == "year").update(
        type="integer", constraints={"required": True}
    )
    targets["primaryKey"] = ["indicator", "country", "year"]
    return content


@pytest.fixture
def old(tmp_path):
    """A small programme of the earlier shape, with its own descriptor."""
    content = earlier(json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8")))
    params, registers = tmp_path / "params", tmp_path / "registers"
    params.mkdir()
    (params / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    (params / "indicators.yml").write_text(INDICATORS, encoding="utf-8")
    rows = {"organisations": [{"oblast": "Ош"}], "grants": [{"amount": "60"}]}
    write_registers(registers, schema=Schema.from_content(content), **rows)
    (registers / DESCRIPTOR).write_text(json.dumps(content), encoding="utf-8")
    return {"--params": str(params), "--registers": str(registers)}


def run(command, options, **more):
    given = [text for option in {**options, **more}.items() for text in option]
    return main([command, *given])


def test_earlier_shape_is_brought_over(old, tmp_path, capsys):
    """What was written by hand stays, each change is told by its line, and all of it is read."""
    assert 2 == run("check", old)
    new = tmp_path / "new"
    code = run("upgrade", old, **{"--output": str(new)})
    printed = capsys.readouterr().out
    text = (new / "params" / "programme.yml").read_text(encoding="utf-8")
    programme = yaml.safe_load(text)
    header = (new / "registers" / "people.csv").read_text(encoding="utf-8").splitlines()[0]

    assert 0 == code
    assert text.startswith("# A comment that stays.\n")
    assert (10, {"code": "EUR"}, "rrs") == tuple(
        programme[key] for key in ("first_month", "currency", "prefix")
    )
    assert ["participant", "speaker"] == programme["taking_part"]
    assert "role: recognition\n" in (new / "params/indicators.yml").read_text(encoding="utf-8")
    assert "“role: prizes” → “role: recognition” (the role is called so now)" in printed
    assert {"ru": {"genitive": "Казахстана", "locative": "в Казахстане"}} == programme["countries"][
        "KZ"
    ]["cases"]
    assert "line 13: “reporting_year: fiscal” → “first_month: 10”" in printed
    assert "grants › amount: unit money" in printed
    assert "region" in header.split(",")
    given = {name: str(new / name[2:]) for name in old}
    assert 0 == run("check", given)


def test_what_is_of_today_stays_as_it_is(old, tmp_path, capsys):
    """A second time nothing is changed, and nothing is ever written over."""
    first, second = tmp_path / "first", tmp_path / "second"
    run("upgrade", old, **{"--output": str(first)})
    again = {name: str(first / name[2:]) for name in old}

    assert 2 == run("upgrade", old, **{"--output": str(first)})
    capsys.readouterr()
    assert 0 == run("upgrade", again, **{"--output": str(second)})
    assert "no changes" in capsys.readouterr().out
    for path in first.rglob("*.*"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()
