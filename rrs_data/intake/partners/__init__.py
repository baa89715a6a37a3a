"""Partners: workbooks that they fill in, and the import of registers as they keep them.

``register_workbook`` writes the workbooks; ``importing`` cleans what comes back, with a log.
"""
