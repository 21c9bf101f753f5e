"""A sheet is named by its period, a month or a fiscal year, in one way: in letters, on pages, in duties."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.reminders import remind
from zaitaku.programme.returns.choices import Rhythm, SheetStatus
from zaitaku.programme.returns.models import Return, Round
from zaitaku.programme.returns.queries.due import duties_of
from zaitaku.programme.returns.queries.workbooks import period_name

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 4, 25, 3, tzinfo=UTC)  # two weeks after the year's sheets were due
NAME, OTHERS = "令和5年度分", ("令和5年4月", "令和6年3月", "R5.4月", "R6.3月")


@pytest.fixture
def sheet():
    """The sheet of fiscal year 2023, not begun; a person on either side."""
    form = returns.collected_form(rhythm=Rhythm.YEAR, title="年次報告", elements=("E1",))
    centre = core.organisation(area=form.owner.area, name="光が丘センター")
    returns.sender(form=form, organisation=centre)
    core.person(role=Role.PARTNER, organisation=centre)
    core.person(role=Role.SECTION_OFFICER, organisation=form.owner)
    return returns.round_(form=form, start=date(2023, 4, 1), now=NOW).sheets.get()


def people(sheet):
    own, asking = (one.memberships.get().person for one in (sheet.organisation, sheet.form.owner))
    return own, asking


def named_rightly(text):
    return NAME in text and not any(one in text for one in OTHERS)


def sent(sheet, by):
    element = sheet.form.elements.get()
    actions.record_values(sheet=sheet, entries={element.pk: (Entry(Decimal(5)), None)}, by=by)
    actions.submit(sheet=sheet, seen=sheet.version, by=by, now=NOW)


def test_letters_name_the_year(sheet):
    own, asking = people(sheet)
    assert remind(form=sheet.form, sheets=[sheet], by=asking, now=NOW).letters == 1
    assert named_rightly(Letter.objects.get().body)
    sent(sheet, own)  # withdraws the reminder
    query = actions.ask(sheet=sheet, element=None, text="確認", by=asking, now=NOW)
    actions.answer(query=query, text="はい", by=own, now=NOW)
    actions.hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=asking, now=NOW)
    assert [letter.to for letter in Letter.objects.order_by("pk")] == [own.email, asking.email, own.email]
    for letter in Letter.objects.all():
        assert named_rightly(letter.subject)
        assert named_rightly(letter.body)


def test_pages_of_the_sender_name_the_year(client, sheet):
    own, _asking = people(sheet)
    client.force_login(own)
    [duty] = duties_of(own, on=NOW.date(), most=5)
    assert named_rightly(duty.what)
    for name in ("sheet", "submit", "upload"):
        assert named_rightly(client.get(reverse(f"returns:{name}", args=[sheet.pk])).content.decode()), name
    sent(sheet, own)
    page = reverse("returns:history", args=[sheet.pk, sheet.form.elements.get().pk])
    assert named_rightly(client.get(page).content.decode())


def test_pages_of_the_owner_name_the_year(client, sheet):
    own, asking = people(sheet)
    client.force_login(asking)

    def shown(name, *args):
        return client.get(reverse(f"returns:{name}", args=args), {"year": 2023}).content.decode()

    assert named_rightly(shown("remind", sheet.form_id))
    sent(sheet, own)
    [duty] = duties_of(asking, on=NOW.date(), most=5)
    assert named_rightly(duty.where)
    assert named_rightly(shown("board", sheet.form_id))
    query = actions.ask(sheet=sheet, element=None, text="確認", by=asking, now=NOW)
    for name, pk in (("hand_back", sheet.pk), ("query", query.pk), ("accept_round", sheet.round_id)):
        assert named_rightly(shown(name, pk)), name
    Return.objects.filter(pk=sheet.pk).update(status=SheetStatus.ACCEPTED)
    assert named_rightly(shown("lock_round", sheet.round_id))


@pytest.mark.parametrize(
    ("start", "end", "japanese", "english"),
    [
        (date(2023, 10, 1), date(2023, 10, 31), "令和5年10月分", "October 2023"),
        (date(2023, 4, 1), date(2024, 3, 31), "令和5年度分", "FY2023"),
        (date(2023, 4, 1), date(2023, 9, 30), "令和5年4月1日～令和5年9月30日", "1 April 2023 – 30 September 2023"),
        (None, date(2023, 9, 30), "～令和5年9月30日", "– 30 September 2023"),
    ],
)
def test_a_month_a_year_and_other_stretches(start, end, japanese, english):
    assert period_name(Return(start=start, end=end)) == japanese
    with override("en"):
        assert period_name(Round(start=start, end=end)) == english
