"""The reports: the pipeline from a request to rendered files, and the Quarto project it renders."""
