"""Watching: a report's page is made anew when something that it is made from is saved.

Each time a fresh process makes it, as ``make report`` does, so that changed code counts too and
nothing is kept by mistake. A small server shows the pages with a few lines that load a page again
once its file has changed; the file itself never has them.
"""

import os
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import DefaultFilter, watch

from reports.pipeline.request import Request, checked
from reports.project import ROOT
from rrs_data.programme.faults import FaultsError
from rrs_data.programme.programme import refusal

ADDRESS = ("127.0.0.1", 8014)
"""Where pages are shown: to this machine alone, and where the browser finds them the next time."""

RELOAD = b"""<script>
let made = null;
setInterval(async () => {
  const page = await fetch(location.pathname, { method: "HEAD" }).catch(() => null);
  if (!page) return;
  const now = page.ok ? page.headers.get("Last-Modified") : "not made";
  if (made && now !== made) location.reload();
  made = now;
}, 500);
</script>
</body>"""

NOT_MADE = (
    b"<!DOCTYPE html><title>Not made yet</title><p>Not made yet: the terminal says why.</body>"
)


class PageServer(SimpleHTTPRequestHandler):
    """Shows an output directory; its pages load themselves again."""

    def do_GET(self) -> None:
        """Answer with a file, or with a page and the lines that load it again."""
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html":
            super().do_GET()
            return
        page = path.read_bytes() if path.is_file() else NOT_MADE
        content = page.replace(b"</body>", RELOAD)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the terminal belongs to what is made."""


def watch_report(given: Mapping[str, str]) -> int:
    """Make a report as HTML, show it, and make it anew until Ctrl-C. Raises FaultsError."""
    options = {**given, "format": "html"}
    request = checked(options)
    if request.address:
        mend = "watch a directory: leave OUTPUT= out"
        raise FaultsError([refusal("OUTPUT", options["output"], "a directory", mend)])
    aside = [*DefaultFilter.ignore_dirs, ".ipynb_checkpoints"]
    counts = DefaultFilter(ignore_dirs=aside, ignore_paths=[request.output])
    with _server(request.output) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            _make(options)
            _show(request, server.server_port)
            for changes in watch(*_watched(request), watch_filter=counts):
                names = sorted({Path(path).name for _, path in changes})
                print(f"\nSaved: {', '.join(names)}", flush=True)
                _make(options)
        except KeyboardInterrupt:
            print("\nNo longer watched; the report is as it was made last.")
        server.shutdown()
    return 0


def _make(options: Mapping[str, str]) -> None:
    """Make the report as a command of its own, which says all that is to be said."""
    handed_on = {f"RRS_{name.upper()}": value for name, value in options.items() if value}
    paths = filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | handed_on | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen([sys.executable, "-m", "reports", "report"], env=environment) as made:
        try:
            made.wait()
        except KeyboardInterrupt:
            made.terminate()  # it takes the first signal alone, and cleans up
            made.wait()
            raise


def _show(request: Request, port: int) -> None:
    edition = request.editions[0]
    page = edition.directory / f"{edition.stem(request.languages[0])}.html"
    address = f"http://{ADDRESS[0]}:{port}/{page.as_posix()}"
    print(f"\nShown at {address}; it follows what is saved until Ctrl-C.", flush=True)
    if sys.stdout.isatty():
        webbrowser.open(address)


def _server(output: Path) -> ThreadingHTTPServer:
    handler = partial(PageServer, directory=str(output))
    try:
        return ThreadingHTTPServer(ADDRESS, handler)
    except OSError:  # another one is watched
        return ThreadingHTTPServer((ADDRESS[0], 0), handler)


def _watched(request: Request) -> list[Path]:
    """What a report is made from, as directories: editors put a new file in an old one's place."""
    code = [ROOT / "rrs_data", ROOT / "reports"]
    paths = [request.notebooks, request.params_directory, request.published, *code]
    if "://" not in str(request.source):
        source = Path(request.source)
        paths.append(source if source.is_dir() else source.parent)
    return [path for path in paths if path.is_dir()]
