"""The list of letters: what an administrator sees of it, and what not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.jobs.actions import ask_due_beats
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Job
from zaitaku.core.mail import actions
from zaitaku.core.mail.models import Letter
from zaitaku.core.mail.templatetags.letter_words import letter_word
from zaitaku.programme.events.actions import signup_letters
from zaitaku.programme.facilities.actions import letters
from zaitaku.programme.library.actions import document_letters
from zaitaku.programme.materials.actions import low_stock, order_letters
from zaitaku.programme.meetings.actions import due_letters
from zaitaku.programme.returns.actions import reminders

NAMES = ("花子", "hanako", "認知症", "秘密の本文")


@pytest.fixture
def admin(client, db):
    client.force_login(core.person(role=Role.ADMINISTRATOR))
    return client


def letter(**kw):
    now = timezone.now()
    made = actions.post(
        to="hanako@example.jp", subject="花子様：認知症講座", body="秘密の本文", about="events.sign_up:1", now=now
    )
    Letter.objects.filter(pk=made.pk).update(**kw)
    return made


def page(client, **query):
    return client.get(reverse("mail:letters"), query).content.decode()


def test_the_administrator_sees_the_way_of_letters_and_nothing_of_people(admin):
    now = timezone.now()
    letter(sent_at=now, tries=1)
    letter(failed_at=now, tries=8, error="550 <…@…>: no such user")
    shown = page(admin)
    assert not [name for name in NAMES if name in shown]
    assert "…@example.jp" in shown
    assert "申込みのお知らせ" in shown
    assert "no such user" in shown
    assert shown.count("/again/") == 1


KINDS = {
    *signup_letters.News,
    *document_letters.News,
    *letters.News,
    *order_letters.News,
    order_letters.LINK,
    low_stock.KIND,
    due_letters.KIND,
    reminders.KIND,
    "sheet_query",
    "sheet_returned",
    # Without a kind it is what the letter is about that the list names.
    "events.sign_up",
    "events.invitation",
    "meetings.trainee",
    "meetings.slot",
    "returns.sheet",
    "returns.sheets",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_letter_has_its_word(kind):
    assert letter_word(kind) != kind


def test_states_narrow_the_list(admin):
    now = timezone.now()
    letter(sent_at=now)
    letter(failed_at=now)
    letter()
    counts = {state: page(admin, state=state).count("…@example.jp") for state in ("", "sent", "failed", "waiting", "x")}
    assert counts == {"": 3, "sent": 1, "failed": 1, "waiting": 1, "x": 3}


def test_long_lists_have_pages_and_few_queries(admin, django_assert_max_num_queries):
    now = timezone.now()
    Letter.objects.bulk_create(
        Letter(to=f"p{n}@example.jp", subject="s", body="b", written_at=now, not_before=now) for n in range(230)
    )
    with django_assert_max_num_queries(20):
        assert page(admin, page="2").count("…@example.jp") == 100


def test_a_failed_letter_is_sent_again_with_an_entry_that_names_nobody(admin):
    failed = letter(failed_at=timezone.now(), tries=8)
    assert admin.post(reverse("mail:again", args=[failed.pk])).status_code == 302
    failed.refresh_from_db()
    assert (failed.failed_at, failed.tries) == (None, 0)
    entry = AuditEntry.objects.get(action="mail.try_again")
    assert not [name for name in NAMES if name in f"{entry.subject_name}{entry.details}"]
    admin.post(reverse("mail:again", args=[failed.pk]))
    assert AuditEntry.objects.filter(action="mail.try_again").count() == 1
    assert admin.post(reverse("mail:again", args=[failed.pk + 1])).status_code == 404


def test_a_missing_server_and_one_in_trouble_are_told(admin, settings):
    settings.MAIL_READY = False
    assert "メールサーバーが設定されていない" in page(admin)
    settings.MAIL_READY, settings.EMAIL_HOST = True, "mail.example.jp"
    assert "接続できませんでした" not in page(admin)
    ask_due_beats(now=timezone.now())
    Job.objects.filter(beat__name="send_letters").update(
        status=JobStatus.FAILED, ended_at=timezone.now(), error="ConnectionRefusedError: [Errno 111]"
    )
    shown = page(admin)
    assert "接続できませんでした" in shown
    assert "ConnectionRefusedError" in shown


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.SECTION_OFFICER, Role.COUNCIL_MEMBER])
def test_others_have_no_such_page(client, db, role):
    client.force_login(core.person(role=role))
    assert client.get(reverse("mail:letters")).status_code == 403
