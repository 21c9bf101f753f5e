"""Defining indicators, and the owner's word that a figure is right."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.figure_json import digest, to_json
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, allowed
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.indicators.models import Confirmation, Indicator


class IndicatorRefused(Exception):
    """An indicator that is not taken; the message says why and what to do."""


class ConfirmationRefused(Exception):
    """A figure that cannot be confirmed, or a confirmation that cannot be withdrawn."""


class NotTheOwner(ConfirmationRefused):
    """The person answers neither for the owning organisation nor for the programme."""


class NothingToConfirm(ConfirmationRefused):
    """No record stands behind the figure."""


class AlreadyConfirmed(ConfirmationRefused):
    """The very same figure stands confirmed."""


@transaction.atomic
def define_indicator(
    *,
    area: Area,
    code: str,
    label: str,
    function: str,
    params: Mapping[str, Any],
    unit: str = "",
    owner: Organisation,
    check: Callable[[str, Mapping[str, Any]], None],
    by: Person,
) -> Indicator:
    """`check(function, params)` is the catalogue's; it raises BadParams. Raises IndicatorRefused for a code in use."""
    check(function, params)
    indicator = Indicator(
        area=area, code=code, label=label, function=function, params=dict(params), unit=unit, owner=owner
    )
    try:
        with transaction.atomic():
            indicator.save(force_insert=True)
    except IntegrityError as clash:
        raise IndicatorRefused(_("The code “%(code)s” is in use. Choose another.") % {"code": code}) from clash
    details = {"function": function, "params": dict(params), "unit": unit, "owner": owner.code}
    record(by=by, action="indicators.define", subject=indicator, details=details)
    return indicator


@transaction.atomic
def change_indicator(
    *,
    indicator: Indicator,
    label: str,
    params: Mapping[str, Any],
    unit: str,
    owner: Organisation,
    check: Callable[[str, Mapping[str, Any]], None],
    by: Person,
) -> Indicator:
    """Code and function stay: templates and papers name the one, and another function is another figure. What was
    confirmed or printed keeps its value; a figure that comes out differently has to be confirmed again.
    Raises BadParams.
    """
    check(indicator.function, params)
    current = Indicator.objects.select_for_update().select_related("owner").get(pk=indicator.pk)
    before = {"label": current.label, "params": current.params, "unit": current.unit, "owner": current.owner.code}
    after = {"label": label, "params": dict(params), "unit": unit, "owner": owner.code}
    changed = {name: {"before": before[name], "after": after[name]} for name in before if before[name] != after[name]}
    if not changed:
        return current
    current.label, current.params, current.unit, current.owner = label, dict(params), unit, owner
    current.save()
    record(by=by, action="indicators.change", subject=current, details=changed)
    return current


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: Person) -> None:
    """Raises IndicatorRefused once a plan names it or somebody has confirmed it."""
    if indicator.plan_indicators.exists() or indicator.confirmations.exists():
        raise IndicatorRefused(
            _("“%(code)s” stands in a plan or has been confirmed, so that papers rest on it. Change it instead.")
            % {"code": indicator.code}
        )
    details = {"function": indicator.function, "params": indicator.params}
    record(by=by, action="indicators.remove", subject=indicator, details=details)
    indicator.delete()


@transaction.atomic
def confirm(
    *,
    indicator: Indicator,
    year: FiscalYear,
    as_of: date,
    figure: Figure,
    formula_version: int,
    comment: str = "",
    on: date,
    by: Person,
) -> Confirmation:
    """Freeze `figure`, computed for the year as of the day, with the person's word. `on` is today.

    An earlier word for the same year and day is withdrawn when the figure has changed since. Raises NotTheOwner,
    NothingToConfirm, AlreadyConfirmed.
    """
    _check_person(indicator, on=on, by=by)
    if figure.code != indicator.code or figure.records == 0:
        raise NothingToConfirm(
            _("There is no record behind “%(label)s” yet. Record it first.") % {"label": indicator.label}
        )
    _make_room(_standing(indicator, year, as_of), figure, by=by)
    confirmation = Confirmation(
        indicator=indicator,
        fiscal_year=year.year,
        as_of=as_of,
        figure=to_json(figure),
        digest=digest(figure),
        formula_version=formula_version,
        record_count=figure.records,
        confirmed_at=timezone.now(),
        confirmed_by=by,
        comment=comment,
    )
    _save(confirmation)
    details = {"fiscal_year": year.year, "as_of": as_of.isoformat(), "digest": confirmation.digest}
    record(by=by, action="indicators.confirm", subject=indicator, details=details)
    return confirmation


def _make_room(standing: Confirmation | None, figure: Figure, *, by: Person) -> None:
    """One word stands at a time; an earlier one gives way unless it says the same."""
    if standing is None:
        return
    if standing.digest == digest(figure):
        raise AlreadyConfirmed(_("“%(label)s” is confirmed as it stands.") % {"label": standing.indicator.label})
    _withdraw(standing, reason=_("The figure changed and was confirmed again."), by=by)


def _save(confirmation: Confirmation) -> None:
    try:
        with transaction.atomic():
            confirmation.save(force_insert=True)
    except IntegrityError as race:
        label = confirmation.indicator.label
        raise AlreadyConfirmed(_("Somebody confirmed “%(label)s” just now.") % {"label": label}) from race


@transaction.atomic
def withdraw_confirmation(*, confirmation: Confirmation, reason: str, on: date, by: Person) -> Confirmation:
    """Raises NotTheOwner, and ConfirmationRefused without a reason or when it was withdrawn already."""
    _check_person(confirmation.indicator, on=on, by=by)
    if not reason.strip():
        raise ConfirmationRefused(_("Say why the confirmation is withdrawn."))
    locked = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if locked.withdrawn_at is not None:
        raise ConfirmationRefused(_("The confirmation was withdrawn already."))
    return _withdraw(locked, reason=reason.strip()[:500], by=by)


def _standing(indicator: Indicator, year: FiscalYear, as_of: date) -> Confirmation | None:
    rows = Confirmation.objects.select_for_update()
    return rows.filter(indicator=indicator, fiscal_year=year.year, as_of=as_of, withdrawn_at=None).first()


def _withdraw(confirmation: Confirmation, *, reason: str, by: Person) -> Confirmation:
    confirmation.withdrawn_at = max(timezone.now(), confirmation.confirmed_at)
    confirmation.withdrawn_by = by
    confirmation.withdrawn_reason = reason
    confirmation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    details = {"confirmation": confirmation.pk, "digest": confirmation.digest, "reason": reason}
    record(by=by, action="indicators.withdraw", subject=confirmation.indicator, details=details)
    return confirmation


def _check_person(indicator: Indicator, *, on: date, by: Person) -> None:
    if not allowed(by, Permission.CONFIRM, on=on, organisation=indicator.owner):
        raise NotTheOwner(
            _("Only %(owner)s or the programme officer can confirm “%(label)s”.")
            % {"owner": indicator.owner, "label": indicator.label}
        )
