"""The pipeline: from a request to reports in their places."""
