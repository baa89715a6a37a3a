"""The workbooks that partners fill in, made from what describes a programme's registers."""
