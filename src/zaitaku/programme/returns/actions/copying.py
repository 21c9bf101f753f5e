"""A form like another: as it is asked in one month, under a new code."""

from datetime import date

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.actions.asking import save_form
from zaitaku.programme.returns.models import Element, Form, Option, Rule, Sender
from zaitaku.programme.returns.queries.asked import asked_in, in_spell


@transaction.atomic
def copy_form(*, form: Form, code: str, title: str, start: date, with_senders: bool, by: Person) -> Form:
    """Questions, breakdowns and rules that count for the sheets that begin on `start`, in the words of that time, and,
    if wished, those who send it then. Raises FormRefused where the code is taken."""
    made = Form.objects.get(pk=form.pk)
    made.pk, made.code, made.title, made.version, made.closed_on = None, code, title, 0, None
    made._state.adding = True
    save_form(made)
    options = _copy_breakdowns(form, made, start)
    elements: dict[int, Element] = {}
    for item in asked_in(form, start):
        one = Element.objects.get(pk=item.element.pk)
        elements[item.element.pk] = one
        one.pk, one.form, one.label, one.help_text = None, made, item.label, item.help_text
        one.parent = elements[one.parent_id] if one.parent_id else None
        one.option = options[one.option_id] if one.option_id else None
        one.breakdown = one.option.breakdown if one.option else None
        one.valid_from = one.valid_to = None
        one.position = len(elements)
        one.save(force_insert=True)
    _copy_rules(form, made, elements, start)
    if with_senders:
        going = form.senders.filter(in_spell(start))
        Sender.objects.bulk_create(
            Sender(form=made, organisation_id=one.organisation_id, valid_from=start, valid_to=one.valid_to)
            for one in going
        )
    details = {"from": form.code, "start": start.isoformat(), "elements": len(elements), "with_senders": with_senders}
    record(by=by, action="returns.copy_form", subject=made, details=details)
    return made


def _copy_breakdowns(form: Form, made: Form, start: date) -> dict[int, Option]:
    """Id of an option → its copy."""
    copies: dict[int, Option] = {}
    for breakdown in form.breakdowns.all():
        options = list(breakdown.options.filter(in_spell(start)))
        breakdown.pk, breakdown.form = None, made
        breakdown.save(force_insert=True)
        for option in options:
            before = option.pk
            option.pk, option.breakdown, option.valid_from, option.valid_to = None, breakdown, None, None
            option.save(force_insert=True)
            copies[before] = option
    return copies


def _copy_rules(form: Form, made: Form, elements: dict[int, Element], start: date) -> None:
    """Those whose items were all copied."""
    for rule in Rule.objects.filter(in_spell(start), form=form).prefetch_related("others"):
        others = [one.pk for one in rule.others.all()]
        if rule.element_id not in elements or not all(pk in elements for pk in others):
            continue
        rule.pk, rule.form, rule.element = None, made, elements[rule.element_id]
        rule.valid_from = rule.valid_to = None
        rule.save(force_insert=True)
        rule.others.set([elements[pk] for pk in others])
