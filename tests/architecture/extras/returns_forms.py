"""A breakdown that splits an item, rules, another wording and residents served, for every page of a form's making."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zaitaku.analysis.figure import Kind
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, split_element
from zaitaku.programme.returns.actions.catchments import record_catchments
from zaitaku.programme.returns.actions.elements import add_element, relabel_element
from zaitaku.programme.returns.actions.rules import RuleFields, add_rule
from zaitaku.programme.returns.choices import Adding, RuleKind, Severity
from zaitaku.programme.returns.models import Form

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    form = Form.objects.get(owner__area=world.nerima.area, code="ict-use")
    by = world.officer
    made = add_breakdown(form=form, label="職種", adding=Adding.EXACT, options=["医師", "看護師"], by=by)
    element = form.elements.order_by("position")[0]
    staff = add_element(form=form, code="extra-staff", label="職員数", kind=Kind.PERSONS, by=by)
    split_element(element=staff, breakdown=made, by=by)
    relabel_element(element=staff, label="職員の数", since=date(2030, 4, 1), by=by)
    add_rule(form=form, fields=RuleFields(RuleKind.NOT_ABOVE, element, Severity.DOUBT, (staff,)), by=by)
    fields = RuleFields(RuleKind.FIXED, element, Severity.DOUBT, maximum=Decimal(1000))
    residents = record_catchments(
        residents={world.nerima.organisation("高齢者支援課"): 160000},
        as_of=date(2023, 4, 1),
        source="住民基本台帳",
        by=by,
    )
    return {
        "breakdowns:pk": made.pk,
        "options:pk": made.options.all()[0].pk,
        "rules:pk": add_rule(form=form, fields=fields, by=by).pk,
        "catchments:pk": residents[0].pk,
    }
