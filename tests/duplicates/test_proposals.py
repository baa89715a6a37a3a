"""Organizations and people written twice: what is found, how surely, and what is not invented."""

from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FEW
from tools.demo.programme import make_programme
from tools.demo.rows import Organisation
from tools.demo.variants import OTHERS, SAME, make_variants
from tools.partners.proposals import LEAST, propose


@pytest.fixture(scope="module")
def variants():
    """Organizations that are each another, and variants of them."""
    originals = make_programme().records.organisations
    return originals, make_variants(originals)


def found(rows):
    """The proposals for a register of these rows."""
    return propose({"organisations": pd.DataFrame([row._asdict() for row in rows])})


def titled(*titles):
    """Organizations of the same place with these titles: ORG-0, ORG-1 and so on."""
    rest = ("foundation", "KG", "Ошская область", "urban")
    return [Organisation(f"ORG-{n}", title, title, *rest) for n, title in enumerate(titles)]


@pytest.mark.parametrize("kind", [*SAME, *OTHERS])
def test_recall_of_each_kind_of_variant(kind, variants):
    """Written another way it is proposed as the same; what only looks alike is seldom or never."""
    originals, made = variants
    own = [one for one in made if one.kind == kind]
    true = {(one.row.organisation_id, one.of) for one in own}
    proposed = {(one.id, one.same_as) for one in found([*originals, *(one.row for one in own)])}

    if kind in OTHERS:
        assert len(proposed) <= {"a similar name": 0.3}.get(kind, 0) * len(true)
    else:
        assert len(true & proposed) >= {"slip of a letter": 0.94}.get(kind, 0.99) * len(true)
        assert set() == proposed - true


SPELLINGS = yaml.safe_load(Path(__file__).with_name("spellings.yml").read_text("utf-8"))


@pytest.mark.parametrize("spellings", SPELLINGS, ids=" | ".join)
def test_one_title_in_many_spellings(spellings):
    """Legal form, quotes, alphabet and transliteration make no difference at all."""
    rows = titled(*spellings)

    assert {f"ORG-{n}": 1 for n in range(1, len(rows))} == {
        one.id: one.score for one in found(rows) if one.same_as == "ORG-0"
    }


@FEW
@given(st.lists(st.sampled_from(["Фонд", "ОО", "«»", "", "№ 5", "!!!"]) | st.text(), min_size=2))
def test_any_titles_can_be_compared(titles):
    """No title is an error: not one that is only a legal form, a number or nothing."""
    assert all(LEAST <= one.score <= 1 for one in found(titled(*titles)))


def test_many_equal_rows_do_not_take_the_square():
    """Of rows that are alike in all, each is proposed with the first only."""
    assert 1999 == len(found(titled(*["ОФ «Эмгек», Ош"] * 2000)))
