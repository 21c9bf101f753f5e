"""By what numbers are split, and the parts that this makes of them.

A part has the code of its whole and of its option (consultations.family). An option that comes later is asked with
every number that is split by its breakdown, one that ends is asked with none of them any more.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.actions.elements import (
    free_code,
    held,
    is_kept,
    refuse_answered,
    refuse_moved_end,
    refuse_spell,
    remove_elements,
    reword,
    save_element,
)
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.models import Breakdown, Element, Form, Option
from zaitaku.programme.returns.queries.spells import start_before

CODE_LENGTH = 60


@transaction.atomic
def add_breakdown(
    *, form: Form, label: str, adding: Adding, options: list[str], code: str = "", by: Person
) -> Breakdown:
    """With its first options, by their labels. Raises FormRefused: code taken, the same option twice."""
    form = held(form)
    if len(set(options)) < len(options):
        raise FormRefused(_("The same answer stands there twice. Take one of them out."))
    code = code or free_code(form, set(form.breakdowns.values_list("code", flat=True)), "by")
    position = (form.breakdowns.aggregate(last=Max("position"))["last"] or 0) + 1
    made = Breakdown(form=form, code=code, label=label, adding=adding, position=position)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise FormRefused(_("The form already has a breakdown “%(code)s”.") % {"code": code}) from clash
    Option.objects.bulk_create(
        Option(breakdown=made, code=f"o{number}", label=text, position=number)
        for number, text in enumerate(options, start=1)
    )
    details = {"code": code, "label": label, "adding": adding, "options": options}
    record(by=by, action="returns.add_breakdown", subject=made, details=details)
    return made


@transaction.atomic
def change_breakdown(*, breakdown: Breakdown, label: str, adding: Adding, by: Person) -> Breakdown:
    """Raises FormRefused once parts of it were asked in a month that has been answered."""
    form = held(breakdown.form)
    if any(is_kept(form, part) for part in breakdown.elements.all()):
        raise FormRefused(
            _("“%(label)s” has been asked in months that were answered. Add a new breakdown instead.")
            % {"label": breakdown}
        )
    details = {"before": [breakdown.label, breakdown.adding], "after": [label, adding]}
    breakdown.label, breakdown.adding = label, adding
    breakdown.save(update_fields=["label", "adding"])
    record(by=by, action="returns.change_breakdown", subject=breakdown, details=details)
    return breakdown


@transaction.atomic
def remove_breakdown(*, breakdown: Breakdown, by: Person) -> None:
    """With the parts that it made, while nobody was asked them. Raises FormRefused."""
    form = held(breakdown.form)
    remove_elements(form, breakdown.elements.all())
    record(by=by, action="returns.remove_breakdown", subject=form, details={"label": breakdown.label})
    breakdown.options.all().delete()
    breakdown.delete()


@transaction.atomic
def add_option(*, breakdown: Breakdown, label: str, valid_from: date | None = None, by: Person) -> Option:
    """From the sheets that begin on `valid_from` on, with every number split by the breakdown. Raises FormRefused."""
    form = held(breakdown.form)
    refuse_spell(form, valid_from, None)
    split = _split_by(breakdown, valid_from)
    if split:
        refuse_answered(form, valid_from, label)
    if breakdown.options.filter(label=label, valid_to=None).exists():
        raise FormRefused(_("“%(label)s” is one of the answers already.") % {"label": label})
    codes = set(breakdown.options.values_list("code", flat=True))
    made = Option.objects.create(
        breakdown=breakdown,
        code=free_code(form, codes, "o"),
        label=label,
        valid_from=valid_from,
        position=(breakdown.options.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    for whole in split:
        _add_part(form, whole, made, valid_from)
    details = {"label": label, "valid_from": str(valid_from or ""), "elements": [one.code for one in split]}
    record(by=by, action="returns.add_option", subject=made, details=details)
    return made


def _split_by(breakdown: Breakdown, since: date | None) -> list[Element]:
    """Numbers that the breakdown still splits in sheets from `since` on."""
    going_on = Q(valid_to=None) if since is None else Q(valid_to=None) | Q(valid_to__gte=since)
    wholes = breakdown.elements.filter(going_on).values("parent")
    return list(breakdown.form.elements.filter(pk__in=wholes).order_by("position"))


@transaction.atomic
def relabel_option(*, option: Option, label: str, since: date | None = None, by: Person) -> Option:
    """In other words from the sheets that begin on `since` on, in all parts that it made. Raises FormRefused."""
    form = held(option.breakdown.form)
    refuse_spell(form, since, None)
    parts = list(option.elements.all())
    if parts:
        refuse_answered(form, since, option)
    details = {"before": option.label, "after": label, "since": str(since or "")}
    for part in parts:
        reword(part, label, part.help_text, since)
    option.label = label
    option.save(update_fields=["label"])
    record(by=by, action="returns.relabel_option", subject=option, details=details)
    return option


@transaction.atomic
def end_option(*, option: Option, valid_to: date | None, by: Person) -> Option:
    """Asked for the last time in the sheets that begin on `valid_to`; None: goes on. Raises FormRefused."""
    form = held(option.breakdown.form)
    refuse_spell(form, option.valid_from, valid_to)
    refuse_moved_end(form, option.valid_to, valid_to, option)
    details = {"before": str(option.valid_to or ""), "after": str(valid_to or "")}
    for part in option.elements.filter(valid_to=option.valid_to):
        later = valid_to is not None and part.valid_from is not None and part.valid_from > valid_to
        if not later:
            part.valid_to = valid_to
            part.save(update_fields=["valid_to"])
        elif not is_kept(form, part):
            remove_elements(form, [part])
    option.valid_to = valid_to
    option.save(update_fields=["valid_to"])
    record(by=by, action="returns.end_option", subject=option, details=details)
    return option


@transaction.atomic
def remove_option(*, option: Option, by: Person) -> None:
    """While nobody was asked it. Raises FormRefused."""
    form = held(option.breakdown.form)
    remove_elements(form, option.elements.all())
    record(by=by, action="returns.remove_option", subject=option.breakdown, details={"label": option.label})
    option.delete()


@transaction.atomic
def split_element(*, element: Element, breakdown: Breakdown, since: date | None = None, by: Person) -> list[Element]:
    """A part for each option, from the sheets that begin on `since` on.

    Raises FormRefused: a percentage, a part of a breakdown, split by it already, months that have been answered.
    """
    form = held(element.form)
    if breakdown.form_id != form.pk:
        raise FormRefused(_("“%(parent)s” belongs to another form.") % {"parent": breakdown})
    if element.kind == Kind.PERCENT:
        raise FormRefused(_("A percentage is not split by a breakdown. Add its parts one by one."))
    if element.breakdown_id is not None:
        raise FormRefused(_("“%(label)s” is a part of a breakdown itself. Split its whole.") % {"label": element})
    if any(whole.pk == element.pk for whole in _split_by(breakdown, since)):
        raise FormRefused(
            _("“%(label)s” is split by “%(breakdown)s” already.") % {"label": element, "breakdown": breakdown}
        )
    refuse_spell(form, since, None)
    refuse_answered(form, since, element)
    options = [one for one in breakdown.options.all() if since is None or one.valid_to is None or one.valid_to >= since]
    if not options:
        raise FormRefused(_("“%(label)s” has no answers yet. Add them first.") % {"label": breakdown})
    made = [_add_part(form, element, option, since) for option in options]
    details = {"breakdown": breakdown.code, "since": str(since or ""), "parts": [part.code for part in made]}
    record(by=by, action="returns.split_element", subject=element, details=details)
    return made


def _add_part(form: Form, whole: Element, option: Option, since: date | None) -> Element:
    starts = [day for day in (since, option.valid_from) if day is not None]
    code = f"{whole.code}.{option.code}"
    taken = set(form.elements.filter(code__startswith=code).values_list("code", flat=True))
    if code in taken:
        code = free_code(form, taken, f"{code}-")
    if len(code) > CODE_LENGTH:
        raise FormRefused(
            _("The code “%(code)s” is too long to be split. Add the item with a shorter one.") % {"code": code}
        )
    return save_element(
        Element(
            form=form,
            parent=whole,
            breakdown=option.breakdown,
            option=option,
            code=code,
            label=option.label,
            kind=whole.kind,
            span=whole.span,
            unit=whole.unit,
            valid_from=max(starts) if starts else None,
            valid_to=option.valid_to,
        )
    )


@transaction.atomic
def unsplit_element(*, element: Element, breakdown: Breakdown, since: date | None = None, by: Person) -> None:
    """No longer split from the sheets that begin on `since` on (None: at all). Raises FormRefused."""
    form = held(element.form)
    refuse_spell(form, since, None)
    refuse_answered(form, since, element)
    parts = list(element.parts.filter(breakdown=breakdown))
    begun = [one for one in parts if since is not None and (one.valid_from is None or one.valid_from < since)]
    remove_elements(form, [one for one in parts if one not in begun])
    for part in begun:
        last = start_before(form.rhythm, since) if since else None
        if last is not None and (part.valid_to is None or part.valid_to > last):
            part.valid_to = last
            part.save(update_fields=["valid_to"])
    details = {"breakdown": breakdown.code, "since": str(since or "")}
    record(by=by, action="returns.unsplit_element", subject=element, details=details)
