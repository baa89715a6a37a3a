"""The sample notebook, rendered once by each engine in each language."""

import pypdf
import pytest
from bs4 import BeautifulSoup

from reports.render.engine import PageSource
from reports.render.prepared import prepare
from reports.render.programs import installed
from reports.render.quarto_engine import choose_engine
from tests.sample_notebook import executed

ENGINES = ["embedded", *(["quarto"] if next(installed("quarto"), None) else [])]
"""The engines of this machine: no registry of CI's has Quarto's program."""


LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1z"/></svg>'


class HtmlPage:
    """The elements and the text of a page."""

    def __init__(self, source):
        page = BeautifulSoup(source, "html.parser")
        self.source = source
        self.elements = [(one.name, one.attrs) for one in page(True)]
        self.text = " ".join(page.get_text().split())

    def attributes(self, tag, name):
        return [attributes.get(name) for one, attributes in self.elements if one == tag]


def render_sample(engine, language, directory, *formats, cells=()):
    """The files of the sample, with cells of one's own after its."""
    companions = {"rrs-logo": {"path": "pictures/logo.svg", "content": LOGO, "alt": "Mark “A”"}}
    document = prepare(executed(language, *cells))
    return engine.render(PageSource(document, f"report-{language}", directory, companions), formats)


@pytest.fixture(scope="session", params=["ru", "en"])
def language(request):
    return str(request.param)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request):
    return choose_engine(request.param)[0]


@pytest.fixture(scope="session")
def sample(engine, language, tmp_path_factory):
    """The files of the sample in a language, by one of the engines."""
    return render_sample(engine, language, tmp_path_factory.mktemp("rendered"), "pdf", "html")


@pytest.fixture(scope="session")
def page(sample):
    return HtmlPage(sample["html"].read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def pdf(sample):
    return pypdf.PdfReader(sample["pdf"])
