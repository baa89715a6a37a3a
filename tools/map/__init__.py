"""The map's outlines of all countries, made from Natural Earth's; not run with the project."""
