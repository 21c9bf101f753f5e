"""Each action once as meant, then each refusal; nothing is ever half done."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from zaitaku.analysis.figure import State
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit, Entry, NothingToUndo
from zaitaku.programme.events import actions
from zaitaku.programme.events.actions.recording import Fraction
from zaitaku.programme.events.choices import ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import AnswerShare, Attendance, Channel, Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def hall():
    return events.channel(label="本会場")


def put(channel, value, by, expected=None, **kw):
    entry = Entry(None if value is None else Decimal(value), **kw)
    return actions.record_attendance(channel=channel, entry=entry, expected=expected, by=by)


def test_a_series_is_created_copied_and_told_in_the_chain(by):
    owner = core.organisation()
    series = actions.create_series(
        owner=owner,
        code="lecture",
        title="講演会",
        kind=SeriesKind.LECTURE,
        fiscal_year=2023,
        planned_sessions=3,
        by=by,
    )
    held = actions.add_session(series=series, held_on=date(2024, 2, 29), title="家族", by=by)
    actions.hold_session(session=held, held_on=None, by=by)
    actions.add_channel(session=held, kind=ChannelKind.MAIN_HALL, label="本会場", by=by)
    put(held.channels.get(), 59, by)
    gone = actions.add_session(series=series, by=by)
    actions.cancel_session(session=gone, reason="台風", by=by)
    copy = actions.copy_series_to_year(series=series, fiscal_year=2024, by=by)
    session = copy.sessions.get()
    assert (session.number, session.status, session.planned_month) == (1, SessionStatus.PLANNED, date(2025, 2, 1))
    assert [channel.label for channel in session.channels.all()] == ["本会場"]
    assert not Attendance.objects.filter(channel__session=session).exists()
    told = set(AuditEntry.objects.values_list("action", flat=True))
    assert told >= {"events.create_series", "events.copy_series", "events.hold_session", "events.cancel_session"}
    with pytest.raises(actions.EventRefused, match="2024"):
        actions.copy_series_to_year(series=series, fiscal_year=2024, by=by)
    assert Series.objects.count() == 2


def test_days_outside_the_year_double_numbers_and_labels_are_refused(by):
    session = events.session()
    for day in (date(2023, 3, 31), date(2024, 4, 1)):
        with pytest.raises(actions.EventRefused, match=str(day.year)):
            actions.add_session(series=session.series, held_on=day, by=by)
        with pytest.raises(actions.EventRefused):
            actions.hold_session(session=session, held_on=day, by=by)
    with pytest.raises(actions.EventRefused, match="1"):
        actions.add_session(series=session.series, number=1, by=by)
    actions.add_channel(session=session, kind=ChannelKind.ONLINE, label="Zoom", by=by)
    with pytest.raises(actions.EventRefused, match="Zoom"):
        actions.add_channel(session=session, kind=ChannelKind.ONLINE, label="Zoom", by=by)
    assert Channel.objects.count() == 1


def test_a_cancelled_session_takes_no_attendance_and_one_with_attendance_is_not_cancelled(by, hall):
    row = put(hall, 5, by)
    with pytest.raises(actions.EventRefused):
        actions.cancel_session(session=hall.session, reason="雨", by=by)
    actions.restore_previous(channel=hall, expected=row.pk, by=by)
    with pytest.raises(actions.EventRefused):
        actions.cancel_session(session=hall.session, reason=" ", by=by)
    actions.cancel_session(session=hall.session, reason="雨", by=by)
    with pytest.raises(actions.EventRefused):
        put(hall, 5, by)


def test_a_channel_that_was_called_off_takes_no_attendance(by, hall):
    actions.change_channel(channel=hall, status=SessionStatus.CANCELLED, by=by)
    hall.refresh_from_db()
    with pytest.raises(actions.EventRefused):
        put(hall, 5, by)


def test_a_correction_keeps_the_earlier_row_and_undo_brings_it_back(by, hall):
    first = put(hall, 59, by)
    second = put(hall, 95, by, expected=first.pk)
    first.refresh_from_db()
    assert (first.is_current, first.value, second.is_current) == (False, 59, True)
    third = actions.restore_previous(channel=hall, expected=second.pk, by=by)
    assert (third.value, Attendance.objects.count()) == (59, 3)
    assert Attendance.objects.get(superseded_at=None) == third
    entry = AuditEntry.objects.get(action="events.restore_previous")
    assert (entry.details["before"]["value"], entry.details["after"]["value"]) == ("95", "59")


def test_undoing_the_first_entry_leaves_none(by, hall):
    row = put(hall, 59, by)
    assert actions.restore_previous(channel=hall, expected=row.pk, by=by) is None
    assert not Attendance.objects.filter(superseded_at=None).exists()
    with pytest.raises(NothingToUndo, match="本会場"):
        actions.restore_previous(channel=hall, expected=None, by=by)
    assert put(hall, 60, by).is_current


def test_the_second_of_two_writers_is_told_and_does_not_win(by, hall):
    seen = put(hall, 59, by)
    put(hall, 60, by, expected=seen.pk)
    for stale in (seen.pk, None, 10**9):
        with pytest.raises(ChangedMeanwhile, match="本会場"):
            put(hall, 61, by, expected=stale)
    with pytest.raises(ChangedMeanwhile):
        actions.restore_previous(channel=hall, expected=seen.pk, by=by)
    assert Attendance.objects.get(superseded_at=None).value == 60


def test_the_database_itself_holds_one_current_row(by, hall):
    put(hall, 59, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        events.attendance(channel=hall, value=60)


def test_the_same_entry_again_changes_nothing(by, hall):
    row = put(hall, 59, by)
    entries = AuditEntry.objects.count()
    assert put(hall, 59, by, expected=row.pk) == row
    assert (Attendance.objects.count(), AuditEntry.objects.count()) == (1, entries)


@pytest.mark.parametrize(
    ("value", "state", "named"),
    [
        ("-1", State.FINAL, "-1"),
        ("1.5", State.FINAL, "1.5"),
        (10**12, State.FINAL, "12"),
        ("1e30", State.FINAL, "12"),
        ("NaN", State.FINAL, "本会場"),
        ("Infinity", State.FINAL, "本会場"),
        (None, State.FINAL, "本会場"),
        (None, State.PRELIMINARY, "本会場"),
        (0, State.SUPPRESSED, "本会場"),
        (0, State.NOT_APPLICABLE, "本会場"),
    ],
)
def test_values_that_do_not_fit_are_refused_by_name(by, hall, value, state, named):
    with pytest.raises(DoesNotFit, match=named):
        put(hall, value, by, state=state)
    with pytest.raises(DoesNotFit):
        put(hall, 1, by, mark="\x00")
    with pytest.raises(DoesNotFit):
        put(hall, 1, by, as_of=date(1023, 1, 1))
    assert not Attendance.objects.exists()


def test_a_session_is_recorded_whole_or_not_at_all(by):
    session = events.session()
    halls = [events.channel(session=session, label=label) for label in ("本会場", "Zoom")]
    good, bad = (Entry(Decimal(5)), None), (Entry(Decimal(-5)), None)
    with pytest.raises(DoesNotFit, match="Zoom"):
        actions.record_session(session=session, entries={halls[0].pk: good, halls[1].pk: bad}, by=by)
    with pytest.raises(actions.EventRefused):
        actions.record_session(session=session, entries={halls[0].pk: good, events.channel().pk: good}, by=by)
    assert not Attendance.objects.exists()
    assert not AuditEntry.objects.exists()
    assert len(actions.record_session(session=session, entries={hall.pk: good for hall in halls}, by=by)) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.decimals(allow_nan=True, allow_infinity=True)), st.sampled_from(State)),
        max_size=5,
    )
)
def test_whatever_is_sent_the_channel_has_one_current_row_or_none_and_no_row_disappears(by, entries):
    hall = events.channel(label="本会場")
    current, taken = None, 0
    for value, state in entries:
        try:
            row = put(hall, value, by, expected=current, state=state)
        except DoesNotFit:
            continue
        taken += row.pk != current
        current = row.pk
    rows = Attendance.objects.filter(channel=hall)
    assert rows.count() == taken
    assert list(rows.filter(superseded_at=None).values_list("pk", flat=True)) == ([current] if current else [])


def share(session, by, value, *, question, expected=None, fraction=None, channel=None, **kw):
    entry = Entry(None if value is None else Decimal(value), **kw)
    return actions.record_answer_share(
        question=question, session=session, channel=channel, entry=entry, fraction=fraction, expected=expected, by=by
    )


def test_shares_keep_the_questions_decimals_and_agree_with_their_fraction(by):
    session = events.session()
    question = events.question(decimals=1)
    row = share(session, by, "44.4", question=question, fraction=Fraction(8, 18))
    assert (row.numerator, row.denominator) == (8, 18)
    for value, fraction in (("44.5", Fraction(8, 18)), ("100.1", None), ("44.44", None), ("50", Fraction(3, 2))):
        with pytest.raises(DoesNotFit):
            share(session, by, value, question=question, fraction=fraction, expected=row.pk)
    with pytest.raises(ChangedMeanwhile):
        share(session, by, "50", question=question)
    changed = share(session, by, "44.4", question=question, expected=row.pk)
    assert changed.numerator is None
    with pytest.raises(actions.EventRefused):
        share(session, by, "50", question=question, channel=events.channel())
    assert AnswerShare.objects.filter(superseded_at=None).count() == 1


def test_a_question_has_a_code_of_its_own(by):
    owner = core.organisation()
    actions.create_question(owner=owner, code="talk", text="話し合いたい", by=by)
    with pytest.raises(actions.EventRefused, match="talk"):
        actions.create_question(owner=owner, code="talk", text="また", by=by)
