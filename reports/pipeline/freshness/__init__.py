"""Freshness: which reports are as they would be made again, and what changed for the others.

What a report is made from is told by content: no file's time counts. Nothing here may import
pandas or an engine before something has to be made: a run that makes nothing takes no second.
"""
