"""``python -m reports``: make annual reports."""

from reports.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
