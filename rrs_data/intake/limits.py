"""Limits: how much of anything is taken in, so that no file can fill the memory or hang.

Together they keep a register below 1.5 GiB; 1,000 times the demonstration needs a third of that.
"""

MIB = 1 << 20

FILE_BYTES = 512 * MIB  # one file; the largest register of 1.3 million people is 91 MiB
SOURCE_BYTES = 768 * MIB  # all files of a source: their cells are in memory together
RECODED_BYTES = 128 * MIB  # a file that is not UTF-8: it is there three times while it is converted
DESCRIPTOR_BYTES = 4 * MIB  # ``datapackage.json``; the shipped one is 44 KiB
UNPACKED_BYTES = 512 * MIB  # a workbook's parts; a sheet of a million rows is about 300 MiB
RATIO = 200  # unpacked to packed size of a part; sheets reach 10 to 50, a bomb about 1,000
RATIO_FROM = 4 * MIB  # parts below this size may have any ratio: they cannot do harm
MEMBERS = 5_000  # parts; a workbook with 100 sheets and pictures has a few hundred
SHEET_CELLS = 16_000_000  # from A1 to the last one with a value: the reader takes 32 bytes for each
SHEET_TEXT = 256 * MIB  # characters of a sheet's cells: a million cells may use one text
COLUMNS = 16_384  # as many as Excel has
CELLS = 60_000_000  # of a register, empty ones too: each needs four bytes or more
CELL_CHARACTERS = 131_072  # four times what Excel allows; a longer cell is an unclosed quote
LISTED = 1_000  # findings of one rule in one register; the rest are counted in one more
CONNECT_SECONDS = 10  # to reach a server
SILENT_SECONDS = 30  # between two parts of its answer
ANSWER_SECONDS = 600  # for one whole file: 512 MiB at about 1 MiB a second
