"""Figures of courses and visits as of a day, against what a person would count."""

from datetime import date

import pytest

from tests.factories import core, events, indicators
from tests.factories.meetings import courses, visits
from zaitaku import catalogue
from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.indicators.figures import BadParams
from zaitaku.programme.meetings.choices import ReviewStatus, RoundStatus, VisitStatus

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
END = date(2024, 3, 31)


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


def indicator(owner, function, **params):
    return indicators.indicator(owner=owner, area=owner.area, function=function, params={"series": "x"} | params)


def compute(owner, function, as_of=END, **params):
    one = indicator(owner, function, **params)
    return catalogue.compute([one], year=YEAR, as_of=as_of)[one.code]


def said(figure):
    return (None if figure.value is None else float(figure.value), figure.state)


@pytest.fixture
def course(owner):
    """Three people: all four parts, three of four, withdrawn after the first."""
    one = courses.course(owner=owner, code="x")
    courses.said(courses.enrolment(course=one), "1111")
    courses.said(courses.enrolment(course=one), "1101")
    courses.said(courses.enrolment(course=one, withdrawn_on=date(2023, 7, 1)), "1---")
    return one


def test_completion_counts_each_person_once(owner, course):
    figure = compute(owner, "meetings.completion")
    assert said(figure) == (1, State.FINAL)
    assert figure.kind is Kind.PERSONS
    course.parts_needed = 3
    course.save()
    assert said(compute(owner, "meetings.completion")) == (2, State.FINAL)


def test_completion_as_a_share_of_everybody_enrolled(owner, course):
    figure = compute(owner, "meetings.completion", share="enrolled")
    assert (said(figure), int(figure.numerator), int(figure.denominator)) == ((33.3, State.FINAL), 1, 3)


def test_completion_as_of_an_earlier_day_knows_earlier_parts_only(owner, course):
    course.series.sessions.filter(number=4).update(status=SessionStatus.PLANNED, held_on=date(2024, 2, 9))
    figure = compute(owner, "meetings.completion", as_of=date(2024, 1, 31))
    assert (said(figure), figure.mark) == ((0, State.PLANNED), "2月予定")
    before = compute(owner, "meetings.completion", as_of=date(2023, 5, 1))
    assert before.value is None
    course.parts_needed = 2
    course.save()
    assert said(compute(owner, "meetings.completion", as_of=date(2023, 7, 31))) == (2, State.FINAL)
    assert said(compute(owner, "meetings.completion", as_of=date(2023, 6, 30)))[0] == 0


def test_a_part_not_entered_keeps_completion_open(owner, course):
    courses.said(courses.enrolment(course=course), "111-")
    assert said(compute(owner, "meetings.completion")) == (1, State.TALLYING)


def test_a_withdrawal_counts_from_its_day_on(owner, course):
    first = course.enrolments.get(number=1)
    first.withdrawn_on = date(2024, 1, 10)
    first.save()
    assert said(compute(owner, "meetings.completion", as_of=date(2024, 1, 9)))[0] == 1
    assert said(compute(owner, "meetings.completion", as_of=date(2024, 1, 10)))[0] == 0


def test_whoever_enrols_later_is_not_of_an_earlier_base(owner, course):
    courses.said(courses.enrolment(course=course, enrolled_on=date(2023, 9, 1)), "--10")
    courses.said(courses.enrolment(course=course, enrolled_on=date(2023, 12, 1)), "1---")
    base = {}
    for day in (date(2023, 6, 9), date(2023, 8, 31), date(2023, 9, 1), END):
        base[day] = int(compute(owner, "meetings.completion", share="enrolled", as_of=day).denominator)
    assert list(base.values()) == [4, 4, 5, 5], "who came before being enrolled was there"
    one = indicator(owner, "meetings.completion")
    assert len(catalogue.records(one, year=YEAR, as_of=date(2023, 8, 31))) == 4


def test_the_records_of_those_who_completed_are_settled(owner, course):
    course.parts_needed = 2
    course.save()
    courses.said(courses.enrolment(course=course), "11--")
    courses.said(courses.enrolment(course=course), "1---")
    one = indicator(owner, "meetings.completion")
    rows = catalogue.records(one, year=YEAR, as_of=END)
    assert [row.state for row in rows[3:]] == [State.FINAL, State.TALLYING]


def test_a_part_nobody_spoke_of_is_no_settled_nothing(owner, course):
    course.series.sessions.filter(number=4).update(status=SessionStatus.PLANNED)
    assert said(compute(owner, "meetings.completion")) == (0, State.TO_FOLLOW)


def test_no_course_is_open_and_not_zero(owner):
    assert said(compute(owner, "meetings.completion")) == (None, State.TO_FOLLOW)
    events.series(owner=owner, code="x")
    assert said(compute(owner, "meetings.completion")) == (None, State.TO_FOLLOW)


def test_the_records_name_nobody(owner, course):
    one = indicator(owner, "meetings.completion")
    rows = catalogue.records(one, year=YEAR, as_of=END)
    assert [row.what for row in rows] == ["No.1", "No.2", "No.3"]
    assert rows[1].detail == "第1回○ 第2回○ 第3回× 第4回○"
    assert [row.value for row in rows] == ["1人", "", ""]
    assert not any(name in str(rows) for name in courses.NAMES)


@pytest.fixture
def round_(owner):
    """Two hospitals went (2 and 1 people), one has only a person who withdrew, one nobody."""
    one = visits.round_(owner=owner, code="x", status=RoundStatus.SETTLED)
    slots = [visits.slot(round=one, capacity=3) for _number in range(2)]
    first, second, third, _fourth = (visits.hospital(series=one.series) for _number in range(4))
    visits.visit(trainee=visits.trainee(round=one, hospital=first), slot=slots[0])
    visits.visit(trainee=visits.trainee(round=one, hospital=first), slot=slots[1])
    visits.visit(trainee=visits.trainee(round=one, hospital=second), slot=slots[1])
    visits.trainee(round=one, hospital=third, withdrawn_at=events.NOW)
    visits.visit(trainee=visits.trainee(round=one, hospital=second), slot=slots[0], status=VisitStatus.CANCELLED)
    return one


def test_trainees_and_hospitals(owner, round_):
    figure = compute(owner, "meetings.trainees")
    assert said(figure) == (3, State.FINAL)
    assert [(part.label, int(part.value)) for part in figure.parts] == [("第1病院", 2), ("第2病院", 1), ("第3病院", 0)]
    assert said(compute(owner, "meetings.visiting_hospitals")) == (2, State.FINAL)
    taking = compute(owner, "meetings.visiting_hospitals", hospitals="taking_part")
    assert said(taking) == (2, State.FINAL)
    earlier = compute(owner, "meetings.visiting_hospitals", hospitals="taking_part", as_of=date(2023, 11, 30))
    assert said(earlier)[0] == 3, "the third withdrew on 1 December"
    round_.status = RoundStatus.ASKING
    round_.save()
    assert said(compute(owner, "meetings.visiting_hospitals", hospitals="taking_part")) == (2, State.ASKING)


def test_visits_ahead_and_visits_nobody_spoke_of(owner, round_):
    first = compute(owner, "meetings.trainees", as_of=date(2023, 7, 3))
    assert (said(first), first.mark) == ((1, State.PLANNED), "7月予定")
    assert said(compute(owner, "meetings.visiting_hospitals", as_of=date(2023, 7, 3))) == (1, State.PLANNED)
    late = visits.slot(round=round_, day=date(2024, 2, 5))
    visits.visit(trainee=visits.trainee(round=round_), slot=late, status=VisitStatus.PLANNED)
    ahead = compute(owner, "meetings.trainees", as_of=date(2024, 1, 31))
    assert (said(ahead), ahead.mark) == ((3, State.PLANNED), "2月予定")
    assert said(compute(owner, "meetings.trainees", as_of=END)) == (3, State.TO_FOLLOW)


def test_whoever_is_entered_later_is_not_there_earlier(owner, round_):
    late = visits.trainee(round=round_, entered_on=date(2023, 10, 1))
    visits.visit(trainee=late, slot=visits.slot(round=round_, day=date(2023, 10, 20)))
    first = round_.series.visiting_hospitals.order_by("name").first()
    assert late.hospital == first
    for day, people in ((date(2023, 9, 30), 3), (date(2023, 10, 20), 4)):
        assert said(compute(owner, "meetings.trainees", as_of=day))[0] == people
    assert said(compute(owner, "meetings.trainees", as_of=date(2023, 9, 30)))[1] == State.FINAL
    assert said(compute(owner, "meetings.trainees", as_of=date(2023, 10, 1)))[1] == State.PLANNED
    round_.trainees.update(entered_on=date(2023, 12, 1))
    taking = compute(owner, "meetings.visiting_hospitals", hospitals="taking_part", as_of=date(2023, 6, 1))
    assert said(taking) == (None, State.TO_FOLLOW)


def test_a_review_counts_from_its_day_on(owner, round_):
    round_.series.visiting_hospitals.update(review_status=ReviewStatus.DONE, reviewed_on=date(2024, 2, 10))
    assert said(compute(owner, "meetings.reviews")) == (4, State.FINAL)
    assert said(compute(owner, "meetings.reviews", as_of=date(2024, 2, 9))) == (None, State.PLANNED)


def test_reviews_are_asked_about(owner, round_):
    assert said(compute(owner, "meetings.reviews")) == (None, State.ASKING)
    session = events.session(series=round_.series, held_on=date(2024, 2, 10))
    houses = list(round_.series.visiting_hospitals.order_by("name"))
    for house, status in zip(
        houses, (ReviewStatus.DONE, ReviewStatus.ASKING, ReviewStatus.DECLINED, ReviewStatus.WANTED), strict=True
    ):
        house.review_status = status
        house.review_session = session if status == ReviewStatus.DONE else None
        house.save()
    assert said(compute(owner, "meetings.reviews")) == (1, State.ASKING)
    assert said(compute(owner, "meetings.reviews", as_of=date(2024, 2, 9))) == (None, State.ASKING)
    round_.series.visiting_hospitals.filter(review_status=ReviewStatus.ASKING).update(
        review_status=ReviewStatus.DECLINED
    )
    assert said(compute(owner, "meetings.reviews")) == (1, State.PLANNED)
    round_.series.visiting_hospitals.filter(review_status=ReviewStatus.WANTED).update(
        review_status=ReviewStatus.DECLINED
    )
    assert said(compute(owner, "meetings.reviews")) == (1, State.FINAL)
    rows = catalogue.records(indicator(owner, "meetings.reviews"), year=YEAR, as_of=END)
    assert [row.state for row in rows][:2] == [State.FINAL, State.NOT_APPLICABLE]


def test_nothing_recorded_is_open(owner):
    for name in ("visiting_hospitals", "trainees", "reviews"):
        assert said(compute(owner, f"meetings.{name}")) == (None, State.TO_FOLLOW)


def test_the_records_of_visits_name_nobody(owner, round_):
    rows = catalogue.records(indicator(owner, "meetings.trainees"), year=YEAR, as_of=END)
    assert [row.what for row in rows] == ["第1病院 No.1", "第1病院 No.2", "第2病院 No.3"]
    assert "病院職員" not in str(rows)


def test_the_number_of_queries_does_not_grow(owner, round_, django_assert_num_queries):
    many = [indicator(owner, "meetings.trainees") for _number in range(5)]
    for one in many:
        assert one.area.pk == one.owner.area_id
    with django_assert_num_queries(4):
        catalogue.compute(many, year=YEAR, as_of=END)


def test_unknown_words_are_refused():
    with pytest.raises(BadParams):
        catalogue.check_params("meetings.completion", {"series": "x", "share": "half"})
    with pytest.raises(BadParams):
        catalogue.check_params("meetings.visiting_hospitals", {"series": "x", "hospitals": "all"})
