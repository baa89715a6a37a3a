"""Verification: what is said of a report that is whole, was saved anew, or was tampered with."""

import io
import json
import re
import zipfile

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from reports.archive import content
from reports.archive.content import ATTACHED, Unreadable, content_of, read
from reports.archive.verify import ALTERED, IDENTICAL, NOT_JUDGED, SAME_CONTENT, differences
from reports.pipeline.cli import main
from reports.project import Edition
from tests.made_reports import MadeReport

HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>77</w:t></w:r></w:p>"
FIELD = "<w:r><w:instrText>= 77</w:instrText></w:r></w:p>"


@pytest.fixture(scope="session")
def report(output_of_all):
    """A small report in all formats, by their endings."""
    made = MadeReport(Edition("TM", 2013), "ru", output_of_all)
    return {form: made.file(form) for form in ("pdf", "html", "docx", "xlsx")}


@pytest.fixture(scope="session")
def contents(report):
    """What each of its formats holds."""
    return {form: content_of(report[form]) for form in ("pdf", "html", "docx", "xlsx")}


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
    entitled: "the metadata, after",
    acting: "entries, after “/",
}


@pytest.mark.parametrize("forge", FORGED_PDF, ids=lambda one: one.__name__)
def test_a_forged_pdf_is_altered(forge, report, contents, tmp_path):
    """Whatever was done to a PDF is told with its place; what only looks otherwise is no figure."""
    with pikepdf.open(report["pdf"]) as pdf:
        forge(pdf)
        pdf.save(tmp_path / "sent.pdf")
    figures, others = differences(content_of(tmp_path / "sent.pdf"), contents["pdf"])

    assert FORGED_PDF[forge] in "\n".join([*figures, *others])
    assert bool(figures) == (forge in (remapped, carried_out, carried_in, carried_otherwise))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"linearize": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    ],
    ids=["as it is", "for the web", "unpacked"],
)
def test_a_pdf_that_was_saved_anew_is_the_same(options, report, contents, tmp_path):
    """Another program may number, order and pack the objects of a PDF as it likes."""
    with pikepdf.open(report["pdf"]) as pdf:
        pdf.save(tmp_path / "sent.pdf", **options)

    assert report["pdf"].read_bytes() != (tmp_path / "sent.pdf").read_bytes()
    assert ([], []) == differences(content_of(tmp_path / "sent.pdf"), contents["pdf"])


FORGED_PAGES = {
    "a figure": (">1<", ">7<", "was 7, now 1"),
    "a word": ("Туркменистан", "Таджикистан", "was Таджикистан"),
    "a style": ("</head>", "<style>a{display:none}</style></head>", "the cover, style differs"),
    "a script": ("</body>", "<script>1</script></body>", "script differs"),
    "an event": ("<body", '<body onload="1"', "the cover, elements differs"),
    "a second attribute": ("<body", '<body class="no" class=""', "the cover, elements differs"),
    "a comment": ("</body>", "<!--[if IE]>no<![endif]--></body>", "elements differs"),
    "a hash": ('"events": "', '"events": "0', "the manifest, after"),
}


@pytest.mark.parametrize(("was", "now", "told"), FORGED_PAGES.values(), ids=FORGED_PAGES)
def test_a_forged_page_is_altered(was, now, told, report, contents, tmp_path):
    """Text, styles, scripts and every element of a page count, with those that nobody sees."""
    text = report["html"].read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "sent.html").write_text(text.replace(was, now, 1), encoding="utf-8")
    figures, others = differences(content_of(tmp_path / "sent.html"), contents["html"])

    assert told in "\n".join([*figures, *others])
    assert bool(figures) == told.startswith("was 7")


FORGED_WORD = {
    "a figure": ("<w:t>1</w:t>", "<w:t>77</w:t>", "was 77., now 1."),
    "a hidden run": ("</w:p>", HIDDEN, "was 77, now nothing"),
    "a field": ("</w:p>", FIELD, "was = 77, now nothing"),
    "a style": ("<w:jc ", "<w:jc w:x='1' ", "elements differs"),
}


@pytest.mark.parametrize(("was", "now", "told"), FORGED_WORD.values(), ids=FORGED_WORD)
def test_a_forged_word_file_is_altered(was, now, told, report, contents, tmp_path):
    """Numbers in the text, in fields and in hidden runs are told; every other part counts."""
    packed(report["docx"], tmp_path / "sent.docx", lambda text: text.replace(was, now, 1))
    figures, others = differences(content_of(tmp_path / "sent.docx"), contents["docx"])

    assert told in "\n".join([*figures, *others])
    assert bool(figures) == told.startswith("was")


def test_a_forged_workbook_is_altered(report, contents, tmp_path):
    """A number in a cell is told with what stands before it."""
    forged = tmp_path / "sent.xlsx"
    packed(report["xlsx"], forged, lambda text: text.replace("<v>4</v>", "<v>77</v>", 1), "sheet1")
    figures, others = differences(content_of(forged), contents["xlsx"])

    assert "was 77, now 4" in "\n".join(figures), (figures, others)


def packed(source, target, change=str, part="word/document"):
    """A Word file or a workbook, packed again with another text."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()) if f"{part}.xml" in name else data)


def test_pages_and_word_files_that_were_saved_anew_are_the_same(report, contents, tmp_path):
    """Ends of lines, and how the parts of a Word file are packed, are no content."""
    lines = report["html"].read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "sent.html").write_bytes(lines)
    packed(report["docx"], tmp_path / "sent.docx")

    for form in ("html", "docx"):
        assert ([], []) == differences(content_of(tmp_path / f"sent.{form}"), contents[form])


def verified(path, capsys, *options):
    """The exit code of the command, and what it said."""
    capsys.readouterr()
    code = main(["verify", str(path), *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_whole_directory_is_identical(report, capsys):
    """All files of a report, made again, have the same bytes."""
    code, told = verified(report["pdf"].parent, capsys)

    assert (IDENTICAL, True) == (code, "Identical" in told), told


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
    assert "how it was made, after" in told


def test_what_was_published_is_identical(report, tmp_path, capsys):
    """A file with the hash of a publication is what was published, whatever is made now."""
    sums = (report["pdf"].parent / "SHA256SUMS").read_text(encoding="utf-8").split()
    publication = tmp_path / "published/TM/2013/2014-01-01.json"
    publication.parent.mkdir(parents=True)
    files = dict(zip(sums[1::2], sums[::2], strict=True))
    publication.write_text(json.dumps({"files": files}), encoding="utf-8")
    code, told = verified(report["pdf"], capsys, f"--published={tmp_path / 'published'}")

    assert (IDENTICAL, True) == (code, "2014-01-01" in told)


def unjudged(report, directory):
    """Files of which nothing can be said, by what is said of them."""
    pdf = report["pdf"].read_bytes()
    page = report["html"].read_text(encoding="utf-8")
    yield "missing.pdf", None, "is no file"
    yield "notes.txt", b"1", "does not say which report"
    yield "damaged.pdf", pdf[:2000], ""
    yield "foreign.html", b"<p>1</p>", "manifest"
    yield "malformed.html", page.replace('"parameters"', '"other"').encode(), "manifest"
    for name, was, now in (
        ("another country", '"country": "TM"', '"country": "../../TM"'),
        ("another language", '"languages": ["ru"]', '"languages": ["../ru"]'),
        ("another notebook", '"notebook": "annual_report"', '"notebook": "../../tmp/x"'),
    ):
        assert was in page
        yield f"{name}.html", page.replace(was, now).encode(), "expected:"
    yield "bomb.docx", zipped(b"0" * 400_000_000), "more than a report has"
    with pikepdf.open(report["pdf"]) as one:
        for number in range(ATTACHED):
            one.attachments[f"{number}.txt"] = b""
        one.save(directory / "made.pdf")
        yield "thousand.pdf", (directory / "made.pdf").read_bytes(), "attachments"
        one.save(directory / "made.pdf", encryption=pikepdf.Encryption(owner="a"))
        yield "encrypted.pdf", (directory / "made.pdf").read_bytes(), "encrypted"


def zipped(data):
    """A small file that unpacks to a large one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped_file:
        zipped_file.writestr("word/document.xml", data)
    return file.getvalue()


def test_what_cannot_be_judged_is_told(report, tmp_path, capsys):
    """Damaged, foreign, malformed, encrypted and oversized files: one sentence, and code 3."""
    for name, data, words in unjudged(report, tmp_path):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        code, told = verified(tmp_path / name, capsys)

        assert (NOT_JUDGED, True, False) == (code, words in told, "Traceback" in told), told
        assert "Cannot be judged" in told
    assert NOT_JUDGED == main(["verify", "--no-such-option"])


def test_a_reader_has_bounds(report, monkeypatch):
    """A file that takes its reader too long is given up."""
    monkeypatch.setattr(content, "SECONDS", 0.01)

    with pytest.raises(Unreadable, match="not read after"):
        read(report["pdf"])
