"""Rounds of accompanied visits: matching, moves by hand, settling, what took place."""

from datetime import date

import pytest

from tests.factories import core, events
from tests.factories.meetings import courses, visits
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.meetings.actions import removal, rounds, trainees
from zaitaku.programme.meetings.actions import visits as actions
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.actions.trainees import TraineeEntry
from zaitaku.programme.meetings.actions.visits import SlotOffer
from zaitaku.programme.meetings.choices import HalfDay, ReviewStatus, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Slot, Trainee, Visit
from zaitaku.programme.meetings.queries import visits as queries
from zaitaku.programme.meetings.queries.visits import Why

pytestmark = pytest.mark.django_db
NOW = events.NOW
TODAY = date(2023, 12, 1)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def one():
    return visits.round_()


@pytest.fixture
def slots(one):
    return [visits.slot(round=one) for _number in range(3)]


def why(one):
    one.refresh_from_db()
    return {line.trainee.number: (line.why, line.rank) for line in queries.board(one).lines}


def place(one):
    return dict(Visit.objects.filter(trainee__round=one).values_list("trainee__number", "slot"))


def test_wishes_are_matched_and_everybody_learns_why(one, slots, by):
    first, second, third = slots
    visits.trainee(round=one, wishes=(first, second))
    visits.trainee(round=one, wishes=(first,))
    visits.trainee(round=one, wishes=(first, second))
    visits.trainee(round=one)
    visits.trainee(round=one, wishes=(third,), withdrawn_at=NOW)
    assert why(one)[1] == (Why.NOT_YET, None)
    found = rounds.match_round(round_=one, by=by)
    assert (found.placed, found.unplaced, found.ranks) == (2, 2, {1: 1, 2: 1})
    one.refresh_from_db()
    assert one.status == RoundStatus.MATCHED
    reasons = why(one)
    assert sorted(reason for number, (reason, _rank) in reasons.items() if number in (1, 2, 3)) == [
        Why.NONE_LEFT,
        Why.WISH,
        Why.WISH,
    ]
    assert reasons[4] == (Why.NO_WISH, None)
    assert reasons[5] == (Why.WITHDRAWN, None)
    line = next(line for line in queries.board(one).lines if line.rank == 2)
    assert line.full == (first,), "the page says which dearer wishes are full"
    entry = AuditEntry.objects.get(action="meetings.match_round")
    assert entry.details["ranks"] == {"1": 1, "2": 1}
    assert "病院職員" not in str(entry.details)


def test_pinned_places_stay_and_the_rest_is_matched_anew(one, slots, by):
    first, second, third = slots
    mine = visits.trainee(round=one, wishes=(first,))
    other = visits.trainee(round=one, wishes=(first, third))
    rounds.match_round(round_=one, by=by)
    assert place(one) == {1: first.pk, 2: third.pk}
    rounds.place_by_hand(trainee=other, slot=second, is_pinned=True, now=NOW, by=by)
    rounds.place_by_hand(trainee=mine, slot=third, is_pinned=False, now=NOW, by=by)
    assert why(one) == {1: (Why.BESIDE, None), 2: (Why.BY_HAND, None)}
    rounds.match_round(round_=one, by=by)
    assert place(one) == {1: first.pk, 2: second.pk}


def test_nobody_is_put_where_there_is_no_room(one, slots, by):
    first = visits.trainee(round=one)
    second = visits.trainee(round=one)
    rounds.place_by_hand(trainee=first, slot=slots[0], is_pinned=True, now=NOW, by=by)
    with pytest.raises(MeetingRefused, match="あおば"):
        rounds.place_by_hand(trainee=second, slot=slots[0], is_pinned=True, now=NOW, by=by)
    rounds.place_by_hand(trainee=first, slot=slots[0], is_pinned=False, now=NOW, by=by)  # the own place is no other's
    rounds.place_by_hand(trainee=first, slot=None, is_pinned=False, now=NOW, by=by)
    rounds.place_by_hand(trainee=second, slot=slots[0], is_pinned=True, now=NOW, by=by)
    assert place(one) == {2: slots[0].pk}
    elsewhere = visits.slot(round=visits.round_())
    with pytest.raises(MeetingRefused):
        rounds.place_by_hand(trainee=second, slot=elsewhere, is_pinned=True, now=NOW, by=by)
    with pytest.raises(MeetingRefused, match="1"):
        actions.change_slot(slot=slots[0], to=SlotOffer("別のチーム", date(2023, 7, 3), capacity=0), now=NOW, by=by)


def test_an_empty_round_is_not_matched_or_settled(one, by):
    with pytest.raises(MeetingRefused):
        rounds.match_round(round_=one, by=by)
    with pytest.raises(MeetingRefused):
        rounds.settle_round(round_=one, with_letters=True, now=NOW, by=by)
    with pytest.raises(MeetingRefused):
        rounds.reopen_round(round_=one, by=by)


def test_settling_writes_letters_and_opening_again_takes_them_back(one, slots, by):
    visits.trainee(round=one, wishes=(slots[0],), email="a@example.jp")
    visits.trainee(round=one, wishes=(slots[0],), email="b@example.jp")
    visits.trainee(round=one, wishes=(slots[1],))
    rounds.match_round(round_=one, by=by)
    assert rounds.settle_round(round_=one, with_letters=True, now=NOW, by=by) == 2
    bodies = {letter.to: letter.body for letter in Letter.objects.all()}
    placed = "令和5年7月3日（月）"
    assert sum(placed in body for body in bodies.values()) == 1
    assert sum("定員" in body for body in bodies.values()) == 1
    with pytest.raises(MeetingRefused):
        rounds.match_round(round_=one, by=by)
    with pytest.raises(MeetingRefused):
        actions.offer_slots(round_=one, offers=[SlotOffer("新", TODAY)], by=by)
    assert rounds.reopen_round(round_=one, by=by) == 2
    assert not Letter.objects.exists()
    one.refresh_from_db()
    assert one.status == RoundStatus.MATCHED
    rounds.reopen_round(round_=one, by=by)
    one.refresh_from_db()
    assert one.status == RoundStatus.ASKING


def test_visits_are_marked_all_or_none(one, slots, by):
    done = visits.visit(trainee=visits.trainee(round=one), slot=slots[0], status=VisitStatus.PLANNED)
    ahead = visits.slot(round=one, day=date(2023, 12, 2))
    late = visits.visit(trainee=visits.trainee(round=one), slot=ahead, status=VisitStatus.PLANNED)
    planned, held = VisitStatus.PLANNED, VisitStatus.DONE
    with pytest.raises(MeetingRefused, match=r"No\.2"):
        rounds.mark_visits(round_=one, marks={done.pk: (planned, held), late.pk: (planned, held)}, now=NOW, by=by)
    done.refresh_from_db()
    assert done.status == VisitStatus.PLANNED
    assert rounds.mark_visits(round_=one, marks={done.pk: (planned, held)}, now=NOW, by=by) == 1
    with pytest.raises(ChangedMeanwhile):
        rounds.mark_visits(round_=one, marks={done.pk: (planned, VisitStatus.CANCELLED)}, now=NOW, by=by)
    with pytest.raises(MeetingRefused):
        rounds.place_by_hand(trainee=done.trainee, slot=slots[1], is_pinned=False, now=NOW, by=by)
    with pytest.raises(MeetingRefused):
        trainees.withdraw_trainee(trainee=done.trainee, now=NOW, by=by)
    rounds.match_round(round_=one, by=by)
    assert Visit.objects.get(pk=done.pk).status == VisitStatus.DONE, "who has gone is not matched anew"


def test_a_visit_called_off_frees_its_place(one, slots, by):
    first = visits.trainee(round=one, wishes=(slots[0],))
    gone = visits.visit(trainee=first, slot=slots[0], status=VisitStatus.CANCELLED)
    second = visits.trainee(round=one)
    rounds.place_by_hand(trainee=second, slot=slots[0], is_pinned=True, now=NOW, by=by)
    with pytest.raises(MeetingRefused):
        rounds.mark_visits(round_=one, marks={gone.pk: (VisitStatus.CANCELLED, VisitStatus.PLANNED)}, now=NOW, by=by)
    assert why(one)[1] == (Why.CANCELLED, 1)
    rounds.match_round(round_=one, by=by)
    assert place(one) == {2: slots[0].pk}
    assert why(one)[1] == (Why.NONE_LEFT, None)


def test_withdrawing_frees_the_place(one, slots, by):
    first = visits.trainee(round=one, wishes=(slots[0],))
    visits.trainee(round=one, wishes=(slots[0],))
    rounds.match_round(round_=one, by=by)
    assert place(one) == {1: slots[0].pk}
    trainees.withdraw_trainee(trainee=first, now=NOW, by=by)
    assert place(one) == {}
    assert why(one)[2] == (Why.FREE_AGAIN, None)
    with pytest.raises(MeetingRefused):
        trainees.withdraw_trainee(trainee=first, now=NOW, by=by)
    trainees.take_part_again(trainee=first, by=by)
    with pytest.raises(MeetingRefused):
        trainees.take_part_again(trainee=first, by=by)


def test_slots_are_offered_all_or_none(one, by):
    offers = [SlotOffer("A", TODAY), SlotOffer("A", TODAY, HalfDay.MORNING, 2, "玄関")]
    assert len(actions.offer_slots(round_=one, offers=offers, by=by)) == 2
    with pytest.raises(MeetingRefused, match="2023-12-01"):
        actions.offer_slots(round_=one, offers=[SlotOffer("B", TODAY), SlotOffer("A", TODAY)], by=by)
    assert Slot.objects.count() == 2
    slot = Slot.objects.get(half=HalfDay.MORNING)
    with pytest.raises(MeetingRefused):
        actions.change_slot(slot=slot, to=SlotOffer("A", TODAY), now=NOW, by=by)
    trainee = visits.trainee(round=one, wishes=(slot,))
    with pytest.raises(MeetingRefused):
        actions.remove_slot(slot=slot, by=by)
    trainee.choices.all().delete()
    actions.remove_slot(slot=slot, by=by)
    assert Slot.objects.count() == 1


def test_wishes_are_of_the_round_and_once_each(one, slots, by):
    house = visits.hospital(series=one.series)
    elsewhere = visits.slot(round=visits.round_())
    for wrong in ((slots[0].pk, slots[0].pk), (elsewhere.pk,), (99999,)):
        with pytest.raises(MeetingRefused):
            trainees.enter_trainee(round_=one, hospital=house, entry=TraineeEntry("名", wishes=wrong), by=by)
    assert not Trainee.objects.exists()
    with pytest.raises(MeetingRefused):
        trainees.enter_trainee(round_=one, hospital=visits.hospital(), entry=TraineeEntry("名"), by=by)
    made = trainees.enter_trainee(
        round_=one, hospital=house, entry=TraineeEntry("名", wishes=(slots[1].pk, slots[0].pk)), by=by
    )
    trainees.change_trainee(trainee=made, entry=TraineeEntry("名", wishes=(slots[0].pk,)), by=by)
    assert list(made.choices.values_list("slot", "rank")) == [(slots[0].pk, 1)]
    rounds.match_round(round_=one, by=by)
    rounds.settle_round(round_=one, with_letters=False, now=NOW, by=by)
    with pytest.raises(MeetingRefused):
        trainees.change_trainee(trainee=made, entry=TraineeEntry("名"), by=by)
    trainees.change_trainee(trainee=made, entry=TraineeEntry("正しい名", wishes=(slots[0].pk,)), by=by)
    made.refresh_from_db()
    assert made.name == "正しい名"
    last = AuditEntry.objects.filter(action="meetings.change_trainee").latest("number")
    assert last.details["changed"] == ["name"]
    assert "正しい" not in str(last.details)


def test_a_review_is_of_the_own_series(one, by):
    house = actions.add_hospital(series=one.series, name="練馬病院", organisation=None, by=by)
    with pytest.raises(MeetingRefused, match="練馬病院"):
        actions.add_hospital(series=one.series, name="練馬病院", organisation=None, by=by)
    fields = {"name": "練馬病院", "organisation": None, "review_status": ReviewStatus.DONE}
    with pytest.raises(MeetingRefused):
        actions.change_hospital(hospital=house, **fields, review_session=events.session(), by=by)
    actions.change_hospital(hospital=house, **fields, review_session=events.session(series=one.series), by=by)
    house.refresh_from_db()
    assert house.review_status == ReviewStatus.DONE


def test_names_leave_and_counts_stay(one, slots):
    trainee = visits.trainee(round=one, wishes=(slots[0],), email="a@example.jp")
    visits.visit(trainee=trainee, slot=slots[0])
    course = courses.course(series=one.series)
    courses.enrolment(course=course, email="b@example.jp")
    Letter.objects.create(
        to="a@example.jp", subject="s", body="b", about=f"meetings.trainee:{trainee.pk}", written_at=NOW, not_before=NOW
    )
    found = removal.remove(series=one.series, now=NOW)
    assert {name: found[name] for name in ("letters", "enrolments", "trainees")} == {
        "letters": 1,
        "enrolments": 1,
        "trainees": 1,
    }
    trainee.refresh_from_db()
    assert (trainee.name, trainee.email, trainee.removed_at) == ("", "", NOW)
    assert course.enrolments.get().name == ""
    assert not Letter.objects.exists()
    again = removal.remove(series=one.series, now=NOW)
    assert (again["trainees"], again["enrolments"]) == (0, 0)


def test_the_board_takes_three_queries_however_large(one, slots, django_assert_num_queries):
    for _number in range(10):
        visits.trainee(round=one, wishes=tuple(slots))
    with django_assert_num_queries(3):
        assert len(queries.board(one).lines) == 10
