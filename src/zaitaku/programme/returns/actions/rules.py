"""What must hold between the answers of a form."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.actions.elements import held, refuse_spell
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.choices import RuleKind, Severity
from zaitaku.programme.returns.models import Element, Form, Rule

COMPARING = (RuleKind.SUM, RuleKind.NOT_ABOVE)
RUNNING = (RuleKind.NOT_BELOW_LAST, RuleKind.NOT_BELOW_YEAR)


@dataclass(frozen=True, slots=True)
class RuleFields:
    """A rule as it was typed; see `RuleKind` for what bounds and others mean."""

    kind: RuleKind
    element: Element
    severity: Severity
    others: tuple[Element, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def refuse_rule(form: Form, fields: RuleFields) -> None:
    """Raises FormRefused for a rule that could not be held against any sheet, or not against all alike."""
    element = fields.element
    refuse_spell(form, fields.valid_from, fields.valid_to)
    if strange := [one for one in (element, *fields.others) if one.form_id != form.pk]:
        raise FormRefused(_("“%(parent)s” belongs to another form.") % {"parent": strange[0]})
    if fields.kind in COMPARING:
        _refuse_others(fields)
    elif fields.kind in RUNNING:
        if element.span == Span.PERIOD:
            raise FormRefused(
                _("“%(label)s” counts anew every time. This rule is for running totals.") % {"label": element}
            )
    elif fields.minimum is None and fields.maximum is None:
        raise FormRefused(_("Enter at least one of the two bounds."))
    elif fields.kind == RuleKind.HISTORY and element.span == Span.RUNNING_TOTAL:
        raise FormRefused(_("“%(label)s” grows all the time; compare it with the month before.") % {"label": element})
    if fields.minimum is not None and fields.maximum is not None and fields.maximum < fields.minimum:
        raise FormRefused(_("The upper bound lies below the lower. Exchange the two."))


def _refuse_others(fields: RuleFields) -> None:
    if not fields.others:
        raise FormRefused(_("Choose at least one item to compare with."))
    if fields.element in fields.others:
        raise FormRefused(_("“%(label)s” cannot be compared with itself.") % {"label": fields.element})
    if fields.kind == RuleKind.SUM and Kind.PERCENT in {one.kind for one in (fields.element, *fields.others)}:
        raise FormRefused(_("Percentages do not add up. Compare the numbers behind them."))


@transaction.atomic
def add_rule(*, form: Form, fields: RuleFields, by: Person) -> Rule:
    """Raises FormRefused. It is held against sheets when they are sent; what was accepted is not looked at again."""
    form = held(form)
    refuse_rule(form, fields)
    position = (form.rules.aggregate(last=Max("position"))["last"] or 0) + 1
    rule = Rule(form=form, position=position)
    _fill(rule, fields)
    record(by=by, action="returns.add_rule", subject=rule, details=described(fields))
    return rule


@transaction.atomic
def change_rule(*, rule: Rule, fields: RuleFields, by: Person) -> Rule:
    """Raises FormRefused."""
    form = held(rule.form)
    refuse_rule(form, fields)
    before = described(fields_of(rule))
    _fill(rule, fields)
    record(by=by, action="returns.change_rule", subject=rule, details={"before": before, "after": described(fields)})
    return rule


def _fill(rule: Rule, fields: RuleFields) -> None:
    for name in ("kind", "element", "severity", "minimum", "maximum", "valid_from", "valid_to"):
        setattr(rule, name, getattr(fields, name))
    rule.save()
    rule.others.set(fields.others)


@transaction.atomic
def remove_rule(*, rule: Rule, by: Person) -> None:
    form = held(rule.form)
    record(by=by, action="returns.remove_rule", subject=form, details=described(fields_of(rule)))
    rule.delete()


def fields_of(rule: Rule) -> RuleFields:
    return RuleFields(
        kind=RuleKind(rule.kind),
        element=rule.element,
        severity=Severity(rule.severity),
        others=tuple(rule.others.all()),
        minimum=rule.minimum,
        maximum=rule.maximum,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
    )


def described(fields: RuleFields) -> dict[str, Any]:
    return {
        "kind": str(fields.kind),
        "element": fields.element.code,
        "severity": str(fields.severity),
        "others": [one.code for one in fields.others],
        "minimum": None if fields.minimum is None else str(fields.minimum.normalize()),
        "maximum": None if fields.maximum is None else str(fields.maximum.normalize()),
        "valid_from": str(fields.valid_from or ""),
        "valid_to": str(fields.valid_to or ""),
    }
