"""A rule tried against sheets that were sent before, without asking anybody anything."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from zaitaku.analysis.return_rules import Answered
from zaitaku.programme.returns.choices import COUNTED
from zaitaku.programme.returns.models import Form, Return, Value
from zaitaku.programme.returns.queries.asked import asked_in
from zaitaku.programme.returns.queries.checking import FormCheck, answers_of, held
from zaitaku.programme.returns.queries.months import months_of


@dataclass(frozen=True, slots=True)
class Trial:
    """`looked_at`: sheets that were held against the rule; `found`: those in which it would not have held, and why."""

    looked_at: int
    found: list[tuple[Return, str]]


def trial(form: Form, check: FormCheck, *, since: date) -> Trial:
    """Of the sheets that end after `since`, the newest first, as if the rule had held then. Six queries."""
    items = asked_in(form, None)
    codes = {check.check.element, *check.check.others}
    elements = [item.element.pk for item in items if item.element.code in codes]
    sheets = form.returns.filter(status__in=COUNTED, end__gt=since).select_related("organisation")
    rows: dict[int, list[Value]] = defaultdict(list)
    for row in Value.objects.filter(sheet__in=sheets.order_by(), element__in=elements, superseded_at=None):
        rows[row.sheet_id].append(row)
    answers: dict[int, dict[int, Answered]] = {pk: answers_of(values) for pk, values in rows.items()}
    months = months_of(form, [item.element.pk for item in items if item.element.code == check.check.element])
    looked_at = [sheet for sheet in sheets.order_by("-end", "organisation__code") if sheet.pk in answers]
    found = [(one, said.text) for one in looked_at for said in held(one, items, [check], answers[one.pk], months)]
    return Trial(len(looked_at), found)
