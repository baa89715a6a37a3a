"""Tools that make what the project ships: the demonstration registers."""
