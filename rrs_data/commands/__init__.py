"""Commands: ``python -m rrs_data check`` and the others, each in a module of its own."""
