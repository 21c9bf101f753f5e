"""Forms, elements, returns and values for tests."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from tests.factories import core
from tests.factories.events import recorded
from zaitaku.core.accounts.actions import system_person
from zaitaku.programme.returns.actions.rounds import open_round
from zaitaku.programme.returns.actions.senders import add_sender
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Element, Form, Return, Round, Sender, Value

_next = count(1).__next__


def form(**kw: Any) -> Form:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    return Form.objects.create(**({"code": f"F{number}", "title": f"月報{number}", "rhythm": Rhythm.MONTH} | kw))


def element(**kw: Any) -> Element:
    if "form" not in kw:
        kw["form"] = form()
    position = kw["form"].elements.count() + 1
    defaults = {
        "code": f"E{position}",
        "label": f"項目{position}",
        "kind": "cases",
        "span": "period",
        "position": position,
    }
    return Element.objects.create(**(defaults | kw))


def sheet(**kw: Any) -> Return:
    if "organisation" not in kw:
        kw["organisation"] = core.organisation(area=kw["form"].owner.area)
    return Return.objects.create(**({"start": date(2023, 4, 1), "end": date(2023, 4, 30)} | kw))


def value(**kw: Any) -> Value:
    return Value.objects.create(**recorded(**kw))


def sender(**kw: Any) -> Sender:
    """An organisation that sends a collected form, and gets the sheets of its open rounds."""
    if "form" not in kw:
        kw["form"] = form(is_collected=True)
    if "organisation" not in kw:
        kw["organisation"] = core.organisation(area=kw["form"].owner.area)
    defaults = {"valid_from": core.LONG_AGO, "by": system_person(), "now": timezone.now()}
    return add_sender(**(defaults | kw))


def round_(**kw: Any) -> Round:
    """A month of a collected form with a sheet for every sender (one, if there is none)."""
    if "form" not in kw:
        kw["form"] = form(is_collected=True)
    if not kw["form"].senders.exists():
        sender(form=kw["form"])
    defaults = {"start": date(2023, 4, 1), "by": system_person(), "now": timezone.now()}
    return open_round(**(defaults | kw))


def collected_form(**kw: Any) -> Form:
    """A monthly form that is asked for in rounds, with one element unless `elements=()` or the codes are given."""
    codes = kw.pop("elements", ("E1",))
    made = form(**({"is_collected": True} | kw))
    for code in codes:
        element(form=made, code=code)
    return made
