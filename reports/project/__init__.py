"""The project: where its files lie, what a report is called, and which failures all rooms know."""
