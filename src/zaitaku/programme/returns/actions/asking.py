"""Forms: made, set, closed."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.actions.elements import held
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.codes import same_code


@dataclass(frozen=True, slots=True)
class FormSettings:
    """What the owner sets of a form besides its questions; see the model for what each means."""

    title: str
    rhythm: Rhythm
    is_collected: bool = False
    instructions: str = ""
    due_day: int = 10
    opens_itself: bool = False
    remind_before: int = 3
    remind_every: int = 7

    @classmethod
    def of(cls, form: Form) -> "FormSettings":
        return cls(**{name: getattr(form, name) for name in cls.__slots__} | {"rhythm": Rhythm(form.rhythm)})


@transaction.atomic
def create_form(
    *, owner: Organisation, code: str, title: str, rhythm: Rhythm, is_collected: bool = False, by: Person
) -> Form:
    """Raises FormRefused where the owner has the code already, or another one in its municipality."""
    form = Form(owner=owner, code=code, title=title, rhythm=rhythm, is_collected=is_collected)
    save_form(form)
    details = {"code": code, "rhythm": rhythm, "is_collected": is_collected}
    record(by=by, action="returns.create_form", subject=form, details=details)
    return form


def save_form(form: Form) -> None:
    """Raises FormRefused for a code that would not tell the form's answers from another's in roll-ups."""
    if (other := same_code(form)) is not None:
        raise FormRefused(
            _("“%(form)s” of %(owner)s has the code “%(code)s” already. Choose another, lest both be added up as one.")
            % {"form": other, "owner": other.owner, "code": form.code}
        )
    try:
        with transaction.atomic():
            form.save(force_insert=True)
    except IntegrityError as clash:
        raise FormRefused(
            _("%(owner)s already has a form “%(code)s”. Choose another code.")
            % {"owner": form.owner, "code": form.code}
        ) from clash


@transaction.atomic
def change_form(*, form: Form, settings: FormSettings, expected: int, by: Person) -> Form:
    """`expected` is the version that the person saw. Rounds that are open keep their due day.

    Raises FormRefused: changed meanwhile, another rhythm or way of collecting once there are sheets.
    """
    one = held(form)
    if one.version != expected + 1:
        raise FormRefused(_("Somebody changed the form meanwhile. Look at it and enter your changes again."))
    before = FormSettings.of(one)
    if settings.rhythm != before.rhythm and one.returns.exists():
        raise FormRefused(_("There are sheets of this form already; its rhythm stays. Copy the form instead."))
    if before.is_collected and not settings.is_collected and one.returns.exists():
        raise FormRefused(_("There are sheets of this form already; it stays a form that is sent in. Copy it instead."))
    if not 1 <= settings.due_day <= 28:
        raise FormRefused(_("The due day must be one of 1 to 28, for every month has these."))
    for name, value in asdict(settings).items():
        setattr(one, name, value)
    one.save()
    changed = {
        name: [str(old), str(getattr(settings, name))]
        for name, old in asdict(before).items()
        if old != getattr(settings, name)
    }
    record(by=by, action="returns.change_form", subject=one, details=changed)
    return one


@transaction.atomic
def close_form(*, form: Form, on: date | None, by: Person) -> Form:
    """No round begins after `on`; None opens it again. What was sent stays."""
    one = held(form)
    details: dict[str, Any] = {"before": str(one.closed_on or ""), "after": str(on or "")}
    one.closed_on = on
    one.save(update_fields=["closed_on"])
    record(by=by, action="returns.close_form", subject=one, details=details)
    return one
