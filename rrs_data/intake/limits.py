"""Limits: how much of anything is taken in, so that no file can fill the memory or hang.

Together they keep a register below 1.5 GiB; 1,000 times the demonstration needs a third of that.
"""

MIB = 1 << 20

FILE_BYTES = 512 * MIB
"""Of one file. The largest register of 1.3 million people is 91 MiB."""

SOURCE_BYTES = 768 * MIB
"""Of all files of a source: their cells are in memory together."""

RECODED_BYTES = 128 * MIB
"""Of a file that is not UTF-8: it is in memory three times while it is converted."""

DESCRIPTOR_BYTES = 4 * MIB
"""Of ``datapackage.json``; the shipped one is 44 KiB."""

WORKBOOK_BYTES = 128 * MIB
"""Of a workbook as it lies on the disk; Excel itself is slow with half of that."""

UNPACKED_BYTES = 512 * MIB
"""Of all parts of a workbook, unpacked; a sheet of a million rows is about 300 MiB of XML."""

RATIO = 200
"""Unpacked to packed size of a workbook's part; sheets reach 10 to 50, a bomb about 1,000."""

RATIO_FROM = 4 * MIB
"""Parts below this size may have any ratio: they cannot do harm."""

MEMBERS = 5_000
"""Parts of a workbook; a workbook with 100 sheets and pictures has a few hundred."""

CELLS = 60_000_000
"""Cells of a register, empty ones too: each needs four bytes or more, even without text."""

SHEET_CELLS = 16_000_000
"""Cells from A1 to the last one with a value: the reader takes 32 bytes for each."""

SHEET_TEXT = 256 * MIB
"""Characters of a sheet's cells: one text may be used by a million cells."""

COLUMNS = 16_384
"""Columns of a register: as many as Excel has."""

ROWS = 1_048_576
"""Rows of a sheet: as many as Excel has."""

CELL_CHARACTERS = 131_072
"""Characters of a cell: four times what Excel allows; a longer one is an unclosed quote."""

HEADER_BYTES = 1 * MIB
"""Of the first row: room for 1,000 headers of 1,000 letters."""

ROW_BYTES = 8 * MIB
"""Of one row of a delimited file."""

UNCLOSED = 200
"""Quotes that are never closed, after each of which the next row is tried: each try may read on
for as long as a cell may be."""

LISTED = 1_000
"""Findings of one rule in one register that are listed; the rest are counted in one more."""

CONNECT_SECONDS = 10
"""To reach a server."""

SILENT_SECONDS = 30
"""Between two pieces of its answer."""

ANSWER_SECONDS = 600
"""For one whole file: 512 MiB at about 1 MiB a second."""
