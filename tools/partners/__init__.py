"""The workbooks that partners fill in, made from the schema; the package ships them as files."""
