"""Rounds, due days and senders: as meant, then each refusal."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from tests.factories import core, returns
from zaitaku.analysis.period import Period
from zaitaku.analysis.workdays import is_workday, workday_from
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.returns.actions.rounds import RoundRefused, due_day, move_due_day, open_round, open_rounds_by
from zaitaku.programme.returns.actions.senders import add_sender, add_senders, end_sender
from zaitaku.programme.returns.choices import Rhythm, SheetStatus, StepKind
from zaitaku.programme.returns.models import Return, Round
from zaitaku.programme.returns.queries.facts import facts

pytestmark = pytest.mark.django_db
APRIL = Period(date(2023, 4, 1), date(2023, 4, 30))


def at(*day: int) -> datetime:
    return datetime(*day, 9, tzinfo=timezone.get_default_timezone())


NOW = at(2023, 5, 1)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def form():
    return returns.form(is_collected=True)


def statuses(form):
    rows = form.returns.order_by("organisation__code", "start").values_list("organisation__name", "start", "status")
    return [(name, start.month, status) for name, start, status in rows]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 5, 10), date(2023, 5, 10)),  # a Wednesday
        (date(2023, 6, 10), date(2023, 6, 12)),  # a Saturday
        (date(2024, 5, 3), date(2024, 5, 7)),  # Constitution Day to the substitute holiday
        (date(2022, 12, 29), date(2023, 1, 4)),
        (date(2022, 12, 28), date(2022, 12, 28)),
    ],
)
def test_a_due_day_is_a_working_day(day, expected):
    assert workday_from(day) == expected
    assert is_workday(expected)


def test_the_due_day_lies_in_the_month_after(form):
    assert due_day(form, APRIL) == date(2023, 5, 10)
    form.due_day = 3
    assert due_day(form, APRIL) == date(2023, 5, 8)  # 3 to 5 May are holidays, 6 and 7 a week-end
    assert due_day(form, Period(date(2023, 4, 1), date(2024, 3, 31))) == date(2024, 4, 3)


def test_a_round_asks_every_sender_of_its_month(form, by):
    area = form.owner.area
    names = {"甲": (date(2015, 4, 1), None), "乙": (date(2023, 4, 30), None), "丙": (date(2023, 5, 1), None)}
    names |= {"丁": (date(2015, 4, 1), date(2023, 3, 31)), "戊": (date(2015, 4, 1), date(2023, 4, 1))}
    for name, (start, end) in names.items():
        one = core.organisation(area=area, name=name)
        add_sender(form=form, organisation=one, valid_from=start, valid_to=end, by=by, now=NOW)
    gone = core.organisation(area=area, name="己", valid_to=date(2023, 3, 1))
    add_sender(form=form, organisation=gone, valid_from=date(2015, 4, 1), by=by, now=NOW)
    made = open_round(form=form, start=date(2023, 4, 17), by=by, now=NOW)
    assert (made.start, made.end, made.due_on) == (APRIL.start, APRIL.end, date(2023, 5, 10))
    assert statuses(form) == [("甲", 4, "asked"), ("乙", 4, "asked"), ("戊", 4, "asked")]
    assert [step.kind for step in Return.objects.get(organisation__name="甲").steps.all()] == [StepKind.ASKED]
    assert AuditEntry.objects.get(action="returns.open_round").details["sheets"] == 3


def test_rounds_that_cannot_be_opened(form, by):
    def refused(**kw):
        with pytest.raises(RoundRefused) as caught:
            open_round(**({"form": form, "start": APRIL.start, "by": by, "now": NOW} | kw))
        return str(caught.value)

    assert "月報" in refused(form=returns.form())
    assert refused(form=returns.form(is_collected=True, rhythm=Rhythm.ONCE))
    assert "2023-03-01" in refused(form=returns.form(is_collected=True, closed_on=date(2023, 3, 1)))
    assert refused(start=date(2023, 6, 1))
    assert refused(due_on=date(2023, 4, 29))
    open_round(form=form, start=APRIL.start, by=by, now=NOW)
    assert "2023-04-01" in refused()
    assert Round.objects.count() == 1


def test_what_was_recorded_directly_becomes_the_sheet_of_the_round(form, by):
    one = core.organisation(area=form.owner.area)
    sheet = returns.sheet(form=form, organisation=one)
    returns.value(sheet=sheet, element=returns.element(form=form), value=3, recorded_at=at(2023, 4, 30))
    made = returns.round_(form=form, start=APRIL.start) if form.senders.exists() else None
    assert made is None
    returns.sender(form=form, organisation=one)
    made = open_round(form=form, start=APRIL.start, by=by, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.round, sheet.status) == (made, SheetStatus.SUBMITTED)
    assert sheet.first_sent_on is not None
    assert {step.kind for step in sheet.steps.all()} == {"asked", "submitted"}
    assert [fact.value for fact in facts()] == [3]


def test_who_joins_gets_the_sheets_of_open_rounds_from_the_first_month(form, by):
    returns.sender(form=form, organisation=core.organisation(area=form.owner.area, name="甲", code="1"))
    for month in (4, 5, 6):
        open_round(form=form, start=date(2023, month, 1), by=by, now=at(2023, 7, 1))
    late = core.organisation(area=form.owner.area, name="乙", code="2")
    add_sender(form=form, organisation=late, valid_from=date(2023, 5, 15), by=by, now=at(2023, 7, 1))
    assert [(name, month) for name, month, _status in statuses(form) if name == "乙"] == [("乙", 5), ("乙", 6)]
    with pytest.raises(RoundRefused):
        add_sender(form=form, organisation=late, valid_from=date(2024, 1, 1), by=by, now=NOW)
    new = [core.organisation(area=form.owner.area) for _ in range(2)]
    with pytest.raises(RoundRefused):
        add_senders(form=form, organisations=[*new, late], valid_from=date(2023, 6, 1), by=by, now=NOW)
    assert form.senders.count() == 2


def test_who_ends_loses_what_was_not_begun_only(form, by):
    sender = returns.sender(form=form, organisation=core.organisation(area=form.owner.area, name="甲"))
    for month in (4, 5, 6, 7):
        open_round(form=form, start=date(2023, month, 1), by=by, now=at(2023, 8, 1))
    form.returns.filter(start__month=6).update(status=SheetStatus.DRAFT)
    with pytest.raises(RoundRefused):
        end_sender(sender=sender, last_day=date(2023, 5, 31), reason=" ", by=by, now=NOW)
    assert end_sender(sender=sender, last_day=date(2023, 5, 31), reason="廃止", by=by, now=at(2023, 8, 1)) == 1
    assert [status for *_, status in statuses(form)] == ["asked", "asked", "draft", "excused"]
    step = form.returns.get(start__month=7).steps.last()
    assert (step.kind, step.text) == (StepKind.EXCUSED, "廃止")
    for day in (date(2014, 1, 1), date(2023, 6, 30)):
        with pytest.raises(RoundRefused):
            end_sender(sender=sender, last_day=day, reason="訂正", by=by, now=NOW)


def test_the_due_day_moves_until_it_has_passed(form, by):
    made = open_round(form=form, start=APRIL.start, by=by, now=NOW)
    moved = move_due_day(round_=made, due_on=date(2023, 5, 15), reason="連休のため", by=by, now=at(2023, 5, 10))
    assert moved.due_on == date(2023, 5, 15)
    assert AuditEntry.objects.get(action="returns.move_due_day").details["reason"] == "連休のため"
    for due_on, reason, now in [
        (date(2023, 5, 20), "", at(2023, 5, 11)),
        (date(2023, 5, 10), "早く", at(2023, 5, 11)),
        (date(2023, 5, 20), "遅い", at(2023, 5, 16)),
    ]:
        with pytest.raises(RoundRefused):
            move_due_day(round_=made, due_on=due_on, reason=reason, by=by, now=now)


def test_rounds_open_by_themselves_on_the_day_after(form, by):
    form.opens_itself = True
    form.save()
    yearly = returns.form(is_collected=True, opens_itself=True, rhythm=Rhythm.YEAR)
    for one in (form, yearly):
        returns.sender(form=one)
    returns.sender(form=returns.form(is_collected=True))  # waits for its officer
    returns.form(is_collected=True, opens_itself=True)  # asks nobody
    assert open_rounds_by(now=at(2023, 5, 1)) == {"opened": 2}
    assert open_rounds_by(now=at(2023, 5, 31)) == {"opened": 0}
    assert {(one.form, one.start) for one in Round.objects.all()} == {(form, APRIL.start), (yearly, date(2022, 4, 1))}
    assert open_rounds_by(now=at(2023, 6, 2)) == {"opened": 1}
    assert open_rounds_by(now=at(2024, 4, 1)) == {"opened": 2}


def test_a_form_closed_within_a_month_is_asked_for_that_month_by_hand_and_by_itself(by):
    """No round begins after the day; one that began before it is asked to its end."""
    for hand in (False, True):
        form = returns.form(is_collected=True, opens_itself=True, closed_on=date(2023, 4, 15))
        returns.sender(form=form)
        if hand:
            open_round(form=form, start=APRIL.start, by=by, now=NOW)
        assert open_rounds_by(now=NOW) == {"opened": 0 if hand else 1}
        assert open_rounds_by(now=at(2023, 6, 1)) == {"opened": 0}
        with pytest.raises(RoundRefused, match="2023-04-15"):
            open_round(form=form, start=date(2023, 5, 1), by=by, now=at(2023, 6, 1))
        assert [one.start for one in form.rounds.all()] == [APRIL.start]
