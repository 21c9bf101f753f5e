"""Two at one entry: what the second one typed is kept, beside what the first one left."""

from collections.abc import Callable
from typing import Any

from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused
from zaitaku.core.records.views import as_it_stands
from zaitaku.programme.facilities.forms.entry import EntryForm
from zaitaku.programme.facilities.models import Group
from zaitaku.programme.facilities.queries.compare import lines_now


def refused_with(form: EntryForm, refused: RecordRefused, found: Callable[[], Group]) -> dict[str, Any]:
    """For the page: the entry as `found` now, where it was changed meanwhile; sending the form again has seen that."""
    if isinstance(refused, ChangedMeanwhile):
        return {"now": lines_now(as_it_stands(form, found(), refused))}
    form.add_error(None, str(refused))
    return {}
