"""Partners: workbooks that they fill in, and the import of registers as they keep them."""
