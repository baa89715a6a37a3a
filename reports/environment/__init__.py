"""The environment that reports are made in: what `reports/bootstrap.py` puts together.

Standard library only, in syntax that Python 3.6 can read: see `reports/bootstrap.py`.
"""
