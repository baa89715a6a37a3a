"""Reasons: why a source or a file could not be taken in, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from rrs_data.intake import limits


@dataclass(frozen=True)
class Reason:
    """A reason as the findings tell it; fields such as ``{kind}`` are filled in."""

    en: str
    ru: str

    def details(self, **values: object) -> dict[str, object]:
        """The details of a finding whose rule has ``{reason_en}`` and ``{reason_ru}``."""
        return {"reason_en": self.en.format(**values), "reason_ru": self.ru.format(**values)}


@dataclass(frozen=True)
class Most:
    """How much of something is allowed, in words."""

    en: str
    ru: str

    @classmethod
    def mib(cls, size: int) -> Most:
        """A size in bytes."""
        return cls(f"{size // limits.MIB} MiB", f"{size // limits.MIB} МиБ")

    def details(self) -> dict[str, object]:
        """The details of a finding whose rule has ``{most_en}`` and ``{most_ru}``."""
        return {"most_en": self.en, "most_ru": self.ru}


NO_FILE = Reason(
    "no regular file, but a directory, a pipe or a device",
    "не обычный файл, а папка, канал или устройство",
)
NO_ACCESS = Reason("a file that may not be read", "файл, который нельзя прочитать: нет доступа")
READ_ERROR = Reason("a file that could not be read ({kind})", "файл не удалось прочитать ({kind})")
EMPTY = Reason("an empty file", "пустой файл")
NO_TEXT = Reason(
    "no text: neither UTF-8 nor Windows-1251",
    "не текст: ни UTF-8, ни Windows-1251",
)
OTHER_CONTENT = Reason(
    "a file whose name says {name} and whose content is {content}",
    "файл, который назван как {name}, а содержит {content}",
)
OLD_FORMAT = Reason(
    "a format that is not read ({suffix})", "формат, который не читается ({suffix})"
)
ENCRYPTED = Reason("a workbook with a password", "книга с паролем")
NO_WORKBOOK = Reason(
    "a damaged workbook, or none ({kind})", "повреждённая книга или вовсе не книга ({kind})"
)
DOCTYPE = Reason(
    "a workbook that declares XML entities ({part}), as no spreadsheet does",
    "книга с объявлением сущностей XML ({part}), каких таблицы не пишут",
)
NO_SHEET = Reason("a workbook without a sheet to read", "книга, в которой нечего читать")
NO_PARQUET = Reason("a damaged Parquet file ({kind})", "повреждённый файл Parquet ({kind})")
NESTED = Reason(
    "a column of the type {type}, which holds no plain values: {column}",
    "столбец типа {type}, в котором не простые значения: {column}",
)
UNCLOSED = Reason(
    "more than {times} quotation marks that are never closed; rows from {first} on were not read",
    "незакрытых кавычек больше {times}; строки начиная с {first} не читались",
)
LONG_ROW = Reason("a row that has no end", "строка, у которой нет конца")
LONG_HEADER = Reason("a first row that has no end", "первая строка, у которой нет конца")
LARGE = Reason("a file of {size} MiB", "файл размером {size} МиБ")
LARGE_TOGETHER = Reason(
    "a file with which all files are more than can be read together",
    "файл, с которым все файлы вместе слишком велики",
)
MANY_CELLS = Reason("{cells} cells", "ячеек: {cells}")
FAR_CELL = Reason("cells as far as {cell}", "ячейки вплоть до {cell}")
MANY_COLUMNS = Reason("{columns} columns", "столбцов: {columns}")
MANY_PARTS = Reason("a workbook of {parts} parts", "книга из {parts} частей")
BOMB = Reason(
    "a part that unpacks to {ratio} times its size ({part})",
    "часть, которая при распаковке больше в {ratio} раз ({part})",
)
UNPACKED = Reason(
    "a workbook that unpacks to more than that", "книга, которая при распаковке больше этого"
)
MUCH_TEXT = Reason("a sheet with more text than that", "лист, в котором текста больше этого")

NO_JSON = Reason("a file that is no JSON object", "файл, в котором нет объекта JSON")
LARGE_JSON = Reason("a file larger than {size} MiB", "файл больше {size} МиБ")

ADDRESS_KIND = Reason(
    "an address of a kind that is not read ({scheme}://)",
    "адрес такого вида не читается ({scheme}://)",
)
ADDRESS_CHAINED = Reason("several addresses in one (::)", "несколько адресов в одном (::)")
ADDRESS_BROKEN = Reason(
    "an address that cannot be understood", "адрес, который не удаётся разобрать"
)
ADDRESS_REFUSED = Reason("an address to which access was refused", "адрес, к которому нет доступа")
ADDRESS_SILENT = Reason(
    "an address that did not answer within {seconds} seconds",
    "адрес не ответил за {seconds} с",
)
ADDRESS_FAILED = Reason(
    "an address that could not be read ({kind})", "адрес не удалось прочитать ({kind})"
)
DRIVER_MISSING = Reason(
    "a database whose driver is not installed ({driver})",
    "база данных, драйвер которой не установлен ({driver})",
)
DATABASE_FAILED = Reason(
    "a database that could not be read ({kind})", "базу данных не удалось прочитать ({kind})"
)
