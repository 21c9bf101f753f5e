"""Twice of forms, of what they ask, of their senders and months, and of what came in."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.doubling.rows import again, year_before
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.models import Breakdown, Catchment, Element, Form, Query, Return


def double_returns(offices: Mapping[int, Organisation]) -> None:
    for form in list(Form.objects.all()):
        _double_asked(form)
        _double_months(form)
        _double_offices(form, offices)
        _another_form(form)
    for one in list(Catchment.objects.all()):
        again(one, as_of=year_before(one.as_of))
        again(one, organisation=offices[one.organisation_id])


def _double_asked(form: Form) -> None:
    """More items with wordings, breakdowns with parts, and rules, in the same form."""
    items = {}
    for one in list(form.elements.filter(parent=None)):
        items[one.pk] = again(one, code=one.code + "y", position=one.position + 500)
    for breakdown in list(form.breakdowns.all()):
        _double_breakdown(breakdown, items)
    for rule in list(form.rules.all()):
        copy = again(rule, position=rule.position + 50)
        copy.others.set(rule.others.all())


def _double_breakdown(breakdown: Breakdown, items: Mapping[int, Element]) -> None:
    """Of its options too; what it splits is split by the second one as well, and so are the second items by it."""
    copy = again(breakdown, code=breakdown.code + "y", position=breakdown.position + 50)
    for option in list(breakdown.options.all()):
        second = again(option, breakdown=copy)
        again(option, code=option.code + "y", position=option.position + 50)
        for part in list(option.elements.all()):
            again(part, breakdown=copy, option=second, code=part.code + "b", position=part.position + 50)
            again(part, parent=items[part.parent_id], code=part.code + "p", position=part.position + 500)


def _double_months(form: Form) -> None:
    """The same sheets a year earlier; and of each sheet more steps, files and threads."""
    for sheet in list(form.returns.all()):
        for kind in (sheet.steps, sheet.uploads):
            for one in list(kind.all()):
                again(one)
        for query in list(sheet.queries.all()):
            _double_thread(query, again(query))
            _double_thread(query, query)
    for month in list(form.rounds.all()):
        earlier = _earlier(month)
        copy = again(month, **earlier, due_on=earlier["end"] + (month.due_on - month.end))
        for sheet in list(month.sheets.all()):
            _another_sheet(sheet, round=copy, **earlier)


def _earlier(one: Any) -> dict[str, Any]:
    start = year_before(one.start)
    return {"start": start, "end": start + (one.end - one.start)}


def _double_offices(form: Form, offices: Mapping[int, Organisation]) -> None:
    for sender in list(form.senders.all()):
        again(sender, organisation=offices[sender.organisation_id])
    for sheet in list(form.returns.all()):
        _another_sheet(sheet, organisation=offices[sheet.organisation_id])


def _another_sheet(sheet: Return, *, elements: Mapping[int, Element] | None = None, **changes: Any) -> None:
    """With its values, steps, files and threads."""
    sent = again(sheet, **changes)
    for row in list(sheet.values.filter(superseded_at=None)):
        again(row, sheet=sent, **({"element": elements[row.element_id]} if elements else {}))
    for kind in (sheet.steps, sheet.uploads):
        for one in list(kind.all()):
            again(one, sheet=sent)
    for query in list(sheet.queries.all()):
        _double_thread(query, again(query, sheet=sent, **({"element": None} if elements else {})))


def _double_thread(query: Query, to: Query) -> None:
    for message in list(query.messages.all()):
        again(message, query=to)


def _another_form(form: Form) -> None:
    """With items, senders and months; its items are not split."""
    copy = again(form, code=form.code + "x")
    elements = {one.pk: again(one, form=copy, parent=None, breakdown=None, option=None) for one in form.elements.all()}
    for sender in list(form.senders.all()):
        again(sender, form=copy)
    months = {month.pk: again(month, form=copy) for month in list(form.rounds.all())}
    for sheet in list(form.returns.all()):
        _another_sheet(sheet, elements=elements, form=copy, round=months.get(sheet.round_id))
