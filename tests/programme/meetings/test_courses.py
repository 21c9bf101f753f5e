"""The register of a course: who came flows into attendance once, and nothing is half saved."""

from datetime import date

import pytest

from tests.factories import core, events
from tests.factories.meetings import courses
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.events.choices import ChannelKind, SessionStatus, SignUpStatus
from zaitaku.programme.events.models import Attendance, CheckIn, SignUp
from zaitaku.programme.meetings.actions import courses as actions
from zaitaku.programme.meetings.actions import enrolment as enrolling
from zaitaku.programme.meetings.actions.courses import Change
from zaitaku.programme.meetings.actions.enrolment import Participant
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.models import Enrolment, PartAttendance
from zaitaku.programme.meetings.queries import courses as queries

pytestmark = pytest.mark.django_db
TODAY = date(2023, 12, 1)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def course():
    one = courses.course()
    for _number in range(3):
        courses.enrolment(course=one)
    return one


def sessions(course):
    return list(course.series.sessions.order_by("number"))


def save(course, by, cells, **kw):
    """`cells`: (participant's number, part's number) → what it becomes; before is what is recorded."""
    people = {one.number: one.pk for one in course.enrolments.all()}
    parts = {one.number: one.pk for one in course.series.sessions.all()}
    now = {(row.enrolment_id, row.session_id): row.came for row in PartAttendance.objects.all()}
    keys = {(people[person], parts[part]): came for (person, part), came in cells.items()}
    changes = {key: Change(now.get(key), came) for key, came in keys.items()}
    return actions.save_register(course=course, changes=changes, today=TODAY, by=by, **kw)


def recorded(course, number):
    return Attendance.objects.filter(
        channel__session__series=course.series, channel__session__number=number, superseded_at=None
    ).first()


def test_who_came_becomes_the_attendance_of_the_main_channel(course, by):
    assert save(course, by, {(1, 1): True, (2, 1): True}) == 2
    assert (int(recorded(course, 1).value), recorded(course, 1).state) == (2, "tallying")
    save(course, by, {(3, 1): False})
    row = recorded(course, 1)
    assert (int(row.value), row.state, row.as_of) == (2, "final", courses.DAYS[0])
    assert recorded(course, 2) is None
    entry = AuditEntry.objects.filter(action="meetings.save_register").latest("number")
    assert entry.details == {"第1回": {"absent": [3]}}


def test_the_same_again_changes_nothing(course, by):
    save(course, by, {(1, 1): True})
    before = AuditEntry.objects.count()
    assert save(course, by, {(1, 1): True}) == 0
    assert AuditEntry.objects.count() == before


def test_the_main_hall_comes_before_other_channels(course, by):
    session = sessions(course)[0]
    session.channels.update(kind=ChannelKind.ONLINE, label="Zoom")
    hall = events.channel(session=session, label="会議室")
    save(course, by, {(1, 1): True})
    assert recorded(course, 1).channel == hall
    assert queries.live_channels([events.channel(session=session, label="動画", kind=ChannelKind.VIDEO)]) == []


def test_a_part_without_a_channel_gets_the_hall(course, by):
    sessions(course)[0].channels.all().delete()
    save(course, by, {(1, 1): True})
    assert recorded(course, 1).channel.label == "本会場"


def test_check_ins_keep_their_number(course, by):
    channel = sessions(course)[0].channels.get()
    CheckIn.objects.create(channel=channel, key="k", people=5, at=events.NOW, by=by)
    save(course, by, {(1, 1): True, (2, 1): False, (3, 1): False})
    assert recorded(course, 1) is None
    assert queries.register(course).parts[0].is_checked_in
    CheckIn.objects.update(undone_at=events.NOW)
    save(course, by, {(2, 1): True})
    assert int(recorded(course, 1).value) == 2


def test_a_part_in_two_ways_is_counted_in_each(course, by):
    """Three in the hall, two on Zoom by its report: five, and nobody twice."""
    session = sessions(course)[0]
    hall, zoom = session.channels.get(), events.channel(session=session, kind=ChannelKind.ONLINE, label="Zoom")
    people = [*course.enrolments.order_by("number"), *(courses.enrolment(course=course) for _number in range(2))]
    for one in people[3:]:
        common = {"name": one.name, "office": one.office, "at": events.NOW, "by": by}
        CheckIn.objects.create(channel=zoom, key=f"zoom{one.pk}", **common)
    events.attendance(channel=zoom, value=2, state="final")
    assert queries.arrived(course, session) == {one.pk: zoom.pk for one in people[3:]}
    changes = {(one.pk, session.pk): Change(None, True) for one in people[:3]}
    changes |= {(one.pk, session.pk): Change(None, True, way=zoom.pk) for one in people[3:]}
    assert actions.save_register(course=course, changes=changes, today=TODAY, by=by) == 5
    rows = Attendance.objects.filter(superseded_at=None).order_by("channel")
    assert [(row.channel, int(row.value), row.state) for row in rows] == [(hall, 3, "final"), (zoom, 2, "final")]
    assert [line.cells[0].word for line in queries.register(course).lines] == ["本会場"] * 3 + ["Zoom"] * 2
    elsewhere = sessions(course)[1].channels.get()
    wrong = {(people[0].pk, session.pk): Change(True, True, way=elsewhere.pk)}
    with pytest.raises(MeetingRefused):
        actions.save_register(course=course, changes=wrong, today=TODAY, by=by)


def test_the_register_counts_each_way_where_nobody_was_checked_in(course, by):
    session = sessions(course)[0]
    hall, zoom = session.channels.get(), events.channel(session=session, kind=ChannelKind.ONLINE, label="Zoom")
    first, second, third = course.enrolments.order_by("number")
    changes = {(first.pk, session.pk): Change(None, True), (second.pk, session.pk): Change(None, True, way=zoom.pk)}
    actions.save_register(
        course=course, changes=changes | {(third.pk, session.pk): Change(None, False)}, today=TODAY, by=by
    )
    now = dict(Attendance.objects.filter(superseded_at=None).values_list("channel", "value"))
    assert now == {hall.pk: 1, zoom.pk: 1}
    moved = {(second.pk, session.pk): Change(True, True, zoom.pk, None)}
    actions.save_register(course=course, changes=moved, today=TODAY, by=by)
    now = dict(Attendance.objects.filter(superseded_at=None).values_list("channel", "value"))
    assert now == {hall.pk: 2, zoom.pk: 0}
    with pytest.raises(ChangedMeanwhile):
        actions.save_register(course=course, changes=moved, today=TODAY, by=by)


def test_a_number_typed_elsewhere_is_not_replaced_unasked(course, by):
    events.attendance(channel=sessions(course)[0].channels.get(), value=18, state="final")
    with pytest.raises(MeetingRefused, match=r"第1回.*18"):
        save(course, by, {(1, 1): True})
    assert not PartAttendance.objects.exists(), "nothing is half saved"
    save(course, by, {(1, 1): True, (2, 1): False, (3, 1): False}, replace=True)
    assert int(recorded(course, 1).value) == 1
    save(course, by, {(2, 1): True})
    assert int(recorded(course, 1).value) == 2, "from then on the number is the register's"


def test_an_equal_number_typed_elsewhere_is_taken_over(course, by):
    events.attendance(channel=sessions(course)[0].channels.get(), value=1, state="final")
    save(course, by, {(1, 1): True, (2, 1): False, (3, 1): False})
    assert recorded(course, 1).note == queries.REGISTER_NOTE


def test_somebody_else_said_otherwise_meanwhile(course, by):
    save(course, by, {(1, 1): True})
    person, part = course.enrolments.get(number=1), sessions(course)[0]
    with pytest.raises(ChangedMeanwhile, match=r"第1回 No\.1"):
        actions.save_register(course=course, changes={(person.pk, part.pk): Change(None, False)}, today=TODAY, by=by)
    assert PartAttendance.objects.get().came is True


def test_undo_is_the_same_action_the_other_way_round(course, by):
    save(course, by, {(1, 1): True, (2, 1): False})
    save(course, by, {(1, 1): None, (2, 1): None})
    assert not PartAttendance.objects.exists()
    assert (recorded(course, 1).value, recorded(course, 1).state) == (None, "tallying")


def test_a_cell_of_another_course_is_refused(course, by):
    other = courses.enrolment(course=courses.course())
    with pytest.raises(MeetingRefused, match="開"):
        actions.save_register(
            course=course, changes={(other.pk, sessions(course)[0].pk): Change(None, True)}, today=TODAY, by=by
        )


@pytest.mark.parametrize("day", [None, date(2023, 12, 2)])
def test_nobody_came_to_a_part_that_lies_ahead(course, by, day):
    session = sessions(course)[3]
    session.status, session.held_on = SessionStatus.PLANNED, day
    session.save()
    with pytest.raises(MeetingRefused, match="第4回"):
        save(course, by, {(1, 4): True})


def test_a_planned_part_whose_day_has_come_is_held_then(course, by):
    session = sessions(course)[3]
    session.status, session.held_on = SessionStatus.PLANNED, TODAY
    session.save()
    save(course, by, {(1, 4): False})
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED
    save(course, by, {(1, 4): True})
    session.refresh_from_db()
    assert session.status == SessionStatus.HELD


def test_completion_follows_the_rule(course, by):
    first, second, third = course.enrolments.order_by("number")
    courses.said(first, "1111")
    courses.said(second, "1101")
    courses.said(third, "10-1")

    def completed():
        return [line.enrolment.number for line in queries.register(course).completed]

    assert completed() == [1]
    actions.set_up_course(
        series=course.series, parts_needed=3, certificate_title="修了証", certificate_text="", issuer="区", by=by
    )
    course.refresh_from_db()
    assert completed() == [1, 2]
    behind = queries.register(course).behind
    assert [[one.label for one in line.missing] for line in behind] == [["第2回", "第3回"]]
    assert behind[0].can_still
    second.withdrawn_on = TODAY
    second.save()
    assert completed() == [1]


def test_a_part_called_off_is_not_needed(course):
    first = courses.said(course.enrolments.get(number=1), "111-")
    assert queries.register(course).completed == []
    course.series.sessions.filter(number=4).update(status=SessionStatus.CANCELLED)
    assert [line.enrolment for line in queries.register(course).completed] == [first]
    course.parts_needed = 4
    assert queries.register(course).asks_too_much


def test_more_parts_than_there_are_cannot_be_asked(course, by):
    with pytest.raises(MeetingRefused, match="4"):
        actions.set_up_course(
            series=course.series, parts_needed=5, certificate_title="修了証", certificate_text="", issuer="区", by=by
        )


def test_certificates_go_to_those_who_completed(course, by):
    first, second, _third = course.enrolments.order_by("number")
    courses.said(first, "1111")
    courses.said(second, "1110")
    with pytest.raises(MeetingRefused, match=r"No\.2"):
        actions.certify(course=course, numbers={1, 2}, on=TODAY, by=by)
    with pytest.raises(MeetingRefused, match="2023-10-13"):
        actions.certify(course=course, numbers=None, on=date(2023, 10, 12), by=by)
    assert actions.certify(course=course, numbers=None, on=TODAY, by=by) == [first]
    first.refresh_from_db()
    assert first.certified_on == TODAY
    with pytest.raises(MeetingRefused):
        actions.certify(course=course, numbers=None, on=TODAY, by=by)


def test_nobody_holds_a_certificate_without_having_completed(course, by):
    first = courses.said(course.enrolments.get(number=1), "1111")
    actions.certify(course=course, numbers={1}, on=TODAY, by=by)
    with pytest.raises(MeetingRefused, match=r"No\.1"):
        save(course, by, {(1, 4): False})
    with pytest.raises(MeetingRefused, match=r"No\.1"):
        enrolling.change_enrolment(enrolment=first, to=Participant(first.name), withdrawn_on=TODAY, today=TODAY, by=by)
    actions.revoke_certificate(enrolment=first, by=by)
    assert save(course, by, {(1, 4): False}) == 1
    with pytest.raises(MeetingRefused):
        actions.revoke_certificate(enrolment=first, by=by)


def test_people_are_enrolled_all_or_none(course, by):
    made = enrolling.enrol(
        course=course, people=[Participant("木村 七", office="訪問看護"), Participant("岸 八")], by=by
    )
    assert [one.number for one in made] == [4, 5]
    with pytest.raises(MeetingRefused, match=r"No\.4"):
        enrolling.enrol(course=course, people=[Participant("新人"), Participant("木村　七", office="訪問 看護")], by=by)
    assert course.enrolments.count() == 5
    again = enrolling.enrol(course=course, people=[Participant("岸 八")], allow_same=True, by=by)
    assert again[0].number == 6
    details = AuditEntry.objects.filter(action="meetings.enrol").latest("number")
    assert details.details == {"numbers": [6]}
    assert "岸" not in details.subject_name


def test_a_course_is_not_enrolled_beyond_its_limit(course, by, monkeypatch):
    monkeypatch.setattr(enrolling, "MOST", 4)
    with pytest.raises(MeetingRefused, match="4"):
        enrolling.enrol(course=course, people=[Participant("一"), Participant("二")], by=by)


def sign_up(channel, number, **kw):
    fields = {"status": SignUpStatus.CONFIRMED, "name": f"申込 {number}", "created_at": events.NOW}
    return SignUp.objects.create(
        channel=channel, number=number, rank=number, key=f"key{number}", changed_at=events.NOW, **(fields | kw)
    )


def test_confirmed_sign_ups_of_the_first_part_are_enrolled(course, by):
    channel = sessions(course)[0].channels.get()
    one = sign_up(channel, 1, profession="nurse", office="病院", email="a@example.jp")
    waiting = sign_up(channel, 2, status=SignUpStatus.WAITING)
    sign_up(sessions(course)[1].channels.get(), 3)
    assert list(queries.to_enrol(course)) == [one]
    with pytest.raises(MeetingRefused):
        enrolling.enrol_sign_ups(course=course, sign_ups=[one.pk, waiting.pk], by=by)
    (made,) = enrolling.enrol_sign_ups(course=course, sign_ups=[one.pk], by=by)
    assert (made.name, made.office, made.profession, made.sign_up) == ("申込 1", "病院", "nurse", one)
    assert made.enrolled_on == events.NOW.date()
    assert not queries.to_enrol(course).exists()
    with pytest.raises(MeetingRefused):
        enrolling.enrol_sign_ups(course=course, sign_ups=[one.pk], by=by)


def test_a_withdrawal_settles_the_parts_that_waited_for_this_person(course, by):
    save(course, by, {(1, 1): True, (2, 1): True})
    third = course.enrolments.get(number=3)
    enrolling.change_enrolment(enrolment=third, to=Participant(third.name), withdrawn_on=TODAY, today=TODAY, by=by)
    assert (int(recorded(course, 1).value), recorded(course, 1).state) == (2, "final")
    entry = AuditEntry.objects.get(action="meetings.change_enrolment")
    assert entry.details["withdrawn_on"] == {"before": None, "after": "2023-12-01"}
    assert third.name not in str(entry.details)
    with pytest.raises(MeetingRefused):
        enrolling.change_enrolment(
            enrolment=third, to=Participant("x"), withdrawn_on=date(2023, 12, 2), today=TODAY, by=by
        )


def test_a_mistaken_enrolment_is_dropped_only_while_nothing_is_recorded(course, by):
    first, second, _third = course.enrolments.order_by("number")
    courses.said(first, "1---")
    with pytest.raises(MeetingRefused, match=r"No\.1"):
        enrolling.drop_enrolment(enrolment=first, by=by)
    enrolling.drop_enrolment(enrolment=second, by=by)
    assert not Enrolment.objects.filter(pk=second.pk).exists()


def test_the_register_takes_six_queries_however_large(course, django_assert_num_queries):
    for _number in range(10):
        courses.said(courses.enrolment(course=course), "1111")
    with django_assert_num_queries(6):
        register = queries.register(course)
        assert len(register.lines) == 13
        assert register.tallies()[0][1:] == (10, 3)
