"""Every address of the product, found by walking the URL configuration, and real objects to fill its arguments with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import lxml.html
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.architecture import extras
from tests.factories import core
from tests.factories.nerima import Nerima
from zaitaku.core.accounts.access import Permission
from zaitaku.core.accounts.actions import invite
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Membership, Person
from zaitaku.core.jobs.models import Job
from zaitaku.core.records.actions import Entry
from zaitaku.programme.council.models import OpenMark, Paper
from zaitaku.programme.events.actions.recording import record_attendance
from zaitaku.programme.events.models import Channel, Series, Session
from zaitaku.programme.materials.models import Movement, Title
from zaitaku.programme.plans.actions import new_version_from
from zaitaku.programme.plans.models import PlanVersion
from zaitaku.programme.returns.models import Element, Return
from zaitaku.workspace.actions import bundle_file

PARAM = re.compile(r"([^<>]*)<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Place:
    """`params` are pairs of the key into `World.values` and the argument's name."""

    name: str
    route: str
    view: Callable[..., Any]
    params: tuple[tuple[str, str], ...]

    @property
    def permissions(self) -> tuple[Permission, ...] | None:
        return getattr(self.view, "permissions", None)

    @property
    def is_ours(self) -> bool:
        return self.view.__module__.startswith("zaitaku.")


def places(urlconf: Any = None) -> list[Place]:
    return list(_walk(get_resolver(urlconf).url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], route: str, space: str) -> Iterator[Place]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield Place(f"{space}{pattern.name}", here, pattern.callback, _params(here))


def _params(route: str) -> tuple[tuple[str, str], ...]:
    """The key is the fixed text before the argument: `events/sessions/<int:pk>/` has `sessions:pk`."""
    found, before = [], ""
    for fixed, name in PARAM.findall(route):
        before = next((part for part in reversed(fixed.split("/")) if part), before)
        found.append((f"{before}:{name}", name))
    return tuple(found)


class UnknownArgument(Exception):
    """A new kind of address: add a line to World.values."""


@dataclass
class World:
    """The example with a draft version, a frozen paper with open and filled marks, a job, an invitation."""

    nerima: Nerima
    people: dict[str, Person]
    token: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def officer(self) -> Person:
        return self.people[Role.PROGRAMME_OFFICER]

    @cached_property
    def values(self) -> dict[str, Any]:
        """Key of an argument -> a value that leads to a real object of the example."""
        area = self.nerima.area
        draft = PlanVersion.objects.get(plan=self.nerima.plan, status="draft")
        series = Series.objects.get(owner__area=area, code="home-care-lecture")
        session = Session.objects.get(series=series, number=3)
        sheet = Return.objects.get(form__owner__area=area, form__code="ict-use")
        title = Title.objects.get(owner__area=area, code="home-care-guide")
        frozen = Paper.objects.get(version__plan=self.nerima.plan, status="frozen", as_of=FROZEN_AS_OF)
        element = Element.objects.filter(form=sheet.form, parent=None).order_by("position")
        partner = self.people[Role.PARTNER]
        return self.extra | {
            "people:pk": partner.pk,
            "roles:membership": Membership.objects.get(person=partner).pk,
            "invitation:token": self.token,
            "organisations:pk": self.nerima.organisation("高齢者支援課").pk,
            "jobs:pk": Job.objects.get(asked_by=self.officer, task="test").pk,
            "bundles:pk": Job.objects.get(asked_by=self.officer, task="bundle_paper").pk,
            "plan:version": draft.pk,
            "part:key": "A1",
            "export:form": "xlsx",
            "import:token": "0" * 64,
            "events:pk": series.pk,
            "sessions:pk": session.pk,
            "channels:pk": Channel.objects.get(session=session, label="本会場").pk,
            "returns:pk": sheet.form_id,
            "elements:pk": element[0].pk,
            "sheets:pk": sheet.pk,
            "sheets:element": element[0].pk,
            "materials:pk": title.pk,
            "titles:pk": title.pk,
            "movements:pk": Movement.objects.filter(title=title).order_by("pk")[0].pk,
            "year:year": 2023,
            "initiatives:key": "A1",
            "figures:code": "A1.attendance",
            "drafts:pk": self.nerima.paper().pk,
            "papers:pk": frozen.pk,
            "errata:what": "table",
            "file.:suffix": "html",
            ".:suffix": "html",
            "open-marks:pk": OpenMark.objects.filter(paper=frozen, filled_at=None).order_by("pk")[0].pk,
        }

    def address(self, place: Place, **instead: Any) -> str:
        """Raises UnknownArgument. `instead` replaces values by argument name."""
        address, values = place.route, self.values
        for key, name in place.params:
            if key not in values:
                raise UnknownArgument(f"{place.name} ({place.route}): no value for {key}")
            address = re.sub(
                rf"<(?:\w+:)?{name}>", lambda _, n=name, k=key: str(instead.get(n, values[k])), address, count=1
            )
        return "/" + address

    def client(self, who: str) -> Client:
        """Signed in once; later clients come with the same session."""
        client = Client()
        if who == ANONYMOUS:
            return client
        if who not in self.sessions:
            client.force_login(self.people[who])
            self.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client


FROZEN_AS_OF = date(2024, 1, 31)
ANONYMOUS = "anonymous"
ELSEWHERE = "officer of another area"
ENDED = "membership ended yesterday"
INACTIVE = "inactive"


def _people(nerima: Nerima) -> dict[str, Person]:
    yesterday = timezone.localdate() - timedelta(days=1)
    section = nerima.organisation("高齢者支援課")
    people: dict[str, Person] = {role: nerima.person(role, "歯科医師会") for role in Role}
    people[Role.PROGRAMME_OFFICER] = nerima.person(Role.PROGRAMME_OFFICER)
    people[INACTIVE] = nerima.person(is_active=False)
    people[ENDED] = core.person(role=None)
    core.membership(person=people[ENDED], role=Role.PROGRAMME_OFFICER, organisation=section, valid_to=yesterday)
    people[ELSEWHERE] = core.person(role=Role.PROGRAMME_OFFICER, organisation=core.organisation())
    return people


def build(nerima: Nerima) -> World:
    """Into the database as it is; the caller takes it away."""
    world = World(nerima, _people(nerima))
    for who in world.people:
        world.client(who)
    officer, today, now = world.officer, timezone.localdate(), timezone.now()
    new_version_from(version=nerima.version, name="次期案", by=officer, note="次期に向けた案")
    Job.objects.create(task="test", asked_by=officer, asked_at=now, not_before=now)
    _, world.token = invite(
        by=world.people[Role.ADMINISTRATOR],
        email="new@example.jp",
        name="新しい人",
        role=Role.PARTNER,
        organisation=nerima.organisation("医師会"),
        valid_from=today,
        valid_to=None,
        days=14,
    )
    _make_a_bundle(world, _freeze_a_paper(world))
    world.extra = extras.build(world)
    return world


def _make_a_bundle(world: World, paper: Paper) -> None:
    now = timezone.now()
    job = Job.objects.create(
        task="bundle_paper",
        params={"paper": paper.pk},
        asked_by=world.officer,
        asked_at=now,
        not_before=now,
        ended_at=now,
        status="done",
    )
    bundle_file(job.pk).parent.mkdir(parents=True, exist_ok=True)
    bundle_file(job.pk).write_bytes(b"PK")


def _freeze_a_paper(world: World) -> Paper:
    """As of January; afterwards the last number of the lectures comes in, so that there are errata."""
    client = world.client(Role.PROGRAMME_OFFICER)
    made = client.post("/papers/new/", {"fiscal_year": 2023, "as_of": "2024-01-31", "label": "資料１"})
    assert made.status_code == 302, made.content.decode()[:3000]
    paper = Paper.objects.get(as_of=FROZEN_AS_OF)
    frozen = client.post(f"/drafts/{paper.pk}/freeze/", {"sure": "on", "reason": "試験のため"})
    assert frozen.status_code == 302, frozen.content.decode()[:3000]
    channel = Channel.objects.get(session__series__code="home-care-lecture", session__number=3, label="後日上映会")
    current = channel.attendance.get(superseded_at=None)
    record_attendance(channel=channel, entry=Entry(value=Decimal(40)), expected=current.pk, by=world.officer)
    passport = f"/year/2023/figures/A1.attendance/{{}}?as_of={timezone.localdate()}"
    digest = client.get(passport.format("")).context["confirm_form"].initial["digest"]
    assert client.post(passport.format("confirm/"), {"digest": digest}).status_code == 302
    mark = OpenMark.objects.get(paper=paper, indicator="A1.attendance")
    filled = client.post(f"/open-marks/{mark.pk}/fill/", follow=True)
    assert filled.status_code == 200
    mark.refresh_from_db()
    assert mark.filled_at is not None, [str(one) for one in filled.context["messages"]]
    return paper


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Control:
    """One control of a form: `kind` is the type of the input, "select" or "textarea"."""

    name: str
    kind: str
    value: str
    choices: tuple[str, ...]

    def filled(self) -> str:
        """What a person could have typed there."""
        if self.value or self.kind == "file":
            return self.value
        if self.choices:
            return next((choice for choice in self.choices if choice), "")
        return {"date": "2023-12-01", "number": "7", "checkbox": "on", "email": "x@example.jp"}.get(self.kind, "7")


@dataclass(frozen=True)
class FormSeen:
    action: str
    controls: tuple[Control, ...]

    def filled(self, *, owner: str = "") -> dict[str, Any]:
        """`owner` is chosen wherever an organisation is asked for that may be it."""
        data: dict[str, Any] = {}
        for one in self.controls:
            is_owner = one.name.rpartition("-")[2] in ("owner", "organisation") and owner in one.choices
            data.setdefault(one.name, owner if is_owner else one.filled())
        return data


def forms_in(html: bytes, address: str) -> list[FormSeen]:
    """The forms of a page's main part that are sent with POST."""
    main = lxml.html.fromstring(html).find(".//main")
    found = []
    for form in [] if main is None else main.iter("form"):
        if (form.get("method") or "").lower() == "post":
            action = urljoin(address, form.get("action") or "")
            found.append(FormSeen(action, tuple(_controls(form))))
    return found


def _controls(form: Any) -> Iterator[Control]:
    for element in form.iter("input", "select", "textarea", "button"):
        name, kind = element.get("name"), element.get("type") or element.tag
        if not name or name == "csrfmiddlewaretoken":
            continue
        choices: tuple[str, ...] = ()
        value = element.get("value") or ""
        if element.tag == "select":
            options = element.findall(".//option")
            choices = tuple(option.get("value") or "" for option in options)
            value = next((option.get("value") or "" for option in options if option.get("selected") is not None), "")
        elif element.tag == "textarea":
            value = element.text_content()
        elif kind in ("radio", "checkbox"):
            choices = (value or "on",)
            value = (value or "on") if element.get("checked") is not None else ""
        yield Control(name, kind, value, choices)
