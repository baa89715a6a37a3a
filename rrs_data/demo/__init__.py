"""Generator of the demonstration registers: invented rows that reconcile with published figures.

The programme's own records are not public. ``python -m rrs_data.demo`` writes registers of the
same shape, the same bytes on any machine and any supported Python.
"""

from rrs_data.demo.writing import REGISTERS, write_registers

__all__ = ["REGISTERS", "write_registers"]
