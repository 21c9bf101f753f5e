"""Forms, sheets, rounds and values as pages list them."""

from zaitaku.programme.returns.queries.sheets import (
    areas_and_above,
    current_values,
    forms_reached,
    history,
    latest_year,
    listed_forms,
    sheets_of,
    sheets_reached,
)

__all__ = [
    "areas_and_above",
    "current_values",
    "forms_reached",
    "history",
    "latest_year",
    "listed_forms",
    "sheets_of",
    "sheets_reached",
]
