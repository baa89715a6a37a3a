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
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import DefaultFilter, watch

from reports.pipeline.request import Request, checked
from reports.project import ROOT
from rrs_data.programme.faults import FaultsError

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


def main() -> int:
    """Make a report as HTML, show it, and make it anew until Ctrl-C; 2 if it is none to be made."""
    given = {name.removeprefix("RRS_").lower(): value for name, value in os.environ.items()}
    try:
        request = checked({"country": "", "year": "", **given})
    except FaultsError as error:
        print(f"Nothing was watched.\n\n{error}", file=sys.stderr)
        return 2
    aside = [*DefaultFilter.ignore_dirs, ".ipynb_checkpoints"]
    counts = DefaultFilter(ignore_dirs=aside, ignore_paths=[request.output])
    with _server(request.output) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            _make()
            _show(request, server.server_port)
            for changes in watch(*_watched(request), watch_filter=counts):
                names = sorted({Path(path).name for _, path in changes})
                print(f"\nSaved: {', '.join(names)}", flush=True)
                _make()
        except KeyboardInterrupt:
            print("\nNo longer watched; the report is as it was made last.")
        server.shutdown()
    return 0


def _make() -> None:
    """Make the report as a command of its own, which says all that is to be said."""
    command = [sys.executable, "-m", "reports", "report"]
    with subprocess.Popen(command, env=os.environ | {"RRS_FORMAT": "html"}, cwd=ROOT) as made:
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
    paths = [request.notebooks, request.params, request.published, *code]
    if "://" not in str(request.registers):
        source = Path(request.registers)
        paths.append(source if source.is_dir() else source.parent)
    return [path for path in paths if path.is_dir()]


if __name__ == "__main__":
    raise SystemExit(main())
