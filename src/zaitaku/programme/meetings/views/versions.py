"""Two people at one row: what the second one typed is kept, beside what the first one saved."""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model

from zaitaku.core.records.actions import RecordRefused

Row = TypeVar("Row", bound=Model)


def as_it_stands(form: forms.Form, row: Row, refused: RecordRefused) -> Row:
    """The row as it is now, with its `version`; the form says why it was refused, and saving it again has seen that."""
    now = type(row)._default_manager.get(pk=row.pk)
    typed: Any = form.data
    form.data = typed = typed.copy()
    typed["seen"] = str(now.version)  # type: ignore[attr-defined]  # every row that is changed so has one
    form.add_error(None, str(refused))
    return now
