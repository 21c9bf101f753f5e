"""Made-up events and returns say so, come once, and only in the demo."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories import core
from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example import synthetic
from zaitaku.cli.main import main
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.events.models import (
    Answer,
    Channel,
    CheckIn,
    Question,
    Questionnaire,
    Series,
    Session,
    SignUp,
    Speaker,
)
from zaitaku.programme.materials.choices import OrderStatus
from zaitaku.programme.materials.models import Destination, DestinationWish, Offer, Order, Title
from zaitaku.programme.meetings.models import ActionItem, Enrolment, Issue, Slot, Supporter, Trainee, Wish
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.board import board
from zaitaku.programme.returns.queries.checking import answers_of, findings_of
from zaitaku.programme.returns.queries.sheets import current_values

NAMED = [
    (SignUp, "name"),
    (CheckIn, "name"),
    (Question, "text"),
    (Questionnaire, "title"),
    (Answer, "text"),
    (Enrolment, "name"),
    (Trainee, "name"),
    (Slot, "team"),
    (Wish, "text"),
    (Supporter, "label"),
    (Issue, "title"),
    (ActionItem, "text"),
    (Title, "name"),
    (Destination, "name"),
    (Destination, "address"),
    (Order, "contact"),
    (DestinationWish, "address"),
]
pytestmark = pytest.mark.django_db(transaction=True)


def test_every_name_says_that_it_is_made_up_and_twice_changes_nothing():
    owner = core.organisation()
    now = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert synthetic.load(owner, now=now)
    assert not synthetic.load(owner, now=now)
    texts = [*Series.objects.values_list("title", flat=True), *Session.objects.values_list("title", flat=True)]
    texts += [*Session.objects.values_list("venue", flat=True), *Speaker.objects.values_list("name", flat=True)]
    for model, field in NAMED:
        found = list(model.objects.exclude(**{field: ""}).values_list(field, flat=True))
        assert found, model
        texts += found
    texts += Area.objects.filter(kind=AreaKind.LIVING_AREA).values_list("name", flat=True)
    assert len(Area.objects.filter(kind=AreaKind.LIVING_AREA)) == 4
    assert all("架空" in text for text in texts)
    assert SignUp.objects.count() == 25 + 12 + 60
    assert Offer.objects.filter(is_open=True).count() == 2
    assert set(Order.objects.values_list("status", flat=True)) == set(OrderStatus) - {OrderStatus.CANCELLED}


def test_27_centres_report_for_twelve_months_with_some_late_queried_and_excused():
    owner = core.organisation()
    now = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    synthetic.load(owner, now=now)
    form = Form.objects.get(is_collected=True)
    centres = Organisation.objects.filter(sends__form=form)
    assert all("架空" in name for name in [form.title, *centres.values_list("name", flat=True)])
    made = board(form, Organisation.objects.all(), FiscalYear(2026), today=now.date())
    cells = [cell for row in made.rows for cell in row.cells if cell]
    assert (len(made.rows), len(cells), form.returns.count()) == (27, 27 * 7, 27 * 12)
    assert form.elements.count() >= 40
    assert {cell.status.value for cell in cells} >= {"asked", "draft", "submitted", "returned", "accepted", "excused"}
    assert sum(cell.queries for cell in cells) == 2
    assert any(cell.late and cell.is_sent for cell in cells)
    assert any(cell.is_overdue for cell in cells)
    sheet = form.returns.filter(status="submitted").order_by("pk")[0]
    found = [one for one in findings_of(sheet, answers_of(current_values(sheet).values())) if one.severity == "stop"]
    assert not found, found[0].text


@pytest.mark.parametrize("now", [datetime(2026, 4, 1, 0, tzinfo=ZoneInfo("Asia/Tokyo")), datetime(2027, 3, 31, 23, tzinfo=ZoneInfo("Asia/Tokyo"))])  # fmt: skip  # noqa: E501
def test_it_works_on_the_first_and_the_last_day_of_the_year(now):
    owner = core.organisation()
    assert synthetic.load(owner, now=now)
    for channel in Channel.objects.all():
        seats = sum(one.seats for one in channel.sign_ups.filter(status="confirmed"))
        assert (channel.taken, seats <= (channel.capacity or 0)) == (seats, True)


def test_outside_the_demo_nothing_is_made_up(capsys, settings):
    settings.DEMO = False
    assert main(["load-synthetic"]) == 1
    assert "デモ" in capsys.readouterr().err
    assert not Series.objects.exists()
