"""``make workbooks``: write the workbooks for partners anew, after a change of the schema."""

from pathlib import Path

from rrs_data.intake.partners import LANGUAGES, shipped
from rrs_data.intake.schema import load_schema
from tools.partners.register_workbook import write_template


def main() -> None:
    """Write the workbook of each language where the package ships it from; print where."""
    for code in LANGUAGES:
        write_template(Path(shipped(code)), load_schema(), code)
        print(shipped(code))


if __name__ == "__main__":
    main()
