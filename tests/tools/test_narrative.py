"""Word and back: texts go to reviewers as a Word file, and come back as Markdown."""

import re
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from rrs_data.programme.narrative import DEMONSTRATION
from tests.conftest import PARAMS
from tools.narrative import main
from tools.narrative_document import HINT

OF_REPORT = Path("narrative", "KG", "2014")


@pytest.fixture
def params(tmp_path):
    """The shipped parameters, to be written into."""
    return Path(shutil.copytree(PARAMS, tmp_path / "params"))


@pytest.fixture(scope="module")
def shipped_texts(tmp_path_factory):
    """The texts of a report as a Word file."""
    file = tmp_path_factory.mktemp("texts") / "narrative.docx"
    assert 0 == main([f"--export={file}", "--country=KG", "--year=2014", "--language=en"])
    return file


@pytest.fixture
def document(shipped_texts):
    """The same, to be edited."""
    return docx.Document(shipped_texts)


def texts(params):
    return {
        path.name: path.read_text("utf-8") for path in sorted((params / OF_REPORT).glob("*.md"))
    }


def below(document, heading):
    """The first paragraph of a text, after what tells its writer something."""
    paragraphs = iter(document.paragraphs)
    next(one for one in paragraphs if one.text == heading)
    return next(one for one in paragraphs if not one.text.startswith(HINT))


def brought_back(document, params):
    """Save a document and import it."""
    document.save(params / "reviewed.docx")
    return main([f"--import={params / 'reviewed.docx'}", f"--params={params}"])


def test_what_nobody_touched_stays_as_it_was(document, params, capsys):
    """Saved by another program, the texts come back byte for byte."""
    before = texts(params)

    assert 0 == brought_back(document, params)
    assert before == texts(params)
    assert "No text was changed." in capsys.readouterr().out


def test_each_text_stands_below_its_heading_with_purpose_and_length(document):
    """Headings, hints and figures are Word's own: a figure is a locked control with its key."""
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    hints = [one.text for one in document.paragraphs if one.text.startswith(HINT)]
    locks = {one.get(qn("w:val")) for one in document.element.iter(qn("w:lock"))}

    titles = ["Challenges and lessons", "Success story", "Plan for the next period"]
    assert [*titles, "Reasons for deviations"] == headings
    assert any("150 to 300 words" in hint for hint in hints)
    assert any("38" in hint and "50" in hint for hint in hints)
    assert {"contentLocked"} == locks


def test_an_edited_paragraph_is_written_and_no_other(document, params):
    """Sentences stand on lines of their own; the mark of an invented text is kept."""
    before = texts(params)
    paragraph = below(document, "Challenges and lessons")
    paragraph.clear()
    paragraph.add_run("It rained. The *road* was closed.")

    assert 0 == brought_back(document, params)
    ((name, new),) = texts(params).items() - before.items()
    assert "challenges.en.md" == name
    assert new.startswith(f"{DEMONSTRATION}\n\nIt rained.\nThe \\*road\\* was closed.\n")
    assert before[name].split("\n\n")[2:] == new.split("\n\n")[2:]


def test_a_changed_figure_is_refused_by_name(document, params, capsys):
    """Its key, what it was and what it is are told, and nothing is written."""
    before = texts(params)
    control = next(document.element.iter(qn("w:sdt")))
    key, text = next(control.iter(qn("w:tag"))).get(qn("w:val")), next(control.iter(qn("w:t")))
    was, text.text = text.text, "77"

    assert 2 == brought_back(document, params)
    told = capsys.readouterr().err
    assert f"the figure {key}\n    found:    “77”\n    expected: “{was}”" in told
    assert before == texts(params)


def test_comments_and_tracked_changes_are_listed(document, params, capsys):
    """Changes are accepted; who made which, and what was said, stands in a list beside the file."""
    paragraph = below(document, "Plan for the next period")
    added = '<w:r><w:t xml:space="preserve"> Much depends on it.</w:t></w:r>'
    mark = f'<w:ins {nsdecls("w")} w:id="9" w:author="Ann" w:date="2014-12-01T00:00:00Z">'
    paragraph._p.append(parse_xml(f"{mark}{added}</w:ins>"))
    document.add_comment(paragraph.runs[0], text="By whom?", author="Ben", initials="B")

    assert 0 == brought_back(document, params)
    listed = (params / "reviewed.review.md").read_text("utf-8")
    assert "plan: Ann 2014-12-01 inserted “Much depends on it.”" in listed
    assert re.search("plan: Ben.* commented “By whom\\?”", listed)
    assert listed.splitlines()[0].removeprefix("- ") in capsys.readouterr().out
    assert "\nMuch depends on it." in texts(params)["plan.en.md"]


def test_a_text_that_changed_meanwhile_is_not_overwritten(document, params, capsys):
    """What somebody wrote into the file since is safe."""
    path = params / OF_REPORT / "plan.en.md"
    path.write_text("Another plan.\n", encoding="utf-8")
    below(document, "Plan for the next period").add_run(" More.")

    assert 2 == brought_back(document, params)
    assert "another text than was exported" in capsys.readouterr().err
    assert "Another plan.\n" == path.read_text("utf-8")


def test_another_file_is_refused(tmp_path, capsys):
    """It is told how to begin."""
    (tmp_path / "words.docx").write_bytes(b"words")
    docx.Document().save(tmp_path / "other.docx")

    for name in ("words.docx", "other.docx"):
        assert 2 == main([f"--import={tmp_path / name}", f"--params={tmp_path}"])
        assert "make narrative EXPORT=narrative.docx" in capsys.readouterr().err
