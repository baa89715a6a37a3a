"""The catalogues: every text is translated, whole, and `make texts` keeps them so."""

import pytest

from tests.conftest import ROOT
from tests.small_notebooks import code, write_notebook
from tools import texts

RUSSIAN = texts.LOCALE / "ru" / "LC_MESSAGES" / "rrs.po"
CELL = """
t("{n} of them are new", n=1)
report.n("{n} well was dug.", "{n} wells were dug.", 5)
%matplotlib inline
"""
TRANSLATED = {
    'new"\nmsgstr ""': 'new"\nmsgstr "Новых: {n}"',
    'msgstr[0] ""': 'msgstr[0] "{n} колодец"',
    'msgstr[1] ""': 'msgstr[1] "{n} колодца"',
    'msgstr[2] ""': 'msgstr[2] "{n} колодцев"',
}


@pytest.fixture
def project(tmp_path):
    """A small project with an analyst's notebook and an empty catalogue."""
    write_notebook(tmp_path / "notebooks" / "brief.ipynb", code(CELL))
    (tmp_path / RUSSIAN).parent.mkdir(parents=True)
    header = (ROOT / RUSSIAN).read_text(encoding="utf-8").partition("\n\n")[0]
    (tmp_path / RUSSIAN).write_text(header + "\n", encoding="utf-8")
    return tmp_path


def test_every_text_is_translated():
    """Whole, in every plural form, with its fields, looked at by a person, and none is stale."""
    assert len(list(texts.template(ROOT))) > 200
    assert [] == list(texts.faults(ROOT))


def translated(path):
    """The catalogue, in which every text is translated now."""
    catalogue = path.read_text(encoding="utf-8")
    for old, new in TRANSLATED.items():
        assert old in catalogue
        catalogue = catalogue.replace(old, new)
    path.write_text(catalogue, encoding="utf-8")
    return catalogue


def test_a_new_text_of_a_notebook_is_asked_for_until_it_is_translated(project):
    """`make texts` writes it into the catalogue, and `make lint` fails until it is translated."""
    before = list(texts.faults(project))
    said = "".join(texts.update(project))
    untranslated = list(texts.faults(project))
    catalogue = translated(project / RUSSIAN)

    assert ": 2 new," in said
    assert "notebooks/brief.ipynb:2: “{n} of them are new” is not in" in before[0]
    assert [True, True] == ["is not translated" in one for one in untranslated]
    assert [] == list(texts.faults(project))
    list(texts.update(project))
    assert catalogue == (project / RUSSIAN).read_text(encoding="utf-8")


def test_a_new_language_is_begun_and_may_stay_unfinished(project):
    """`make texts LANGUAGE=fr` writes all to translate; `make lint` waits until it is finished."""
    said = "".join(texts.begin(project, "fr"))
    catalogue = project / texts.LOCALE / "fr" / "LC_MESSAGES" / "rrs.po"

    assert "2 new, 0 no longer used and removed, 2 not translated" in said
    assert "/fr/" not in "\n".join(texts.faults(project))
    finished = catalogue.read_text(encoding="utf-8").replace("#, fuzzy\n", "", 1)
    catalogue.write_text(finished, encoding="utf-8")
    assert 2 == "\n".join(texts.faults(project)).count("/fr/")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "Новых: {n}"', 'msgstr "Новых: {m}"', "has other {fields}"),
        ('msgid "{n} of', 'msgid "{n} out of', "is no text of the code"),
        ('#, python-brace-format\nmsgid "{n} of', '#, fuzzy\nmsgid "{n} of', "marked “fuzzy”"),
        ('\nmsgstr[2] "{n} колодцев"', "", "not in every plural form"),
    ],
)
def test_a_wrong_translation_is_named(project, old, new, fault):
    """A lost field, a stale text, an uncertain one and a missing plural form fail `make lint`."""
    list(texts.update(project))
    catalogue = translated(project / RUSSIAN)
    assert old in catalogue
    (project / RUSSIAN).write_text(catalogue.replace(old, new), encoding="utf-8")

    assert fault in "\n".join(texts.faults(project))


def test_a_text_that_code_puts_together_is_refused(project):
    """It could be in no catalogue."""
    (project / "rrs_data" / "wells.py").write_text('t(f"{name} came")\n', encoding="utf-8")

    found = "\n".join(texts.faults(project))
    assert "rrs_data/wells.py:1: a text that the code puts together" in found


def test_fields_are_given(shipped):
    """Every field of a text is filled in where the text is used, or by the report itself."""
    for call in texts.calls(ROOT):
        given = {keyword.arg for keyword in call.keywords} | set(shipped.words)
        needed = set().union(*(texts.fields(text) for text in call.ids if text))
        if None not in given:
            assert needed - ({"n"} if len(call.ids) == 2 else set()) <= given, str(call)
