"""Watching: what is saved makes the page anew, and the browser loads it again."""

import threading
from dataclasses import replace
from unittest import mock
from urllib.error import HTTPError
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import pytest

from tests.driver import request_of
from tests.small_notebooks import all_parameters, write_notebook
from tools import watch


def test_what_is_saved_makes_the_page_anew(tmp_path, capsys):
    """Until Ctrl-C; the page that is shown loads itself again, the file is the report as it is."""
    notebook = write_notebook(tmp_path / "nb", all_parameters())
    none = tmp_path / "none"
    request = replace(request_of(notebook, tmp_path / "out", ["en"]), params=none, registers=none)
    page, seen = tmp_path / "out/KG/2014/rrs-KG-2014-en.html", []
    ended = threading.Event()

    def save_until_it_is_seen():
        while not ended.wait(0.3):  # the watching begins some time after the page is made
            write_notebook(notebook, all_parameters())

    def make():
        if seen:
            raise KeyboardInterrupt
        seen.append("made")
        page.parent.mkdir(parents=True)
        page.write_text("<body>A page</body>", encoding="utf-8")
        threading.Thread(target=save_until_it_is_seen, daemon=True).start()

    def show(_request, port):
        address = f"http://127.0.0.1:{port}/{page.relative_to(tmp_path / 'out').as_posix()}"
        asked = HttpRequest(address, method="HEAD")
        assert "GMT" in str(urlopen(asked).headers["Last-Modified"])  # noqa: S310
        seen.append(urlopen(address).read().decode())
        with pytest.raises(HTTPError):
            urlopen(f"http://127.0.0.1:{port}/../nb/annual_report.ipynb")

    with mock.patch.multiple(
        watch, checked=lambda _: request, _make=make, _show=show, ROOT=tmp_path
    ):
        assert 0 == watch.main()
    ended.set()
    assert ["made", True] == [seen[0], "location.reload()" in seen[1]]
    assert "Saved: annual_report.ipynb\n\nNo longer watched" in capsys.readouterr().out
    assert "script" not in page.read_text(encoding="utf-8")
