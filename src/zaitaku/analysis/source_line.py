"""A line of a paper with the place it came from: what `intake` reads and `check` searches."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a text file, paragraph of a document or cell of a sheet, in reading order.

    `location` is how the reader of the file names the place to a person: 12行目, p.3 5行目, シート「表1」!B7."""

    location: str
    text: str
