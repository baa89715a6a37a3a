"""The report: what a notebook needs to show a country and a period in one language."""
