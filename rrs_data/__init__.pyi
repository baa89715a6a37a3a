from .indicators.achievements import Achievement, Achievements
from .indicators.sheets import load_indicators
from .intake.registers import load_registers
from .programme.faults import Fault, FaultsError
from .programme.loading import load_programme
from .programme.programme import REGION
from .report.desk import open_report, section, sentence, show
from .report.elements import Chart, Table, Text
from .report.report import Report
from .report.sections.charting import bars, listing

__all__ = [
    "REGION",
    "Achievement",
    "Achievements",
    "Chart",
    "Fault",
    "FaultsError",
    "Report",
    "Table",
    "Text",
    "bars",
    "listing",
    "load_indicators",
    "load_programme",
    "load_registers",
    "open_report",
    "section",
    "sentence",
    "show",
]
