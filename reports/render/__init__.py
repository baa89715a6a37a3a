"""Rendering: an executed notebook becomes PDF, HTML and Word, with either engine."""
