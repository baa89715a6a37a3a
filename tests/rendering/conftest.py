"""The sample notebook, rendered once by each engine in each language."""

import pypdf
import pytest
from bs4 import BeautifulSoup

from reports.render.engine import Book
from reports.render.prepared import prepare
from reports.render.programs import installed
from reports.render.quarto_engine import choose_engine
from tests.sample_notebook import executed

ENGINES = ["embedded", *(["quarto"] if next(installed("quarto"), None) else [])]
"""The engines of this machine: no registry of CI's has Quarto's program."""

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1z"/></svg>'


def opened(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def seen(element):
    """The text of an element of a page, all its blanks one space."""
    return " ".join(element.get_text().split())


def render_sample(engine, language, directory, *formats, cells=()):
    """The files of the sample, with cells of one's own after its."""
    companions = {"rrs-logo": {"path": "pictures/logo.svg", "content": LOGO, "alt": "Mark “A” 🏛"}}
    book = Book(f"report-{language}", formats, companions)
    paths = engine.render(prepare(executed(language, *cells)), [book], directory)
    return dict(zip(formats, paths, strict=True))


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
    return opened(sample["html"])


@pytest.fixture(scope="session")
def pdf(sample):
    return pypdf.PdfReader(sample["pdf"])
