"""How much one file may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; what goes over them is refused before it is unpacked or built in memory."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 400_000_000
    ratio: int = 200  # unpacked : packed of one archive entry over `ratio_from_bytes`; honest sheets stay under 50
    ratio_from_bytes: int = 5_000_000
    document_bytes: int = 40_000_000  # of a Word document's text part; its tree in memory is about ten times that
    string_bytes: int = 400_000_000  # of all text cells of a sheet together, shared strings counted at each use
    entries: int = 5_000
    sheets: int = 200
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 4_000_000
    cell_characters: int = 100_000
    pages: int = 1_000


STANDARD = Limits()
