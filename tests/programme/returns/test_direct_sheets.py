"""A form that is asked for in rounds takes no sheet past them: none is opened, and one that is there does not count."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import core, returns
from tests.factories.indicators import indicator
from tests.programme.returns.sheets import NOVEMBER, OCTOBER, scene
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute
from zaitaku.core.accounts.choices import Role
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.rounds import open_round
from zaitaku.programme.returns.models import Return

pytestmark = pytest.mark.django_db
DECEMBER = {"start": date(2023, 12, 1), "end": date(2023, 12, 31)}


@pytest.fixture
def s():
    return scene()


def first_round(s):
    return s.form.rounds.order_by("opened_at")[0].opened_at


def figure(s, code="whole"):
    one = indicator(owner=s.owner, function="returns.value", params={"form": s.form.code, "element": code})
    made = compute([one], year=FiscalYear(2023), as_of=date(2024, 3, 31))[one.code]
    return made.value, made.state, made.note, made.as_of


@pytest.mark.parametrize("who", ["partner", "npo", "officer"])
@pytest.mark.parametrize(
    ("start", "end"), [("2023-12-01", "2023-12-31"), ("2023-10-01", "2023-12-31"), ("", "2024-03-31")]
)
def test_nobody_opens_a_sheet_of_a_collected_form(client, s, who, start, end):
    """Neither the next month, nor a longer one that would replace a sent month, nor a stand of a later day."""
    s.sent()
    npo = core.organisation(area=s.owner.area, name="NPO")  # sends no form
    own = {"partner": s.centres[0], "npo": npo, "officer": s.centres[0]}[who]
    person = {"partner": s.partner, "officer": s.officer}.get(who) or core.person(role=Role.PARTNER, organisation=npo)
    client.force_login(person)
    address = reverse("returns:open", args=[s.form.pk])
    assert client.get(address).status_code == 404
    answer = client.post(address, {"organisation": own.pk, "start": start, "end": end})
    assert answer.status_code == 404
    days = {"start": date.fromisoformat(start) if start else None, "end": date.fromisoformat(end)}
    with pytest.raises(actions.SheetRefused, match="包括月報"):
        actions.open_return(form=s.form, organisation=own, **days, by=person)
    assert not Return.objects.filter(round=None).exists()


def test_what_is_there_already_is_found_and_an_empty_one_takes_no_first_number(s):
    """Opened while the form was recorded directly, and never filled in."""
    sheet = s.sheet()
    own = {"form": s.form, "organisation": sheet.organisation, "by": s.partner}
    assert actions.open_return(start=sheet.start, end=sheet.end, **own) == sheet
    empty = returns.sheet(form=s.form, organisation=s.centres[0], **DECEMBER)
    assert actions.open_return(**DECEMBER, **own) == empty
    with pytest.raises(actions.SheetRefused, match="包括月報"):
        s.fill(empty, whole=1)
    assert not empty.values.exists()


@pytest.mark.parametrize(
    "days", [DECEMBER, {"start": OCTOBER, "end": DECEMBER["end"]}, {"start": None, "end": date(2024, 3, 31)}]
)
def test_a_sheet_past_the_rounds_does_not_count(s, days):
    for centre in (0, 1):
        s.sent(centre=centre)
    before = {code: figure(s, code) for code in ("whole", "stand", "total")}
    past = returns.sheet(form=s.form, organisation=s.centres[0], **days)
    for code in before:
        returns.value(sheet=past, element=s.elements[code], value=900, recorded_at=first_round(s) + timedelta(days=1))
    assert {code: figure(s, code) for code in before} == before
    assert [told[0] for told in before.values()] == [10, 8, 200]


def test_what_was_recorded_before_the_first_round_counts_on_even_when_it_is_corrected(s):
    sheet = returns.sheet(form=s.form, organisation=s.centres[0], start=date(2023, 9, 1), end=date(2023, 9, 30))
    before = first_round(s) - timedelta(days=1)
    row = returns.value(sheet=sheet, element=s.elements["whole"], value=7, recorded_at=before)
    assert figure(s)[:2] == (7, State.FINAL)
    actions.record_values(sheet=sheet, entries={s.elements["whole"].pk: (Entry(Decimal(8)), row.pk)}, by=s.partner)
    assert figure(s)[0] == 8


@pytest.mark.parametrize(("days", "status"), [(-1, "submitted"), (1, "draft")])
def test_a_later_round_takes_in_as_sent_only_what_was_there_before_the_first(s, days, status):
    sheet = returns.sheet(form=s.form, organisation=s.centres[0], **DECEMBER)
    at = first_round(s) + timedelta(days=days)
    returns.value(sheet=sheet, element=s.elements["whole"], value=5, recorded_at=at)
    made = open_round(form=s.form, start=DECEMBER["start"], by=s.officer, now=datetime(2026, 12, 1, tzinfo=UTC))
    sheet.refresh_from_db()
    assert (sheet.round, sheet.status, sheet.first_sent_on is None) == (made, status, days > 0)
    assert sheet.is_counted is (days < 0)
    assert s.sheet(NOVEMBER).status == "asked"
