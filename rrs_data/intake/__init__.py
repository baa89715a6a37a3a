"""Intake: registers in any form that people keep them in become one checked set of typed tables."""
