"""Charts: the few kinds of picture that a report uses, in the brand's colours."""
