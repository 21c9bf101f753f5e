"""Reminders: by hand and by themselves, never twice a day, never for what was sent."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.returns.actions.reminders import remind, remind_senders_by, reminder_day
from zaitaku.programme.returns.actions.steps import excuse, submit
from zaitaku.programme.returns.choices import SheetStatus, StepKind
from zaitaku.programme.returns.models import Return, SheetStep

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()


def at(day, hour=3):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


@pytest.fixture
def form():
    """Two centres with a person each, one without; April, due on 10 May."""
    made = returns.form(is_collected=True, title="センター月報")
    for name in "ABC":
        centre = core.organisation(area=made.owner.area, code=name, name=f"センター{name}")
        returns.sender(form=made, organisation=centre)
        if name != "C":
            core.person(role=Role.PARTNER, organisation=centre, email=f"{name.lower()}@example.jp")
    core.person(role=Role.PROFESSIONAL, organisation=centre_of("A"))  # may look only
    returns.round_(form=made, start=date(2023, 4, 1), now=at(date(2023, 5, 1)))
    return made


def centre_of(name):
    return returns.Sender.objects.get(organisation__code=name).organisation


def to(letters=None):
    return sorted((letters or Letter.objects).values_list("to", flat=True))


def test_by_hand_one_letter_for_each_person_and_once_a_day(form):
    returns.round_(form=form, start=date(2023, 5, 1), now=at(date(2023, 6, 1)))
    Return.objects.filter(organisation__code="B", start__month=4).update(
        status=SheetStatus.SUBMITTED, first_sent_on=date(2023, 5, 1)
    )
    now, by = at(date(2023, 6, 20), 14), core.person()
    done = remind(form=form, sheets=list(form.returns.all()), by=by, now=now)
    assert (done.letters, [one.code for one in done.by_telephone]) == (2, ["C"])
    assert to() == ["a@example.jp", "b@example.jp"]
    letter = Letter.objects.get(to="a@example.jp")
    assert "センター月報" in letter.subject
    assert "令和5年4月" in letter.body
    assert "令和5年5月" in letter.body
    assert "41日超過" in letter.body
    assert "令和5年4月" not in Letter.objects.get(to="b@example.jp").body.replace("令和5年4月1日", "")
    assert reverse("returns:sheet", args=[form.returns.get(organisation__code="A", start__month=4).pk]) in letter.body
    assert SheetStep.objects.filter(kind=StepKind.REMINDED).count() == 3
    told = AuditEntry.objects.get(action="returns.remind")
    assert told.details == {"organisations": ["A", "B"], "letters": 2}
    again = remind(form=form, sheets=list(form.returns.all()), by=by, now=now + timedelta(hours=2))
    assert (again.letters, again.organisations) == (0, ())
    assert Letter.objects.count() == 2
    assert remind(form=form, sheets=list(form.returns.all()), by=by, now=now + timedelta(days=1)).letters == 2


def test_a_letter_that_still_waits_goes_with_the_sheet_it_reminds_of(form):
    """Written at night; by eight in the morning one of two sheets was sent: the letter names the other one alone."""
    returns.round_(form=form, start=date(2023, 5, 1), now=at(date(2023, 6, 1)))
    night = at(date(2023, 6, 20))
    assert remind(form=form, sheets=list(form.returns.all()), by=core.person(), now=night).letters == 2
    april, may = form.returns.filter(organisation__code="A").order_by("start")
    excuse(sheet=april, seen=april.version, reason="休止", by=core.person(), now=night)
    letter = Letter.objects.get(to="a@example.jp")
    assert reverse("returns:sheet", args=[may.pk]) in letter.body
    assert reverse("returns:sheet", args=[april.pk]) not in letter.body
    assert (letter.written_at, letter.not_before) == (night, at(date(2023, 6, 20), 8))
    submit(sheet=may, seen=may.version, by=core.person(), now=night)
    assert to() == ["b@example.jp"]
    Letter.objects.update(sent_at=night)
    first = form.returns.filter(organisation__code="B").first()
    submit(sheet=first, seen=first.version, by=core.person(), now=night)
    assert to() == ["b@example.jp"]


def test_by_themselves_before_and_after_the_due_day(form):
    """Three days before the due day, and every seven after it."""
    days = []
    for number in range(40):
        day = date(2023, 5, 2) + timedelta(days=number)
        before = Letter.objects.count()
        remind_senders_by(now=at(day))
        remind_senders_by(now=at(day, 5))
        if made := Letter.objects.count() - before:
            days.append(day)
            assert made == 2
    assert days == [date(2023, 5, 7), date(2023, 5, 17), date(2023, 5, 24), date(2023, 5, 31), date(2023, 6, 7)]
    first = Letter.objects.order_by("pk").first()
    assert timezone.localtime(first.not_before).hour == 8
    assert "近づいて" in first.subject + first.body


def test_neither_what_is_sent_nor_what_is_excused_is_reminded_of(form):
    form.returns.filter(organisation__code="A").update(status=SheetStatus.EXCUSED)
    form.returns.filter(organisation__code="B").update(status=SheetStatus.RETURNED, first_sent_on=date(2023, 5, 1))
    assert remind_senders_by(now=at(date(2023, 5, 17))) == {"organisations": 0, "letters": 0}


def test_a_day_on_which_the_worker_stood_still_is_made_up_for(form):
    assert remind_senders_by(now=at(date(2023, 5, 19)))["letters"] == 2
    assert remind_senders_by(now=at(date(2023, 5, 20)))["letters"] == 0
    assert remind_senders_by(now=at(date(2023, 5, 24)))["letters"] == 2
    assert remind_senders_by(now=at(date(2023, 9, 20)))["letters"] == 0  # given up: telephone


def test_the_form_says_when():
    form = returns.form(is_collected=True, remind_before=0, remind_every=0)
    due = date(2023, 5, 10)
    assert reminder_day(form, due, due) is reminder_day(form, due, due + timedelta(days=30)) is None
    form.remind_before, form.remind_every = 1, 5
    assert reminder_day(form, due, due - timedelta(days=2)) is None
    assert reminder_day(form, due, due) == due - timedelta(days=1)
    assert reminder_day(form, due, due + timedelta(days=4)) is None
    assert reminder_day(form, due, due + timedelta(days=14)) == due + timedelta(days=10)


def test_the_page_lists_whom_and_writes_to_those_chosen(client, form):
    client.force_login(core.person(organisation=form.owner))
    address = reverse("returns:remind", args=[form.pk])
    shown = client.get(address).content.decode()
    assert shown.count('name="sheet"') == 2
    assert "電話" in shown
    client.post(address, {})
    assert not Letter.objects.exists()
    client.post(address, {"sheet": [form.returns.get(organisation__code="A").pk, "x", 0]})
    assert to() == ["a@example.jp"]


def test_a_call_is_noted_and_stands_for_that_days_reminder(client, form):
    officer = core.person(organisation=form.owner)
    client.force_login(officer)
    sheet = form.returns.get(organisation__code="A")
    address = reverse("returns:telephoned", args=[sheet.pk])
    assert address in client.get(reverse("returns:remind", args=[form.pk])).content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, {"text": "金曜日に提出予定"})
    assert answer.url == reverse("returns:remind", args=[form.pk])
    step = SheetStep.objects.get(kind=StepKind.REMINDED)
    assert (step.sheet, step.by, step.text) == (sheet, officer, "電話：金曜日に提出予定")
    assert "金曜日" not in str(AuditEntry.objects.get(action="returns.note_call").details)
    assert remind(form=form, sheets=list(form.returns.all()), by=officer, now=timezone.now()).letters == 1
    assert to() == ["b@example.jp"]
    form.returns.filter(pk=sheet.pk).update(status=SheetStatus.SUBMITTED, first_sent_on=date(2023, 5, 20))
    assert client.post(address, {}).status_code == 422
    client.force_login(core.person(role=Role.PARTNER, organisation=sheet.organisation))
    assert client.post(address, {}).status_code == 404


def test_without_anybody_to_write_to_there_is_no_button_to_send(client, form):
    client.force_login(core.person(organisation=form.owner))
    address, button = reverse("returns:remind", args=[form.pk]), "督促メールを送る"
    assert button in client.get(address).content.decode()
    form.returns.exclude(organisation__code="C").update(status=SheetStatus.EXCUSED)
    shown = client.get(address).content.decode()
    assert button not in shown
    assert "センターC" in shown
