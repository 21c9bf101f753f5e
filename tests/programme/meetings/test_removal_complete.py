"""After the removal nothing of the people is left anywhere: every column of every table of the database is searched."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from tests.factories import core, events, questions
from tests.factories.meetings import visits
from tests.programme.events.signing_up import DAY, NOW, open_channel
from zaitaku.core.mail.actions import post
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions import checkin, collecting, online, reminders
from zaitaku.programme.events.actions.removal import remove_from
from zaitaku.programme.events.actions.signup import cancel_sign_up, change_sign_up, sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, new_key
from zaitaku.programme.events.choices import Admission, Audience, ChannelKind, SessionStatus, SignUpWay
from zaitaku.programme.events.models import CheckIn, OnlineReport
from zaitaku.programme.events.queries.removal import kept_anywhere, last_day
from zaitaku.programme.meetings.actions import courses, enrolment, groups, rounds, seating
from zaitaku.programme.meetings.actions import trainees as accompany
from zaitaku.programme.meetings.choices import BondKind
from zaitaku.programme.meetings.models import GroupPlan, Member

pytestmark = pytest.mark.django_db
MARK, PHONE = "Qzxmark", "0399887766"
LATER = NOW + timedelta(days=900)
REPORT = "名前（元の名前）,ユーザーのメール,参加時刻,退出時刻,期間（分）,ゲスト\n" + "".join(
    f"{MARK} {who},{mail},2026/12/11 14:00:00,2026/12/11 15:00:00,60,はい\n"
    for who, mail in (("甲", f"{MARK}7@example.jp"), ("乙", ""), ("丙", ""))
)


@pytest.fixture
def by():
    return core.person()


def entry(number, **kw):
    texts = {
        "name": f"{MARK} {number}",
        "kana": f"{MARK}かな",
        "needs_text": f"{MARK}の車いす",
        "office": f"{MARK}診療所",
    }
    contact = {"email": f"{MARK.lower()}{number}@example.jp", "phone": PHONE, "needs": ("wheelchair",)}
    return SignUpEntry(**(texts | contact | {"profession": "nurse"} | kw))


def signed(channel, number, by=None, **kw):
    way = SignUpWay.PHONE if by else SignUpWay.WEB
    return sign_up(channel=channel, key=new_key(), entry=entry(number, **kw), way=way, by=by, now=NOW)


def arrive(channel, by, **kw):
    now = NOW.replace(month=12, day=11)
    return checkin.check_in(channel=channel, key=str(uuid4()), by=by, now=now, **kw)


def found_marks():
    """Table.column of every value in which a mark stands, whatever its type."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)).lower()
                    if MARK.lower() in text or PHONE in text:
                        found.add(f"{table}.{name}")
    return found


def people_sign_up(hall, zoom, by):
    first = signed(hall, 1)
    signed(hall, 2, by)
    waiting = signed(hall, 3)
    change_sign_up(sign_up=waiting, entry=entry(33), by=None, now=NOW)
    change_sign_up(sign_up=first, entry=entry(1, needs_text=f"{MARK}別"), by=by, now=NOW)
    cancel_sign_up(sign_up=signed(zoom, 4), by=None, now=NOW)
    signed(zoom, 7, name=f"{MARK} 甲", email=f"{MARK}7@example.jp".lower())
    reminders.remind_by(now=NOW.replace(month=12, day=10, hour=15))
    return first


def people_come(hall, zoom, first, by):
    arrive(hall, by, sign_up=first)
    stranger = {"name": f"{MARK} 飛び込み", "email": f"{MARK}8@example.jp", "office": f"{MARK}薬局"}
    arrive(hall, by, **stranger)
    checkin.undo_check_in(check_in=arrive(hall, by, **stranger), by=by, now=NOW)
    given = {"channel": zoom, "by": by, "now": NOW}
    report = online.take_in_report(file_name=f"{MARK}.csv", data=REPORT.encode(), **given)
    online.settle_report(report=report, decisions={1: 1, 2: 1, 3: 1}, least_minutes=5, by=by, now=NOW)
    online.take_in_report(file_name=f"{MARK}2.csv", data=(REPORT + "\n").encode(), **given)


def people_are_asked(hall, by):
    session = hall.session
    session.status = SessionStatus.HELD
    session.save()
    asked = questions.questionnaire(questions.question(session.series.owner), series=session.series)
    one = collecting.open_collection(questionnaire=asked, session=session, by=by, now=NOW)
    assert collecting.send_invitations(collection=one, by=by, now=NOW)
    collecting.remind(collection=one, by=by, now=NOW + timedelta(days=1))


def people_sit(session, by):
    plan = groups.plan_of(session=session, by=by)

    def seen():
        return GroupPlan.objects.get(pk=plan.pk).version

    groups.take_members(plan=plan, seen=seen(), by=by)
    typed = [groups.MemberEntry(f"{MARK} 座{at}", f"{MARK}事業所{at}", "nurse") for at in range(4)]
    groups.add_members(plan=plan, seen=seen(), entries=typed, by=by)
    sizes = {"hall": groups.TableSizes(3, 6), "online": groups.TableSizes(2, 6)}
    groups.set_tables(plan=plan, seen=seen(), by=by, **sizes)
    first, second = Member.objects.filter(plan=plan, kind="hall").order_by("pk")[:2]
    groups.bind(plan=plan, seen=seen(), first=first, second=second, kind=BondKind.APART, by=by)
    seating.make_groups(plan=plan, seen=seen(), now=NOW, by=by)
    seating.set_absent(plan=plan, seen=seen(), members=[first], by=by)
    seating.undo(plan=plan, seen=seen(), by=by)


def people_learn(series, by):
    made = courses.set_up_course(
        series=series, parts_needed=None, certificate_title="修了証", certificate_text="", issuer="区長", by=by
    )
    person = enrolment.Participant(f"{MARK} 受講", f"{MARK}じゅこう", "nurse", f"{MARK}病院", f"{MARK}9@example.jp")
    enrolled = enrolment.enrol(course=made, people=[person], by=by)[0]
    changed = enrolment.Participant(f"{MARK} 受講者", f"{MARK}じゅこう", "nurse", f"{MARK}病院", f"{MARK}9@example.jp")
    enrolment.change_enrolment(enrolment=enrolled, to=changed, withdrawn_on=None, today=DAY, by=by)


def people_go_along(series, by):
    one = visits.round_(series=series)
    slot = visits.slot(round=one, day=DAY + timedelta(days=60))
    wish = accompany.TraineeEntry(f"{MARK} 研修", f"{MARK}10@example.jp", "nurse", (slot.pk,))
    accompany.enter_trainee(round_=one, hospital=visits.hospital(series=series), entry=wish, by=by)
    rounds.match_round(round_=one, by=by)
    assert rounds.settle_round(round_=one, with_letters=True, now=NOW, by=by) == 1


@pytest.fixture
def series(by):
    """One series in which people do everything that people can do."""
    hall = open_channel(capacity=2)
    series = hall.session.series
    series.audience = Audience.PROFESSIONALS
    series.save()
    zoom = events.channel(
        session=hall.session, kind=ChannelKind.ONLINE, label="Zoom", admission=Admission.FIRST_COME, capacity=None
    )
    first = people_sign_up(hall, zoom, by)
    people_come(hall, zoom, first, by)
    people_sit(hall.session, by)
    people_are_asked(hall, by)
    people_learn(series, by)
    people_go_along(series, by)
    Letter.objects.filter(kind="").update(error="550 no such user", failed_at=NOW)
    return series


def test_no_name_contact_or_office_is_left_in_any_table(series, by):
    before = found_marks()
    kinds = ("signup", "checkin", "onlinereport", "member", "enrolment", "trainee", "letter")
    assert {table.partition(".")[0].partition("_")[2] for table in before} == set(kinds), "only these ever hold it"
    for model in (apps.get_model(f"{app}.{name}") for app, name in (("events", "SignUp"), ("meetings", "Enrolment"))):
        columns = {field.name for field in model._meta.fields}
        texts = {"name", "kana", "email", "office"} & columns
        assert {f"{model._meta.db_table}.{name}" for name in texts} <= before
    removed = remove_from(series=series, by=by, now=LATER)
    assert found_marks() == set()
    told = {"sign_ups", "letters", "check_ins", "invitations", "online_reports", "members", "enrolments", "trainees"}
    assert set(removed) == told


def test_letters_of_somebody_else_and_other_series_stay(series, by):
    other = open_channel()
    signed(other, 50)
    post(to="somebody@example.jp", subject="other", body="", now=NOW)
    remove_from(series=series, by=by, now=LATER)
    assert f"{other.sign_ups.model._meta.db_table}.name" in found_marks()
    assert Letter.objects.filter(to="somebody@example.jp").exists()


def test_what_is_still_kept_counts_the_names_of_every_part(client, by):
    """A course whose participants were pasted has no sign-up, and names to be removed all the same."""
    course_series = events.series(fiscal_year=2023)
    events.session(series=course_series, held_on=date(2023, 6, 9))
    people_learn(course_series, by)
    assert kept_anywhere(course_series)["enrolments"] == 1
    client.force_login(core.person(organisation=course_series.owner))
    address = reverse("events:personal_data", args=[course_series.pk])
    page = client.get(address)
    assert page.context["is_kept"]
    assert "連続講座の受講者" in page.content.decode()
    assert client.post(address, {"sure": "on"}).status_code == 302
    assert found_marks() == set()
    page = client.get(address)
    assert not page.context["is_kept"]
    assert "enrolments" not in page.content.decode()


def test_trainees_are_not_forgotten_before_they_went_along():
    one = visits.round_()
    events.session(series=one.series, held_on=date(2023, 5, 10))
    visits.slot(round=one, day=date(2024, 2, 20))
    assert last_day(one.series) == date(2024, 2, 20)


def test_a_report_keeps_neither_rows_nor_the_name_of_its_file(series, by):
    remove_from(series=series, by=by, now=LATER)
    assert set(OnlineReport.objects.values_list("file_name", flat=True)) == {""}
    assert not CheckIn.objects.exclude(name="", email="", office="").exists()
