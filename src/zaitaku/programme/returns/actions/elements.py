"""The questions of a form. What a month that has been answered was asked stays as it was.

Every change holds the form's row, so that two people change it one after the other, and makes its version grow.
"""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.pages.templatetags.pages import wareki
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.models import Element, Form, Wording
from zaitaku.programme.returns.queries.spells import first_free, start_before, start_of


def held(form: Form) -> Form:
    """The form, changed by nobody else until the end of the transaction; its version grows."""
    one = Form.objects.select_for_update().get(pk=form.pk)
    one.version += 1
    one.save(update_fields=["version"])
    form.version = one.version
    return one


def refuse_answered(form: Form, since: date | None, what: object) -> None:
    """A change that would count for a month answered already. `since` None: for every month. Raises FormRefused."""
    free = first_free(form)
    if free is not None and (since is None or since < free):
        raise FormRefused(
            _(
                "%(what)s: sheets before %(free)s have been answered, and what they were asked stays. Let the change "
                "begin on %(free)s or later."
            )
            % {"what": what, "free": wareki(free)}
        )


def refuse_spell(form: Form, valid_from: date | None, valid_to: date | None) -> None:
    """Days that are no beginnings of sheets, or in the wrong order. Raises FormRefused."""
    for day in (valid_from, valid_to):
        if day is not None and day != start_of(form.rhythm, day):
            raise FormRefused(_("No sheet begins on %(day)s. Choose a whole month or year.") % {"day": wareki(day)})
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise FormRefused(_("The last month lies before the first. Exchange the two."))


def refuse_moved_end(form: Form, before: date | None, after: date | None, what: object) -> None:
    """Ending earlier or later reaches the months after the earlier of both ends. Raises FormRefused."""
    free = first_free(form)
    if before == after or free is None:
        return
    last = start_before(form.rhythm, free)
    if any(end is not None and end < last for end in (before, after)):
        raise FormRefused(
            _(
                "%(what)s: sheets up to %(last)s have been answered, and what they were asked stays. End it with "
                "%(last)s or later."
            )
            % {"what": what, "last": wareki(last)}
        )


def is_kept(form: Form, one: Element) -> bool:
    """Whether the element was asked in a month that has been answered, or answered at all."""
    free = first_free(form)
    was_asked = free is not None and (one.valid_from is None or one.valid_from < free)
    return was_asked or one.values.exists()


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
    help_text: str = "",
    valid_from: date | None = None,
    by: Person,
) -> Element:
    """The next element of the form. Raises FormRefused: code taken, a parent of another form or span, a month that has
    been answered. Without a code it gets one."""
    form = held(form)
    if parent is not None:
        _refuse_parent(form, parent, label, kind, span)
    refuse_spell(form, valid_from, None)
    refuse_answered(form, valid_from, label)
    element = save_element(
        Element(
            form=form,
            parent=parent,
            code=code or free_code(form, _taken(form)),
            label=label,
            help_text=help_text,
            kind=kind,
            span=span,
            unit=unit,
            decimals=decimals,
            valid_from=valid_from,
        )
    )
    record(by=by, action="returns.add_element", subject=element, details=described(element))
    return element


def _refuse_parent(form: Form, parent: Element, label: str, kind: Kind, span: Span) -> None:
    if parent.form_id != form.pk:
        raise FormRefused(_("“%(parent)s” belongs to another form.") % {"parent": parent})
    if parent.kind == kind and parent.span != span:
        raise FormRefused(
            _("“%(label)s” must lie in time as “%(parent)s” does, which it is a part of.")
            % {"label": label, "parent": parent}
        )


def _taken(form: Form) -> set[str]:
    return set(form.elements.values_list("code", flat=True))


def free_code(form: Form, taken: set[str], stem: str = "item") -> str:
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def save_element(element: Element) -> Element:
    """At the end of its form. Raises FormRefused where the code is taken."""
    element.position = (element.form.elements.aggregate(last=models.Max("position"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            element.save(force_insert=True)
    except IntegrityError as clash:
        raise FormRefused(_("The form already has an element “%(code)s”.") % {"code": element.code}) from clash
    return element


@transaction.atomic
def relabel_element(
    *, element: Element, label: str, help_text: str | None = None, since: date | None = None, by: Person
) -> Element:
    """The same question in other words, from the sheets that begin on `since` on (None: for all).

    Earlier sheets keep the words they had. Raises FormRefused: no words, a month that has been answered, words that
    begin later already.
    """
    form = held(element.form)
    if not label.strip():
        raise FormRefused(_("An element needs a label."))
    refuse_spell(form, since, None)
    refuse_answered(form, since, element)
    before = {"label": element.label, "help": element.help_text}
    reword(element, label.strip(), element.help_text if help_text is None else help_text, since)
    after = {"label": element.label, "help": element.help_text}
    details = {"before": before, "after": after, "since": since.isoformat() if since else None}
    record(by=by, action="returns.relabel_element", subject=element, details=details)
    return element


def reword(element: Element, label: str, help_text: str, since: date | None) -> None:
    """Without the questions that the caller has asked already."""
    later = element.wordings.order_by("-until").first()
    if later is not None and (since is None or since < later.until):
        raise FormRefused(
            _("“%(label)s” is worded anew from %(day)s on. Begin then or later.")
            % {"label": element.label, "day": wareki(later.until)}
        )
    begins = element.valid_from is None or (since is not None and element.valid_from < since)
    if since is not None and begins and (later is None or later.until < since):
        Wording.objects.create(element=element, label=element.label, help_text=element.help_text, until=since)
    element.label, element.help_text = label, help_text
    element.save(update_fields=["label", "help_text"])


@transaction.atomic
def change_element(
    *, element: Element, kind: Kind, span: Span, unit: str, decimals: int, parent: Element | None, by: Person
) -> Element:
    """Another meaning, while nobody has been asked yet. Raises FormRefused once somebody has answered, and where the
    element and its whole, or its hand-made parts, would lie differently in time."""
    form = held(element.form)
    if is_kept(form, element):
        raise FormRefused(
            _("“%(label)s” has been answered already; its meaning stays. Add a new element instead.")
            % {"label": element.label}
        )
    if element.breakdown_id is not None:
        raise FormRefused(_("“%(label)s” is made by its breakdown. Change the whole.") % {"label": element.label})
    split = element.parts.filter(breakdown__isnull=False)
    if kind is Kind.PERCENT and split.exists():
        raise FormRefused(_("A percentage is not split by a breakdown. Take the breakdown away first."))
    above = parent
    while above is not None:
        if above.pk == element.pk or above.form_id != element.form_id:
            raise FormRefused(
                _("“%(label)s” cannot be a part of itself or of another form.") % {"label": element.label}
            )
        above = above.parent
    if parent is not None:
        _refuse_parent(form, parent, element.label, kind, span)
    before = described(element)
    element.kind, element.span, element.unit, element.decimals, element.parent = kind, span, unit, decimals, parent
    element.save(update_fields=["kind", "span", "unit", "decimals", "parent"])
    for part in split:
        part.kind, part.span, part.unit = kind, span, unit
        part.save(update_fields=["kind", "span", "unit"])
    for whole in (element, *split):
        for part in whole.parts.filter(breakdown=None):
            _refuse_parent(form, whole, part.label, Kind(part.kind), Span(part.span))
    details = {"before": before, "after": described(element)}
    record(by=by, action="returns.change_element", subject=element, details=details)
    return element


@transaction.atomic
def end_element(*, element: Element, valid_to: date | None, by: Person) -> Element:
    """Asked for the last time in the sheets that begin on `valid_to`; None: goes on. Its parts go with it.

    Raises FormRefused where months that have been answered would be asked something else.
    """
    form = held(element.form)
    refuse_spell(form, element.valid_from, valid_to)
    refuse_moved_end(form, element.valid_to, valid_to, element)
    details = {"before": _day(element.valid_to), "after": _day(valid_to)}
    element.valid_to = valid_to
    element.save(update_fields=["valid_to"])
    record(by=by, action="returns.end_element", subject=element, details=details)
    return element


@transaction.atomic
def remove_element(*, element: Element, by: Person) -> None:
    """One that nobody was asked yet, with its parts. Raises FormRefused."""
    form = held(element.form)
    family = [element]
    for one in family:
        family.extend(one.parts.all())
    remove_elements(form, family)
    record(by=by, action="returns.remove_element", subject=form, details=described(element))


def remove_elements(form: Form, family: Iterable[Element]) -> None:
    """Parts after their wholes. Raises FormRefused for those that were asked or that a rule compares."""
    for one in reversed(list(family)):
        if is_kept(form, one):
            raise FormRefused(_("“%(label)s” has been asked already. End it with a month instead.") % {"label": one})
        if one.rules.exists() or one.compared_in.exists():
            raise FormRefused(_("A rule speaks of “%(label)s”. Remove the rule first.") % {"label": one})
        try:
            with transaction.atomic():
                one.wordings.all().delete()
                one.delete()
        except models.ProtectedError as used:
            raise FormRefused(_("“%(label)s” is used. End it with a month instead.") % {"label": one}) from used


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def described(element: Element) -> dict[str, str | int | None]:
    return {
        "code": element.code,
        "label": element.label,
        "kind": str(element.kind),
        "span": str(element.span),
        "unit": element.unit,
        "decimals": element.decimals,
        "part_of": element.parent.code if element.parent else None,
        "valid_from": _day(element.valid_from),
    }
