"""Verification: what is said of a report that is whole, was saved anew, or was tampered with."""

import io
import json
import os
import re
import shutil
import tempfile
import zipfile

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, ObjectStreamMode, StreamDecodeLevel

from reports.archive import comparison
from reports.archive.comparison import differences
from reports.archive.content import ATTACHED, content_of
from reports.archive.verify import ALTERED, IDENTICAL, NOT_JUDGED, SAME_CONTENT, verify
from reports.pipeline.cli import main
from reports.project import Edition
from tests.conftest import ended, program
from tests.made_reports import MadeReport

HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>77</w:t></w:r></w:p>"
FIELD = "<w:r><w:instrText>= 77</w:instrText></w:r></w:p>"


@pytest.fixture(scope="session")
def report(output_of_all):
    """A small report in all formats, by their endings, and the page of its evidence."""
    made = MadeReport(Edition("TM", 2013), "ru", output_of_all)
    files = {form: made.file(form) for form in ("pdf", "html", "docx", "xlsx")}
    return files | {"evidence": made.evidence("html")}


@pytest.fixture(scope="session")
def contents(report):
    """What each of them holds."""
    return {form: content_of(file) for form, file in report.items()}


@pytest.fixture
def judged(report, tmp_path):
    """Verifies a file or a directory against this report, as if it were made again each time."""

    def make(options, versions, target):
        shutil.copytree(report["pdf"].parent, target / "TM" / "2013")
        return options, versions

    return lambda path: verify(path, make, tmp_path / "nothing published")


def covered(pdf):
    """A white rectangle over the middle of a page."""
    pdf.pages[2].contents_add(b"q 1 1 1 rg 60 300 400 200 re f Q")


def pasted(pdf):
    """A picture over the middle of a page."""
    data = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 1, "Height": 1}
    kind = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    image = pdf.make_stream(b"\xff", Dictionary(**data, **kind))
    pdf.pages[2].obj.Resources = Dictionary(pdf.pages[2].obj.Resources)
    pdf.pages[2].obj.Resources.XObject = Dictionary(X=image)
    pdf.pages[2].contents_add(b"q 400 0 0 200 60 300 cm /X Do Q")


def annotated(pdf):
    """A note on a page; it has no look of its own."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[60, 300, 80, 320], Contents="77")
    page = pdf.pages[2].obj
    page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(note)])


def led_elsewhere(pdf):
    """A link that leads elsewhere."""
    link = next(one for page in pdf.pages for one in page.obj.get("/Annots", []))
    link.A = Dictionary(S=Name.URI, URI="https://example.org")


def remapped(pdf):
    """Two digits of a font that change places when they are copied or read aloud."""
    swapped = {b"<0031>": b"<0032>", b"<0032>": b"<0031>"}
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/ToUnicode" in each:
            text = each.ToUnicode.read_bytes()
            each.ToUnicode.write(re.sub(b"<003[12]>", lambda one: swapped[one[0]], text))


def carried_out(pdf):
    """An attachment less."""
    del pdf.attachments["achievements.csv"]


def carried_in(pdf):
    """An attachment more."""
    pdf.attachments["more.csv"] = b"1"


def carried_otherwise(pdf):
    """Another figure in an attachment."""
    data = pdf.attachments["achievements.csv"].get_file().read_bytes().replace(b",1,", b",77,", 1)
    pdf.attachments["achievements.csv"] = AttachedFileSpec(pdf, data)


def claimed(pdf):
    """Another hash in the manifest."""
    data = pdf.attachments["manifest.json"].get_file().read_bytes()
    manifest = json.loads(data)
    manifest["registers"]["events"] = "0" * 64
    pdf.attachments["manifest.json"] = AttachedFileSpec(pdf, json.dumps(manifest).encode())


def layered(pdf):
    """A layer that is off on the screen and on in print."""
    usage = Dictionary(Print=Dictionary(PrintState=Name.ON), View=Dictionary(ViewState=Name.OFF))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="L", Usage=usage))
    event = Dictionary(Event=Name.Print, OCGs=Array([layer]), Category=Array([Name.Print]))
    state = Dictionary(OFF=Array([layer]), AS=Array([event]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=state)
    page = pdf.pages[2]
    page.obj.Resources = Dictionary(page.obj.Resources)
    page.obj.Resources.Properties = Dictionary(L=layer)
    page.contents_add(b"/OC /L BDC q 0 g 60 300 400 200 re f Q EMC")


def reworded(pdf):
    """The first and the last letter of some words, which change places."""
    page = pdf.pages[2]
    marks = list(pikepdf.parse_content_stream(page))
    line = next(one.operands[0] for one in marks if str(one.operator) == "TJ")
    letters = bytes(line[0])
    line[0] = pikepdf.String(letters[-2:] + letters[2:-2] + letters[:2])
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marks))


def retold(pdf):
    """Another figure in what is read aloud instead of a picture."""
    one = next(one for one in pdf.objects if isinstance(one, Dictionary) and "/Alt" in one)
    one.Alt = pikepdf.String(f"77 {one.Alt}")


def entitled(pdf):
    """Another title in the metadata."""
    pdf.docinfo["/Title"] = "2014"


def acting(pdf):
    """Something that runs when the file is opened."""
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(77)")


FORGED_PDF = {
    covered: "the picture of page 3, band",
    pasted: "the picture of page 3, band",
    annotated: "page 3, links and notes, after",
    led_elsewhere: "links and notes, after",
    remapped: "was 2",
    carried_out: "the attachment achievements.csv",
    carried_in: "the attachment more.csv",
    carried_otherwise: "was 77, now 1",
    claimed: "the attachment manifest.json",
    layered: "in print differs",
    reworded: "page 3, after",
    retold: "was 77 ",
    entitled: "the metadata, after",
    acting: "entries, after “/",
}


@pytest.mark.parametrize("forge", FORGED_PDF, ids=lambda one: one.__name__)
def test_a_forged_pdf_is_altered(forge, report, contents, tmp_path):
    """Whatever was done to a PDF is told with its place; what only looks otherwise is no figure."""
    with pikepdf.open(report["pdf"]) as pdf:
        forge(pdf)
        pdf.save(tmp_path / "sent.pdf")
    found = differences(content_of(tmp_path / "sent.pdf"), contents["pdf"])

    assert FORGED_PDF[forge] in "\n".join([*found["figures"], *found["others"]])
    changed = (remapped, carried_out, carried_in, carried_otherwise)
    assert bool(found["figures"]) == (forge in changed)


SAVED_ANEW = {
    "as it is": {},
    "for the web": {"linearize": True},
    "unpacked": {
        "compress_streams": False,
        "stream_decode_level": StreamDecodeLevel.generalized,
        "normalize_content": True,
        "qdf": True,
    },
    "packed": {"object_stream_mode": ObjectStreamMode.generate, "recompress_flate": True},
}


@pytest.mark.parametrize("options", SAVED_ANEW.values(), ids=SAVED_ANEW)
def test_a_pdf_that_was_saved_anew_is_the_same(options, report, contents, tmp_path):
    """Another program may number, order and pack the objects of a PDF as it likes."""
    with pikepdf.open(report["pdf"]) as pdf:
        pdf.save(tmp_path / "sent.pdf", **options)

    assert report["pdf"].read_bytes() != (tmp_path / "sent.pdf").read_bytes()
    assert NOTHING == differences(content_of(tmp_path / "sent.pdf"), contents["pdf"])


NOTHING = {"figures": [], "others": []}


def test_a_pdf_that_ghostscript_wrote_has_no_other_figures(report, contents, tmp_path):
    """It draws the pages anew, without tags: that is told, and no figure is said to differ."""
    target = tmp_path / "sent.pdf"
    options = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={target}"]
    assert 0 == ended([program("gs"), *options, report["pdf"]]).returncode
    found = differences(content_of(target), contents["pdf"])

    assert [] == found["figures"]
    assert "/StructTreeRoot" in "\n".join(found["others"])


FORGED = {
    "html a figure": (">1<", ">7<", "was 7, now 1"),
    "html a word": ("Туркменистан", "Таджикистан", "was Таджикистан"),
    "html a style": ("</head>", "<style>a{}</style></head>", "the cover, style, after"),
    "html a script": ("</body>", "<script>1</script></body>", "script, after"),
    "html an event": ("<body", '<body onload="1"', "the cover, elements, after"),
    "html an attribute": ("<body", '<body class="no" class=""', "the cover, elements, after"),
    "html a comment": ("</body>", "<!--[if IE]>no<![endif]--></body>", "elements, after"),
    "html another page": ("<head>", '<head><meta http-equiv="refresh">', "elements, after"),
    "html a picture": ("data:image/svg+xml;base64,", "data:image/svg+xml;base64,0", "elements"),
    "html an alternative text": ('alt="', 'alt="77 ', "was 77"),
    "html a letter that nobody sees": ("<h1", "\u200b<h1", "was \u200b"),
    "html a hash": ('"events": "', '"events": "0', "the manifest, after"),
    "evidence a figure": (">1<", ">7<", "was 7, now 1"),
    "evidence a word": ("Туркменистан", "Таджикистан", "was Таджикистан"),
    "docx a figure": ("<w:t>1</w:t>", "<w:t>77</w:t>", "was 77., now 1."),
    "docx a hidden run": ("</w:p>", HIDDEN, "was 77, now nothing"),
    "docx a field": ("</w:p>", FIELD, "was = 77, now nothing"),
    "docx a style": ("<w:jc ", "<w:jc w:x='1' ", "elements, after"),
    "docx a picture's text": ('descr="', 'descr="77 ', "elements, after"),
    "docx a word": ("Туркменистан", "Таджикистан", "was Таджикистан"),
    "xlsx a number": ("<v>4</v>", "<v>77</v>", "was 77, now 4"),
    "xlsx a formula": ("<f>", "<f>77+", "was 77"),
    "xlsx what a formula came to": ("</f><v>", "</f><v>77", "was 77"),
    "xlsx a word": ("Туркменистан", "Таджикистан", "was Таджикистан"),
    "xlsx a hidden sheet": ("<sheet name", '<sheet state="hidden" name', "elements, after"),
}
"""What is changed in which file, and what is told of it."""


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_file_is_altered(what, report, contents, tmp_path):
    """Text, styles and every element count, also those that nobody sees; numbers are figures."""
    form, (was, now, told) = what.partition(" ")[0], FORGED[what]
    sent = tmp_path / f"sent{report[form].suffix}"
    rewrite(report[form], sent, was, now)
    found = differences(content_of(sent), contents[form])

    assert told in "\n".join([*found["figures"], *found["others"]])
    assert bool(found["figures"]) == bool(re.match(r"was \W*7", told))


def rewrite(source, target, was="", now=""):
    """Write a page, a Word file or a workbook anew, with another text in each part that has it."""
    if source.suffix == ".html":
        target.write_text(source.read_text(encoding="utf-8").replace(was, now, 1), encoding="utf-8")
        return
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            own = name.endswith(".xml") and "docProps" not in name
            new.writestr(name, data.replace(was.encode(), now.encode(), 1) if was and own else data)


def test_files_that_were_saved_anew_are_the_same(report, contents, tmp_path):
    """Ends of lines, and how the parts of a Word file or a workbook are packed, are no content."""
    lines = report["html"].read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "sent.html").write_bytes(lines)
    for form in ("docx", "xlsx"):
        rewrite(report[form], tmp_path / f"sent.{form}")

    for form in ("html", "docx", "xlsx"):
        assert NOTHING == differences(content_of(tmp_path / f"sent.{form}"), contents[form])


def test_the_order_of_a_page_counts(report, contents, tmp_path):
    """Two sections that change places are told, though no word is another."""
    text = report["html"].read_text(encoding="utf-8")
    before, *sections = re.split(r"(?=<section [^>]*class=\"level1)", text)
    moved = "".join([before, sections[1], sections[0], *sections[2:]])
    (tmp_path / "sent.html").write_text(moved, encoding="utf-8")

    assert NOTHING != differences(content_of(tmp_path / "sent.html"), contents["html"])


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_part_of_an_office_file_that_is_not_ours_is_told(form, report, contents, tmp_path):
    """A macro, a comment or a picture that somebody put in is named."""
    shutil.copyfile(report[form], tmp_path / f"sent.{form}")
    with zipfile.ZipFile(tmp_path / f"sent.{form}", "a") as file:
        file.writestr("word/vbaProject.bin", b"77")
    found = differences(content_of(tmp_path / f"sent.{form}"), contents[form])

    assert "word/vbaProject.bin differs" in "\n".join(found["others"])


def verified(path, capsys, *options):
    """The exit code of the command, and what it said."""
    capsys.readouterr()
    code = main(["verify", str(path), *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_no_word_of_a_file_excuses_another(report, tmp_path, capsys):
    """A figure changed everywhere is told first, whatever the file says of versions and inputs."""
    text = re.sub(r">1<", ">77<", report["html"].read_text(encoding="utf-8"))
    for was, now in (('"pandas": "', '"pandas": "77 '), ('"events": "', '"events": "77')):
        assert was in text
        text = text.replace(was, now)
    (tmp_path / "renamed.html").write_text(text, encoding="utf-8")
    code, told = verified(tmp_path / "renamed.html", capsys)

    assert ALTERED == code
    assert 0 < told.index("Figures that differ") < told.index("was 77, now 1") < told.index("What")
    assert "the manifest, after" in told


def test_other_versions_alone_alter_nothing(report, tmp_path, capsys):
    """A report made with other packages, but the same in all that it shows, is the same content."""
    text = report["html"].read_bytes()
    version = re.search(rb'"pandas": "([^"]+)"', text)[1]
    text = text.replace(version, b"0.1.2").replace(b"\n", b"\r\n")
    (tmp_path / "sent.html").write_bytes(text)
    code, told = verified(tmp_path / "sent.html", capsys)

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
    sums = (report["pdf"].parent / "SHA256SUMS").read_text(encoding="utf-8").split()
    published = tmp_path / "published"
    publication = published / "TM/2013/2014-01-01.json"
    publication.parent.mkdir(parents=True)
    content = {"country": "TM", "year": 2013, "date": "2014-01-01", "figures": {"TM/2013/RRS-1": 1}}
    content["files"] = dict(zip(sums[1::2], sums[::2], strict=True))
    publication.write_text(json.dumps(content), encoding="utf-8")
    code, told = verified(report["pdf"], capsys, f"--published={published}")

    assert (IDENTICAL, True) == (code, "2014-01-01" in told)
    publication.write_text("{}", encoding="utf-8")
    code, told = verified(report["pdf"], capsys, f"--published={published}")
    assert (NOT_JUDGED, True) == (code, str(publication) in told), told


def test_each_file_of_a_directory_counts(report, judged, tmp_path):
    """Files that are missing, edited, damaged or not ours are named, figures first."""
    sent = tmp_path / "отчёт 2013"
    shutil.copytree(report["pdf"].parent, sent)
    (sent / ".DS_Store").write_bytes(b"1")
    verdict = judged(sent)
    assert (IDENTICAL, ["not looked at: .DS_Store"]) == (verdict.code, verdict.remarks)

    text = (sent / "achievements.json").read_text(encoding="utf-8")
    number = re.search(r'"actual": (\d+)', text)
    (sent / "achievements.json").write_text(text.replace(number[0], '"actual": 999', 1))
    (sent / "SHA256SUMS").unlink()
    (sent / "Қосымша\n\x1b[2J☎.txt").write_text("1")
    (sent / "foreign.docx").write_bytes(b"1")
    (sent / report["pdf"].name).write_bytes(report["pdf"].read_bytes()[:9000])
    told = str(judged(sent))

    for one in ("was 999", "SHA256SUMS, missing", "Қосымша", "foreign.docx, not", "a damaged"):
        assert one in told
    assert "\x1b" not in told
    assert told.startswith("Altered")
    assert told.index("was 999") < told.index("What else")


def test_a_terminal_obeys_no_file(report, judged, tmp_path):
    """What a file holds is shown without what moves the cursor or turns the line around."""
    with pikepdf.open(report["pdf"]) as pdf:
        pdf.attachments["\x1b[2J\u202e.csv"] = b"\x1b[1;1HIdentical"
        pdf.save(tmp_path / "sent.pdf")
    told = str(judged(tmp_path / "sent.pdf"))

    assert told.startswith("Altered")
    assert [] == [one for one in ("\x1b", "\u202e") if one in told]


def zipped(data, name="word/document.xml"):
    """A small file that unpacks to a large one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped_file:
        zipped_file.writestr(name, data)
    return file.getvalue()


def claiming(text):
    """A page with this manifest alone."""
    return f'<p>1</p><script type="application/json" id="rrs-manifest">{text}</script>'.encode()


def written(pdf, **options):
    """A PDF as bytes."""
    file = io.BytesIO()
    pdf.save(file, **options)
    return file.getvalue()


def foreign_pdf():
    """A PDF of another program."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return written(pdf)


def many_attachments():
    """A PDF that carries more than any report."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for number in range(ATTACHED + 1):
        pdf.attachments[f"{number}.txt"] = b""
    return written(pdf)


def locked(*, user):
    """A PDF with a password."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return written(pdf, encryption=pikepdf.Encryption(owner="a", user=user))


OWN = '"file": "a.html", "parameters": {"language": "ru"}'
ODD = {
    "missing.pdf": (None, "is no file"),
    "notes.txt": (b"1", "manifest"),
    "no ending": (b"1", "manifest"),
    "empty.pdf": (b"", "damaged"),
    "empty.html": (b"", "manifest"),
    "empty.docx": (b"", "zip"),
    "empty.xlsx": (b"", "zip"),
    "text.pdf": (b"%PDF-1.7\n1", "damaged"),
    "bytes.html": (b"\xff\xfe\x00", "utf-8"),
    "foreign.pdf": (foreign_pdf, "manifest"),
    "foreign.html": (b"<p>1</p>", "manifest"),
    "foreign.docx": (zipped(b"<a/>"), "manifest"),
    "a page as.pdf": (b"<html></html>", "damaged"),
    "locked.pdf": (lambda: locked(user="b"), "encrypted"),
    "protected.pdf": (lambda: locked(user=""), "encrypted"),
    "attached.pdf": (many_attachments, "attachments"),
    "bomb.docx": (lambda: zipped(b"0" * 400_000_000), "more than a report has"),
    "no JSON.html": (claiming("{"), "malformed"),
    "a list.html": (claiming("[]"), "malformed"),
    "deep.html": (claiming("[" * 90_000), "malformed"),
    "long.html": (claiming(f'{{{OWN}, "a": "{"1" * 100_000}"}}'), "malformed"),
    "no file.html": (claiming('{"parameters": {"language": "ru"}}'), "malformed"),
    "elsewhere.html": (
        claiming('{"file": "../a.html", "parameters": {"language": 1}}'),
        "malformed",
    ),
    "a word for a list.html": (
        claiming(f'{{{OWN}, "request": {{"formats": "pdf"}}}}'),
        "malformed",
    ),
    "no request.html": (claiming(f'{{{OWN}, "request": 7}}'), "malformed"),
    "many.html": (
        claiming(f'{{{OWN}, "request": {{"languages": ["{"ru," * 99}"]}}}}'),
        "more than one",
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_judged_is_told(name, judged, tmp_path):
    """Damaged, foreign, malformed, encrypted and oversized files: a sentence, and code 3."""
    data, words = ODD[name]
    if data is not None:
        (tmp_path / name).write_bytes(data() if callable(data) else data)
    verdict = judged(tmp_path / name)

    assert (NOT_JUDGED, True) == (verdict.code, words in str(verdict)), str(verdict)
    assert str(verdict).startswith("Cannot be judged")


@pytest.mark.parametrize("form", ["pdf", "html", "docx", "xlsx"])
def test_a_file_that_was_cut_off_is_never_ours(form, report, judged, tmp_path):
    """Wherever it ends: damaged, or altered where a browser would still show it."""
    data = report[form].read_bytes()
    for part in (0.1, 0.9):
        (tmp_path / f"sent.{form}").write_bytes(data[: int(part * len(data))])
        verdict = judged(tmp_path / f"sent.{form}")

        assert NOT_JUDGED == verdict.code, str(verdict)


def test_a_directory_is_read_as_it_lies(report, judged, tmp_path):
    """One without files, with another directory, or with a link that leads elsewhere."""
    for name in ("empty", "nested", "linked"):
        (tmp_path / name).mkdir()
    (tmp_path / "empty" / ".hidden").write_bytes(b"1")
    (tmp_path / "nested" / "a").mkdir()
    (tmp_path / "linked" / "a.pdf").symlink_to(report["pdf"])
    os.mkfifo(tmp_path / "pipe.pdf")

    for name, words in (("empty", "without a file"), ("nested", "no file"), ("linked", "no file")):
        verdict = judged(tmp_path / name)
        assert (NOT_JUDGED, True) == (verdict.code, words in str(verdict)), str(verdict)
    assert NOT_JUDGED == judged(tmp_path / "pipe.pdf").code


HOSTILE = {
    "another country": ('"country": "TM"', '"country": "../../TM"'),
    "a country of no programme": ('"country": "TM"', '"country": "FR"'),
    "another language": ('"languages": ["ru"]', '"languages": ["../ru"]'),
    "a language of no programme": ('"languages": ["ru"]', '"languages": ["fr"]'),
    "another notebook": ('"notebook": "annual_report"', '"notebook": "../../tmp/x"'),
    "another year": ('"year": 2013', '"year": 2031'),
    "another engine": ('"engine": "embedded', '"engine": "Quarto'),
    "another format": ('"formats": ["', '"formats": ["../'),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_manifest_asks_for_nothing_but_a_report(what, report, tmp_path, capsys, monkeypatch):
    """What it names is checked like a request; nothing is written beside the file."""
    was, now = HOSTILE[what]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("PATH", os.devnull)
    page = report["html"].read_text(encoding="utf-8")
    assert was in page
    (tmp_path / "sent.html").write_text(page.replace(was, now), encoding="utf-8")
    code, told = verified(tmp_path / "sent.html", capsys)

    assert (NOT_JUDGED, True) == (code, "expected:" in told), told
    assert "Traceback" not in told
    assert ["sent.html", "temporary"] == sorted(one.name for one in tmp_path.iterdir())
    assert [] == list((tmp_path / "temporary").iterdir())


def test_what_is_needed_is_told(report, tmp_path, capsys):
    """Registers or parameters that are not there, a wrong option, no file at all."""
    for options in (["--registers=/nowhere"], ["--params=/nowhere"], [f"--params={tmp_path}"]):
        code, told = verified(report["html"], capsys, *options)
        assert (NOT_JUDGED, True) == (code, "to mend:" in told), told
    assert NOT_JUDGED == main(["verify", "--no-such-option"])
    assert NOT_JUDGED == verified("", capsys)[0]


def test_a_reader_has_bounds(report, judged, monkeypatch, tmp_path):
    """A file that takes too long is given up."""
    shutil.copyfile(report["pdf"], tmp_path / "sent.pdf")
    monkeypatch.setattr(comparison, "SECONDS", 0.01)

    assert "is not read after" in str(judged(tmp_path / "sent.pdf"))
