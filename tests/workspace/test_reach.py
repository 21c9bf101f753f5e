"""Two municipalities in one installation: what is read and written stays within the area of the right."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from tests.factories.nerima import Nerima
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.council.actions import create_paper, stamp
from zaitaku.programme.council.models import RowText
from zaitaku.programme.events.actions import create_series
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.plans.actions import create_plan
from zaitaku.programme.plans.models import Plan, PlanVersion

pytestmark = pytest.mark.django_db


def _elsewhere() -> tuple[Organisation, str]:
    """Another municipality with a plan of its own; what its officer wrote."""
    there = core.organisation()
    officer = core.person(organisation=there)
    plan = create_plan(area=there.area, title="隣の市の計画", first_year=2021, last_year=2023, by=officer)
    PlanVersion.objects.get_or_create(plan=plan, number=1, defaults={"name": "案"})
    create_series(
        owner=there, fiscal_year=2023, kind=SeriesKind.LECTURE, code="隣", title="隣の市だけの研修会", by=officer
    )
    return there, "隣の市だけの研修会"


def test_recent_changes_of_another_municipality_stay_there(nerima: object, client: Client) -> None:
    here = Organisation.objects.get(name="地域医療課")
    there, title = _elsewhere()
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=here))
    assert title not in client.get(reverse("workspace:home")).content.decode()
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=there))
    assert title in client.get(reverse("workspace:home")).content.decode()


def test_a_draft_paper_is_no_news_for_the_council(nerima: Nerima, client: Client) -> None:
    here = Organisation.objects.get(name="地域医療課")
    officer = core.person(organisation=here)
    paper = create_paper(
        version=nerima.version, fiscal_year=2023, as_of=date(2023, 11, 30), by=officer, at=timezone.now()
    )
    client.force_login(officer)
    assert paper.title in client.get(reverse("workspace:home")).content.decode()
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=here))
    assert paper.title not in client.get(reverse("workspace:home")).content.decode()


def test_words_are_written_only_where_the_right_is_held(nerima: object, client: Client) -> None:
    """A member of the council here who is an officer elsewhere writes nothing here."""
    here = Organisation.objects.get(name="地域医療課")
    person = core.person(role=Role.COUNCIL_MEMBER, organisation=here)
    core.membership(person=person, organisation=core.organisation())
    client.force_login(person)
    assert client.get(reverse("workspace:initiative", args=[2023, "A1"])).status_code == 200
    before = list(RowText.objects.order_by("pk").values())
    address = reverse("workspace:row_text", args=[2023, "A1"])
    assert client.get(address).status_code == 404
    saved = RowText.objects.get(plan=Plan.objects.get(area=here.area), fiscal_year=2023, key="A1")
    sent = {"result": "書き換えました。", "issues": "", "seen": stamp(saved)}
    assert client.post(address, sent).status_code == 404
    assert list(RowText.objects.order_by("pk").values()) == before


def test_records_of_others_stay_theirs(nerima: object, client: Client) -> None:
    """What events and returns do not show to a partner, the passport of a figure does not show either."""
    here = Organisation.objects.get(name="地域医療課")
    address = reverse("workspace:figure", args=[2023, "A1.attendance"])
    client.force_login(core.person(role=Role.PARTNER, organisation=core.organisation(area=here.area)))
    page = client.get(address)
    assert page.status_code == 200
    assert list(page.context["records"]) == []
    assert "個々の記録は" in page.content.decode()
    for role, place in ((Role.SECTION_OFFICER, page.context["indicator"].owner), (Role.COUNCIL_MEMBER, here)):
        client.force_login(core.person(role=role, organisation=place))
        page = client.get(address)
        assert len(page.context["records"]) > 0
        assert "個々の記録は" not in page.content.decode()
