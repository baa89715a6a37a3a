"""Sections: the parts of the report, one module for each subject.

Every function takes the report and returns a part, or None where there is nothing to tell: a
country with little or nothing gets no empty tables, charts or sentences about zero things.
"""
