"""Verification: what is said of a report that is whole, was saved anew, or was tampered with."""

import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, ObjectStreamMode

from reports.archive import comparison
from reports.archive.comparison import differences
from reports.archive.content import content_of
from reports.archive.record import sha256_of
from reports.archive.verify import ALTERED, IDENTICAL, NOT_JUDGED, SAME_CONTENT, verify
from reports.pipeline.cli import main
from reports.project import Edition
from tests.conftest import ended, program
from tests.made_reports import MadeReport


@pytest.fixture(scope="session")
def report(output_of_all):
    """A small report in all formats, by their endings, and the page of its evidence."""
    made = MadeReport(Edition("TM", 2013), "ru", output_of_all)
    files = {form: made.file(form) for form in ("pdf", "html", "docx", "xlsx")}
    return files | {"evidence": made.evidence("html")}


ours = cache(content_of)
"""What a file of the report holds, read once."""


@pytest.fixture
def judged(report, tmp_path, read_here):
    """Verifies a file or a directory against this report, as if it were made again each time."""

    def make(options, versions, target):
        shutil.copytree(report["pdf"].parent, target / "TM" / "2013")
        return options, versions

    return lambda path: verify(path, make, tmp_path / "nothing published")


@pytest.fixture
def sent(report, tmp_path):
    """Writes a file of the report anew, with a change of its PDF or of the text of its parts."""

    def write(form, change=lambda whole: whole, **options):
        target = tmp_path / f"sent{report[form].suffix}"
        if form == "pdf":
            with pikepdf.open(report[form]) as pdf:
                change(pdf)
                pdf.save(target, **options)
        elif target.suffix == ".html":
            target.write_bytes(change(report[form].read_bytes().decode()).encode())
        else:
            with zipfile.ZipFile(report[form]) as old, zipfile.ZipFile(target, "w") as new:
                for name in old.namelist():
                    data = old.read(name)
                    own = name.endswith(".xml") and "docProps" not in name
                    new.writestr(name, change(data.decode()) if own else data)
        return target

    return write


def print_a_hidden_layer(pdf):
    usage = Dictionary(Print=Dictionary(PrintState=Name.ON), View=Dictionary(ViewState=Name.OFF))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="L", Usage=usage))
    event = Dictionary(Event=Name.Print, OCGs=Array([layer]), Category=Array([Name.Print]))
    state = Dictionary(OFF=Array([layer]), AS=Array([event]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=state)
    page = pdf.pages[2]
    page.obj.Resources = Dictionary({**page.obj.Resources, "/Properties": Dictionary(L=layer)})
    page.contents_add(b"/OC /L BDC q 0 g 60 300 400 200 re f Q EMC")


def lead_elsewhere(pdf):
    link = next(one for page in pdf.pages for one in page.obj.get("/Annots", []))
    link.A = Dictionary(S=Name.URI, URI="https://example.org")


def swap_digits_of_fonts(pdf):
    swapped = {b"<0031>": b"<0032>", b"<0032>": b"<0031>"}
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/ToUnicode" in each:
            text = each.ToUnicode.read_bytes()
            each.ToUnicode.write(re.sub(b"<003[12]>", lambda one: swapped[one[0]], text))


def change_a_table(pdf):
    data = pdf.attachments[TABLE].get_file().read_bytes()
    pdf.attachments[TABLE] = AttachedFileSpec(pdf, data.replace(b",1,", b",77,", 1))


def text(was, now):
    """A change of a text in one place of each part that has it."""
    return lambda content: content.replace(was, now, 1)


TABLE = "achievements.csv"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>77</w:t></w:r></w:p>"
COUNTRY = text("Туркменистан", "Таджикистан")
FIGURES = {
    "pdf swapped glyphs": (swap_digits_of_fonts, "was 2"),
    "pdf an attachment less": (lambda pdf: pdf.attachments.pop(TABLE), f"the attachment {TABLE}"),
    "pdf a figure attached": (change_a_table, "was 77, now 1"),
    "html a figure": (text(">1<", ">7<"), "was 7, now 1"),
    "html an alternative text": (text('alt="', 'alt="77 '), "was 77"),
    "evidence a figure": (text(">1<", ">7<"), "was 7, now 1"),
    "docx a figure": (text("<w:t>1</w:t>", "<w:t>77</w:t>"), "was 77., now 1."),
    "docx a hidden run": (text("</w:p>", HIDDEN), "was 77, now nothing"),
    "xlsx a number": (text("<v>4</v>", "<v>77</v>"), "was 77, now 4"),
    "xlsx what a formula came to": (text("</f><v>", "</f><v>77"), "was 77"),
}
"""What is changed in which file, and what is told as a figure that differs."""

OTHERS = {
    **{f"{form} a word": (COUNTRY, "was Таджикистан") for form in ("html", "docx", "xlsx")},
    "pdf a white rectangle": (
        lambda pdf: pdf.pages[2].contents_add(b"q 1 1 1 rg 60 300 400 200 re f Q"),
        "the picture of page 3 differs",
    ),
    "pdf a layer in print": (print_a_hidden_layer, "in print differs"),
    "pdf a link": (lead_elsewhere, "links and notes, after"),
    "pdf a script": (
        lambda pdf: pdf.Root.update({"/OpenAction": Dictionary(S=Name.JavaScript, JS="1")}),
        "entries, after “/",
    ),
    "html a style": (text("</head>", "<style>a{}</style></head>"), "the cover, style, after"),
    "html a script": (text("</body>", "<script>1</script></body>"), "script, after"),
    "html an event": (text("<body", '<body onload="1"'), "the cover, elements, after"),
    "html a picture": (text("svg+xml;base64,", "svg+xml;base64,0"), "elements"),
    "html a letter that nobody sees": (text("<h1", "\u200b<h1"), "was \u200b"),
    "html a hash": (text('"events": "', '"events": "0'), "the manifest, after"),
    "docx a picture's text": (text('descr="', 'descr="77 '), "elements, after"),
    "xlsx a hidden sheet": (text("<sheet name", '<sheet state="hidden" name'), "elements, after"),
}
"""The same of what is no figure."""


@pytest.mark.parametrize("what", [*FIGURES, *OTHERS])
def test_a_forged_file_is_altered(what, sent, report):
    """Whatever was done, seen or not, is told with its place; numbers are told as figures."""
    change, told = {**FIGURES, **OTHERS}[what]
    form, _, _ = what.partition(" ")
    found = differences(content_of(sent(form, change)), ours(report[form]))

    assert told in "\n".join(found["figures" if what in FIGURES else "others"])
    assert bool(found["figures"]) == (what in FIGURES)


def test_a_part_of_an_office_file_that_is_not_ours_is_told(sent, report):
    """A macro, a comment or a picture that somebody put in is named."""
    path = sent("docx")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/vbaProject.bin", b"77")
    found = differences(content_of(path), ours(report["docx"]))

    assert "word/vbaProject.bin differs" in "\n".join(found["others"])


SAVED_ANEW = {
    "pdf for the web": {"linearize": True},
    "pdf unpacked": {"compress_streams": False, "normalize_content": True, "qdf": True},
    "pdf packed": {"object_stream_mode": ObjectStreamMode.generate, "recompress_flate": True},
    "html with other ends of lines": {"change": lambda page: page.replace("\n", "\r\n")},
    "docx packed": {},
    "xlsx packed": {},
}


@pytest.mark.parametrize("how", SAVED_ANEW)
def test_a_file_that_was_saved_anew_is_the_same(how, report, sent):
    """How a program numbers, orders, packs or ends what it writes is no content."""
    form, _, _ = how.partition(" ")
    path = sent(form, **SAVED_ANEW[how])

    assert report[form].read_bytes() != path.read_bytes()
    assert {"figures": [], "others": []} == differences(content_of(path), ours(report[form]))


def test_a_pdf_that_ghostscript_wrote_has_no_other_figures(report, tmp_path):
    """It draws the pages anew, without tags: that is told, and no figure is said to differ."""
    target = tmp_path / "sent.pdf"
    options = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={target}"]
    assert 0 == ended([program("gs"), *options, report["pdf"]]).returncode
    found = differences(content_of(target), ours(report["pdf"]))

    assert [] == found["figures"]
    assert "/StructTreeRoot" in "\n".join(found["others"])


def verified(path, capsys, *options):
    """The exit code of the command, and what it said."""
    capsys.readouterr()
    code = main(["verify", str(path), *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_no_word_of_a_file_excuses_another(judged, sent):
    """A figure changed everywhere is told first, whatever the file says of versions and inputs."""

    def forged(page):
        page = re.sub('("pandas"|"events"): "', r"\g<0>77 ", page)
        return page.replace(">1<", ">77<")

    verdict = judged(sent("html", forged))
    told = str(verdict)

    assert ALTERED == verdict.code
    assert 0 < told.index("Figures that differ") < told.index("was 77, now 1") < told.index("What")
    assert "the manifest, after" in told


def test_other_versions_alone_alter_nothing(sent, capsys):
    """A report made with other packages, but the same in all that it shows, is the same content."""
    version = json.loads(content_of(sent("html")).manifest)["packages"]["pandas"]
    code, told = verified(sent("html", lambda page: page.replace(version, "0.1.2")), capsys)

    assert SAME_CONTENT == code, told
    assert 'made with "pandas": "0.1.2"' in told


def test_a_copy_under_another_name_is_identical(report, judged, tmp_path):
    """Whatever its name, and in whatever letters the ending is written."""
    names = {"pdf": "Отчёт (1).PDF", "evidence": "b.HTML", "docx": "c.docx", "xlsx": "d.XLSX"}
    for form, name in names.items():
        shutil.copyfile(report[form], tmp_path / name)
        verdict = judged(tmp_path / name)

        assert IDENTICAL == verdict.code, str(verdict)


def test_what_was_published_is_identical(report, tmp_path, capsys):
    """A file with the hash of a publication is what was published, whatever is made now."""
    publication = tmp_path / "TM/2013/2014-01-01.json"
    publication.parent.mkdir(parents=True)
    content = {"country": "TM", "year": 2013, "date": "2014-01-01", "figures": {"TM/2013/RRS-1": 1}}
    files = {"files": {"sent.pdf": sha256_of(report["pdf"])}}
    for written, expected in ({**content, **files}, IDENTICAL), ({}, NOT_JUDGED):
        publication.write_text(json.dumps(written), encoding="utf-8")
        code, told = verified(report["pdf"], capsys, f"--published={tmp_path}")

        assert (expected, True) == (code, str(publication) in told), told


def test_each_file_of_a_directory_counts(report, judged, tmp_path):
    """Files that are missing, edited, damaged or not ours are named; no name moves the cursor."""
    received = tmp_path / "отчёт 2013"
    shutil.copytree(report["pdf"].parent, received)
    (received / ".DS_Store").write_bytes(b"1")
    verdict = judged(received)
    assert (IDENTICAL, ["not looked at: .DS_Store"]) == (verdict.code, verdict.remarks)

    edited = received / "achievements.json"
    record = re.sub(r'"actual": \d+', '"actual": 999', edited.read_text(encoding="utf-8"), count=1)
    edited.write_text(record, encoding="utf-8")
    (received / "SHA256SUMS").unlink()
    (received / "Қосымша\n\x1b[2J\u202e☎.txt").write_text("1")
    (received / report["pdf"].name).write_bytes(report["pdf"].read_bytes()[:9000])
    told = str(judged(received))

    for one in ("SHA256SUMS, missing", "Қосымша[2J☎.txt, not made here", "a damaged"):
        assert one in told
    assert told.startswith("Altered")
    assert 0 < told.index("was 999") < told.index("What else")


def zipped(data):
    """A Word file with one part, which may unpack to much more than it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped_file:
        zipped_file.writestr("word/document.xml", data)
    return file.getvalue()


def claiming(text):
    """A page with this manifest alone."""
    return f'<p>1</p><script type="application/json" id="rrs-manifest">{text}</script>'.encode()


def foreign_pdf(**options):
    """A PDF of another program."""
    file, pdf = io.BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(file, **options)
    return file.getvalue()


OPEN, LOCKED = (pikepdf.Encryption(owner="a", user=user) for user in ("", "b"))
OWN = '"file": "a.html", "parameters": {"language": "ru"}'
ODD = {
    "no ending": (b"<p>1</p>", "manifest"),
    "foreign.pdf": (foreign_pdf(), "manifest"),
    "foreign.docx": (zipped(b"<a/>"), "manifest"),
    "a page.pdf": (b"<html></html>", "damaged"),
    "empty.xlsx": (b"", "zip"),
    "bytes.html": (b"\xff\xfe\x00", "utf-8"),
    "open.pdf": (foreign_pdf(encryption=OPEN), "encrypted"),
    "locked.pdf": (foreign_pdf(encryption=LOCKED), "encrypted"),
    "list.html": (claiming("[]"), "malformed"),
    "deep.html": (claiming("[" * 90_000), "malformed"),
    "long.html": (claiming(f'{{{OWN}, "a": "{"1" * 100_000}"}}'), "malformed"),
    "else.html": (claiming('{"file": "../a", "parameters": {"language": 1}}'), "malformed"),
    "many.html": (claiming(f'{{{OWN}, "request": {{"languages": ["{"ru," * 99}"]}}}}'), "than one"),
}
"""Files that are no report of ours, and what is said of them."""


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_judged_is_told(name, judged, tmp_path):
    """Damaged, foreign, malformed and encrypted files: a sentence, and code 3."""
    data, words = ODD[name]
    (tmp_path / name).write_bytes(data)
    verdict = judged(tmp_path / name)

    assert (NOT_JUDGED, True) == (verdict.code, words in str(verdict)), str(verdict)
    assert str(verdict).startswith("Cannot be judged")


@pytest.mark.parametrize("form", ["pdf", "html", "docx", "xlsx"])
def test_a_file_that_was_cut_off_is_never_ours(form, report, judged, tmp_path):
    """A download that broke off cannot be judged."""
    data = report[form].read_bytes()
    (tmp_path / f"sent.{form}").write_bytes(data[: len(data) * 9 // 10])
    verdict = judged(tmp_path / f"sent.{form}")

    assert NOT_JUDGED == verdict.code, str(verdict)


def test_only_files_of_a_sound_size_are_read(report, judged, tmp_path):
    """No file at all, an empty directory, another one in it, a link out of it, a pipe, a bomb."""
    for name in ("empty", "nested/a", "linked"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "empty" / ".hidden").write_bytes(b"1")
    (tmp_path / "linked" / "a.pdf").symlink_to(report["pdf"])
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "bomb.docx").write_bytes(zipped(b"0" * 400_000_000))
    words = dict.fromkeys(("missing.pdf", "nested", "linked", "pipe.pdf"), "no file")
    words |= {"empty": "without a file", "bomb.docx": "more than a report has"}

    for name, said in words.items():
        verdict = judged(tmp_path / name)
        assert (NOT_JUDGED, True) == (verdict.code, said in str(verdict)), str(verdict)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"country": "', '"country": "../../'),
        ('"languages": ["ru"]', '"languages": ["fr"]'),
        ('"notebook": "', '"notebook": "../../tmp/'),
        ('"year": 2013', '"year": 2031'),
        ('"engine": "embedded', '"engine": "Quarto'),
        ('"formats": ["', '"formats": ["../'),
    ],
)
def test_a_manifest_asks_for_nothing_but_a_report(was, now, sent, tmp_path, capsys, monkeypatch):
    """What it names is checked like a request; nothing is written beside the file."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("PATH", os.devnull)
    path = sent("html", lambda page: page.replace(was, now))
    code, told = verified(path, capsys)

    assert now in path.read_text(encoding="utf-8")
    assert (NOT_JUDGED, True) == (code, "expected:" in told), told
    assert "Traceback" not in told
    assert {path, tmp_path / "temporary"} == set(tmp_path.rglob("*"))


def test_what_is_needed_is_told(report, tmp_path, capsys):
    """Registers or parameters that are not there, a wrong option, no file at all."""
    for options in (["--registers=/nowhere"], ["--params=/nowhere"], [f"--params={tmp_path}"]):
        code, told = verified(report["html"], capsys, *options)
        assert (NOT_JUDGED, True) == (code, "to mend:" in told), told
    assert NOT_JUDGED == main(["verify", "--no-such-option"])
    assert NOT_JUDGED == verified("", capsys)[0]


def test_a_reader_has_bounds(report, monkeypatch, capsys):
    """A file that takes too long is given up."""
    monkeypatch.setattr(comparison, "SECONDS", 0.01)
    code, told = verified(report["pdf"], capsys)

    assert (NOT_JUDGED, True) == (code, "is not read after" in told), told
