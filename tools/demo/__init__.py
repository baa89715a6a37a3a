"""Generator of the demonstration registers: invented rows that reconcile with published figures.

The programme's own records are not public. ``python -m tools.demo`` writes registers of the
same shape, the same bytes on any machine and any supported Python.
"""

from tools.demo.writing import REGISTERS, write_registers

__all__ = ["REGISTERS", "write_registers"]
