"""Two at one entry: what the second one typed is kept, beside what the first one left."""

from collections.abc import Callable
from typing import Any

from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused
from zaitaku.programme.facilities.forms.entry import EntryForm
from zaitaku.programme.facilities.models import Group
from zaitaku.programme.facilities.queries.compare import as_it_stands


def refused_with(form: EntryForm, refused: RecordRefused, found: Callable[[], Group]) -> dict[str, Any]:
    """For the page: the entry as `found` now, where it was changed meanwhile; sending the form again has seen that."""
    form.add_error(None, str(refused))
    if not isinstance(refused, ChangedMeanwhile):
        return {}
    group = found()
    form.has_seen(group.version)
    return {"now": as_it_stands(group)}
