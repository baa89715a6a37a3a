"""``python -m reports``: make annual reports."""

from reports.pipeline.cli import main
from reports.pipeline.interrupt import ignore

if __name__ == "__main__":
    code = main()
    ignore()  # all is done and told: a signal that comes now has nothing to end
    raise SystemExit(code)
