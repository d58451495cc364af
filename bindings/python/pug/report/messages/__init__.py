"""Every word that the report itself says, Indonesian and English side by side."""

from __future__ import annotations

from typing import Final

from pug.report.messages.method import METHOD
from pug.report.messages.page import PAGE

LANGUAGES: Final = ("id", "en")

# What is scored: Indonesian, English singular and plural. The name of the column with the units picks one.
UNITS: Final = {
    "unit": ("unit", "unit", "units"),
    "organisasi": ("organisasi", "organisation", "organisations"),
    "lembaga": ("lembaga", "institution", "institutions"),
    "daerah": ("daerah", "region", "regions"),
    "kabupaten": ("kabupaten", "district", "districts"),
    "provinsi": ("provinsi", "province", "provinces"),
    "desa": ("desa", "village", "villages"),
    "negara": ("negara", "country", "countries"),
}
# What else is counted.
NOUNS: Final = UNITS | {
    "indikator": ("indikator", "indicator", "indicators"),
    "syarat": ("syarat wajib", "mandatory criterion", "mandatory criteria"),
    "pertanyaan": ("pertanyaan", "question", "questions"),
    "perubahan": ("perubahan", "change", "changes"),
    "hari": ("hari kerja", "working day", "working days"),
}
UNIT_SYNONYMS: Final = {
    "organisation": "organisasi",
    "organization": "organisasi",
    "institution": "lembaga",
    "region": "daerah",
    "district": "kabupaten",
    "province": "provinsi",
    "village": "desa",
    "country": "negara",
}

# By name: Indonesian, English. What stands in braces is filled in.
MESSAGES: Final[dict[str, tuple[str, str]]] = PAGE | METHOD
