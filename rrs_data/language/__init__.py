"""Language: texts from the catalogues, numbers and dates by locale, and text as safe Markdown."""
