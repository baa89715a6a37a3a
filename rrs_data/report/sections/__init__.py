"""Sections: what the report says, one module for each subject.

Every function takes the report and returns an element of the page, or None where there is nothing
to say: a country with little gets no empty tables, charts or sentences about zero things, and a
programme without an indicator for a role gets nothing that would need it.
"""
