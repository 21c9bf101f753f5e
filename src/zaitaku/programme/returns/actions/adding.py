"""Many questions at once: from a list that was pasted, or from a form ready made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.actions.asking import create_form
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, split_element
from zaitaku.programme.returns.actions.elements import add_element
from zaitaku.programme.returns.actions.ready import Ready
from zaitaku.programme.returns.actions.rules import RuleFields, add_rule
from zaitaku.programme.returns.choices import Rhythm, RuleKind, Severity
from zaitaku.programme.returns.models import Breakdown, Element, Form


@dataclass(frozen=True, slots=True)
class NewElement:
    """One line of a list. `is_part`: of the last one before it that is none."""

    label: str
    kind: Kind = Kind.CASES
    span: Span = Span.PERIOD
    unit: str = ""
    help_text: str = ""
    is_part: bool = False
    breakdowns: tuple[Breakdown, ...] = ()


@transaction.atomic
def add_elements(
    *, form: Form, elements: Iterable[NewElement], valid_from: date | None = None, by: Person
) -> list[Element]:
    """All or none. Raises FormRefused."""
    made: list[Element] = []
    whole: Element | None = None
    for one in elements:
        element = add_element(
            form=form,
            code="",
            label=one.label,
            kind=one.kind,
            span=one.span,
            unit=one.unit,
            help_text=one.help_text,
            parent=whole if one.is_part else None,
            valid_from=valid_from,
            by=by,
        )
        whole = whole if one.is_part else element
        for breakdown in one.breakdowns:
            split_element(element=element, breakdown=breakdown, since=valid_from, by=by)
        made.append(element)
    return made


@transaction.atomic
def create_ready_form(*, ready: Ready, owner: Organisation, code: str, title: str, by: Person) -> Form:
    """A collected monthly form with the questions, breakdowns and rules of a ready-made one. Raises FormRefused."""
    form = create_form(owner=owner, code=code, title=title, rhythm=Rhythm.MONTH, is_collected=True, by=by)
    breakdowns = {
        one.label: add_breakdown(form=form, label=one.label, adding=one.adding, options=list(one.options), by=by)
        for one in ready.breakdowns
    }
    lines = [
        NewElement(
            label=item.label,
            kind=item.kind,
            help_text=item.help_text,
            is_part=item.is_part,
            breakdowns=tuple(breakdowns[label] for label in item.by),
        )
        for item in ready.items
    ]
    made = {element.label: element for element in add_elements(form=form, elements=lines, by=by)}
    _add_rules(form, ready, made, by)
    form.instructions = ready.instructions
    form.save(update_fields=["instructions"])
    return form


def _add_rules(form: Form, ready: Ready, made: dict[str, Element], by: Person) -> None:
    """Not above, as the ready-made form says; and a doubt for every count far from the sender's usual."""
    for below, above in ready.not_above:
        fields = RuleFields(RuleKind.NOT_ABOVE, made[below], Severity.STOP, others=(made[above],))
        add_rule(form=form, fields=fields, by=by)
    wholes: Sequence[Element] = [one for one in made.values() if one.parent_id is None]
    for element in wholes:
        bound = ready.spreads
        add_rule(
            form=form,
            fields=RuleFields(RuleKind.HISTORY, element, Severity.DOUBT, minimum=bound, maximum=bound),
            by=by,
        )
