"""RRS data: registers in, achievements out, and the parts that notebooks show them with."""

from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.registers import load_registers
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import REGION, load_programme
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
