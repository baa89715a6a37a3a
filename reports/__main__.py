"""``python -m reports``: make annual reports."""

from reports.pipeline.cli import main
from reports.pipeline.stopping import ignore

if __name__ == "__main__":
    code = main()
    ignore()  # all is done and reported: a signal that comes now has nothing to end
    raise SystemExit(code)
