"""What is asked: forms and their elements. An element that has been answered never changes its meaning."""

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Element, Form


class FormRefused(RecordRefused):
    """A change to a form or an element that is not possible."""


@transaction.atomic
def create_form(*, owner: Organisation, code: str, title: str, rhythm: Rhythm, by: Person) -> Form:
    """Raises FormRefused where the owner has the code already."""
    form = Form(owner=owner, code=code, title=title, rhythm=rhythm)
    try:
        with transaction.atomic():
            form.save(force_insert=True)
    except IntegrityError as clash:
        raise FormRefused(
            _("%(owner)s already has a form “%(code)s”. Choose another code.") % {"owner": owner, "code": code}
        ) from clash
    record(by=by, action="returns.create_form", subject=form, details={"code": code, "rhythm": rhythm})
    return form


@transaction.atomic
def add_element(
    *,
    form: Form,
    code: str,
    label: str,
    kind: Kind,
    span: Span = Span.PERIOD,
    unit: str = "",
    decimals: int = 0,
    parent: Element | None = None,
    by: Person,
) -> Element:
    """The next element of the form. Raises FormRefused: code taken, a parent of another form or span."""
    if parent is not None and parent.form_id != form.pk:
        raise FormRefused(_("“%(parent)s” belongs to another form.") % {"parent": parent})
    if parent is not None and parent.kind == kind and parent.span != span:
        raise FormRefused(
            _("“%(label)s” must lie in time as “%(parent)s” does, which it is a part of.")
            % {"label": label, "parent": parent}
        )
    position = (form.elements.aggregate(last=models.Max("position"))["last"] or 0) + 1
    element = Element(
        form=form,
        parent=parent,
        code=code,
        label=label,
        kind=kind,
        span=span,
        unit=unit,
        decimals=decimals,
        position=position,
    )
    try:
        with transaction.atomic():
            element.save(force_insert=True)
    except IntegrityError as clash:
        raise FormRefused(_("The form already has an element “%(code)s”.") % {"code": code}) from clash
    record(by=by, action="returns.add_element", subject=element, details=_described(element))
    return element


@transaction.atomic
def relabel_element(*, element: Element, label: str, by: Person) -> Element:
    """A better wording of the same question. Raises FormRefused for an empty one."""
    if not label.strip():
        raise FormRefused(_("An element needs a label."))
    before, element.label = element.label, label.strip()
    element.save(update_fields=["label"])
    record(by=by, action="returns.relabel_element", subject=element, details={"before": before, "after": element.label})
    return element


@transaction.atomic
def change_element(
    *, element: Element, kind: Kind, span: Span, unit: str, decimals: int, parent: Element | None, by: Person
) -> Element:
    """Another meaning, while nobody has answered yet. Raises FormRefused once somebody has."""
    if element.values.exists():
        raise FormRefused(
            _("“%(label)s” has been answered already; its meaning stays. Add a new element instead.")
            % {"label": element.label}
        )
    above = parent
    while above is not None:
        if above.pk == element.pk or above.form_id != element.form_id:
            raise FormRefused(
                _("“%(label)s” cannot be a part of itself or of another form.") % {"label": element.label}
            )
        above = above.parent
    before = _described(element)
    element.kind, element.span, element.unit, element.decimals, element.parent = kind, span, unit, decimals, parent
    element.save(update_fields=["kind", "span", "unit", "decimals", "parent"])
    details = {"before": before, "after": _described(element)}
    record(by=by, action="returns.change_element", subject=element, details=details)
    return element


def _described(element: Element) -> dict[str, str | int | None]:
    return {
        "code": element.code,
        "label": element.label,
        "kind": str(element.kind),
        "span": str(element.span),
        "unit": element.unit,
        "decimals": element.decimals,
        "part_of": element.parent.code if element.parent else None,
    }
