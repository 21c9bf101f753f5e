"""Errors told without the people they are about: neither values of rows, nor addresses, nor private links."""

import re

ADDRESS = re.compile(r"[^\s<>(),;:\"']+@[^\s<>(),;:\"']+")
_PRIVATE_LINK = re.compile(r"/[\w=-]{20,}(?=[/?\s]|$)")
# After these words PostgreSQL repeats the values of the row, over as many lines as the values have.
_VALUES = re.compile(
    r"^(?:DETAIL|CONTEXT):.*?(?=^(?:The above exception was the direct|During handling of the above) |\Z)",
    re.MULTILINE | re.DOTALL,
)


def without_addresses(text: str) -> str:
    return ADDRESS.sub("…@…", text)


def without_people(text: str) -> str:
    """A message or a whole traceback, for a log that others than those in charge of the people read."""
    return without_addresses(_PRIVATE_LINK.sub("/…", _VALUES.sub("DETAIL: …\n\n", text))).rstrip("\n")
