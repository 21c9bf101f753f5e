"""Guidelines and notices with who opened them, the casebook, videos."""

from zaitaku.programme.library.models.casebook import Case, CaseTexts, ConsentStep, Edition, EditionPart, Tick
from zaitaku.programme.library.models.documents import (
    Addressee,
    Document,
    Opening,
    Sending,
    Sharing,
    Tag,
    Version,
)
from zaitaku.programme.library.models.videos import Video, ViewCount

__all__ = [
    "Addressee",
    "Case",
    "CaseTexts",
    "ConsentStep",
    "Document",
    "Edition",
    "EditionPart",
    "Opening",
    "Sending",
    "Sharing",
    "Tag",
    "Tick",
    "Version",
    "Video",
    "ViewCount",
]
