"""The archive: what a report was made from, whether it still is, and what was published."""
