"""RRS data: registers in, achievements out, and the elements that notebooks show them with.

What stands here is imported when it is first asked for: whoever needs the programme's parameters
alone, as a run that finds every report unchanged, does not wait for pandas and matplotlib.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrs_data.indicators.achievements import Achievement, Achievements
    from rrs_data.indicators.sheets import load_indicators
    from rrs_data.intake.registers import load_registers
    from rrs_data.programme.faults import Fault, FaultsError
    from rrs_data.programme.programme import REGION, Period, load_programme
    from rrs_data.programme.published import load_published
    from rrs_data.report.elements import Chart, Cover, Record, Table, Text, section, show
    from rrs_data.report.report import Report, open_report

__all__ = [
    "REGION",
    "Achievement",
    "Achievements",
    "Chart",
    "Cover",
    "Fault",
    "FaultsError",
    "Period",
    "Record",
    "Report",
    "Table",
    "Text",
    "load_indicators",
    "load_programme",
    "load_published",
    "load_registers",
    "open_report",
    "section",
    "show",
]

_MODULES = {
    "indicators.achievements": ("Achievement", "Achievements"),
    "indicators.sheets": ("load_indicators",),
    "intake.registers": ("load_registers",),
    "programme.faults": ("Fault", "FaultsError"),
    "programme.programme": ("REGION", "Period", "load_programme"),
    "programme.published": ("load_published",),
    "report.elements": ("Chart", "Cover", "Record", "Table", "Text", "section", "show"),
    "report.report": ("Report", "open_report"),
}


def __getattr__(name: str) -> Any:
    """A public name, from its module."""
    for module, names in _MODULES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return __all__
