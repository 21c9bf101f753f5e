"""Letters leave once each, over a real talk with a mail server; what cannot leave waits, and is given up at last."""

import threading
from collections import Counter
from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from tests.core.mail import server
from tests.factories import core
from zaitaku.core.jobs import actions as jobs
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.models import Job
from zaitaku.core.jobs.worker import work_once
from zaitaku.core.mail import actions
from zaitaku.core.mail.models import Letter

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def box(settings):
    with server.running() as box:
        settings.MAIL_READY, settings.EMAIL_BACKEND = True, SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "ざいたく <zaitaku@example.jp>"
        yield box


def letter(to="hanako@example.jp", **kw):
    defaults = {"subject": "お申込みを受け付けました", "body": "練馬花子 様\n\n席をご用意しました。\n"}
    return actions.post(to=to, **({"now": timezone.now()} | defaults | kw))


def run():
    job = jobs.ask(task="send_letters", params={}, by=core.person(), max_attempts=1)
    assert work_once(worker="w")
    job.refresh_from_db()
    return job


def fresh(one):
    return Letter.objects.get(pk=one.pk)


@pytest.mark.django_db
def test_letters_arrive_whole_over_one_connection(box):
    first, second = letter(), letter("taro@example.jp", body="𠮷田様 👨‍👩‍👧\n.\n.点で始まる行\n" + "長" * 2000)
    later = letter(not_before=timezone.now() + timedelta(hours=1))
    assert run().result == {"sent": 2}
    assert (box.recipients, box.connections) == (["hanako@example.jp", "taro@example.jp"], 1)
    assert [one.get_content().replace("\r\n", "\n").rstrip("\n") for one in box.letters] == [
        first.body.rstrip("\n"),
        second.body,
    ]
    got = box.letters[0]
    assert got["Subject"] == "お申込みを受け付けました"
    assert (got["To"], got["From"]) == ("hanako@example.jp", "ざいたく <zaitaku@example.jp>")
    assert got.get_content_type() == "text/plain"
    assert got.get_content_charset() == "utf-8"
    assert got["Auto-Submitted"] == "auto-generated"
    assert fresh(first).sent_at
    assert fresh(later).sent_at is None
    assert run().result == {"sent": 0}


@pytest.mark.django_db
def test_what_people_typed_adds_no_header(box):
    letter(subject="講演会\r\nBcc: evil@example.com\n\n本文", body="一行\r\n\x00Bcc: x\n")
    with pytest.raises(actions.AddressInvalid):
        letter("hanako@example.jp\nBcc: evil@example.com")
    with pytest.raises(actions.AddressInvalid):
        letter("a@example.jp, b@example.jp")
    run()
    assert box.recipients == ["hanako@example.jp"]
    assert box.letters[0]["Bcc"] is None
    assert box.letters[0]["Subject"] == "講演会 Bcc: evil@example.com 本文"


@pytest.mark.django_db
def test_a_refused_address_fails_at_once_and_the_others_leave(box):
    box.refuses = {"gone@example.jp": "550 <gone@example.jp>: no such user"}
    gone, good = letter("gone@example.jp"), letter()
    assert run().result == {"sent": 1}
    gone = fresh(gone)
    assert gone.failed_at
    assert gone.error == "550 <…@…>: no such user"
    assert fresh(good).sent_at


@pytest.mark.django_db
def test_an_address_that_cannot_be_written_fails_alone_and_is_not_told(box):
    poison, good = letter(), letter("taro@example.jp")
    Letter.objects.filter(pk=poison.pk).update(to="Hanako Nerima, hanako@example.jp")  # past the check of `post`
    assert run().result == {"sent": 1}
    poison = fresh(poison)
    assert poison.failed_at
    assert poison.error == "ValueError: no letter can be written to this address"
    assert fresh(good).sent_at
    assert run().result == {"sent": 0}


@pytest.mark.django_db
def test_a_sender_that_cannot_be_written_costs_no_letter(box, settings):
    one = letter()
    settings.DEFAULT_FROM_EMAIL = "地域医療課, zaitaku@example.jp"
    assert run().status == JobStatus.FAILED
    assert (fresh(one).tries, fresh(one).failed_at) == (0, None)


@pytest.mark.django_db
def test_many_letters_are_written_and_withdrawn_in_few_queries(django_assert_max_num_queries):
    drafts = [
        actions.draft(to=f"p{n}@example.jp", subject="中止", body="…", about=f"events.sign_up:{n}", now=timezone.now())
        for n in range(450)
    ]
    with django_assert_max_num_queries(5):
        assert actions.post_many(drafts) == 450
    with django_assert_max_num_queries(3):
        assert actions.withdraw_many(about=[one.about for one in drafts[:420]]) == 420
    assert Letter.objects.count() == 30


@pytest.mark.django_db
def test_a_passing_refusal_is_tried_again_with_growing_pauses_until_the_limit(box):
    box.refuses = {"full@example.jp": "452 mailbox full"}
    one = letter("full@example.jp")
    pauses = []
    for _ in range(len(actions.PAUSES)):
        before = timezone.now()
        run()
        one = fresh(one)
        assert one.failed_at is None
        pauses.append(round((one.not_before - before) / timedelta(minutes=1)))
        Letter.objects.update(not_before=timezone.now())
    assert pauses == [pause / timedelta(minutes=1) for pause in actions.PAUSES] == sorted(set(pauses))
    run()
    one = fresh(one)
    assert (one.tries, one.error) == (len(actions.PAUSES) + 1, "452 mailbox full")
    assert one.failed_at
    box.refuses = {}
    actions.try_again(by=core.person(), letter=one)
    assert run().result == {"sent": 1}
    with pytest.raises(actions.NotFailed):
        actions.try_again(by=core.person(), letter=one)


@pytest.mark.django_db
def test_a_cut_connection_costs_one_letter_a_try_not_the_batch(box):
    box.cuts = 1
    first, second = letter(), letter("taro@example.jp")
    assert run().result == {"sent": 1}
    assert (fresh(first).sent_at, fresh(first).failed_at) == (None, None)
    assert fresh(first).not_before > timezone.now()
    assert fresh(second).sent_at


@pytest.mark.django_db
def test_a_server_that_is_away_costs_no_try(box, settings):
    one = letter()
    settings.EMAIL_PORT = 1  # nothing listens there
    job = run()
    assert job.status == JobStatus.FAILED
    assert "Connection refused" in job.error
    assert (fresh(one).tries, fresh(one).failed_at) == (0, None)


@pytest.mark.django_db
def test_without_a_server_letters_wait(settings):
    settings.MAIL_READY = False
    one = letter()
    assert run().result == {}
    assert (fresh(one).tries, fresh(one).sent_at) == (0, None)


@pytest.mark.django_db
def test_the_demo_writes_files(settings, tmp_path):
    settings.MAIL_READY, settings.EMAIL_FILE_PATH = True, tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    letter()
    run()
    [file] = tmp_path.iterdir()
    assert BytesParser(policy=policy.default).parsebytes(file.read_bytes())["To"] == "hanako@example.jp"


def race(workers, do):
    """`do(n)` in as many threads at the same moment; what they raised."""
    barrier, raised = threading.Barrier(workers), []

    def one(number):
        try:
            barrier.wait()
            do(number)
        except Exception as error:  # told to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once(box):
    for number in range(40):
        letter(f"p{number}@example.jp")
    by = core.person()
    for _ in range(2):
        jobs.ask(task="send_letters", params={}, by=by)
    assert not race(2, lambda number: work_once(worker=f"w{number}"))
    assert Counter(box.recipients) == {f"p{number}@example.jp": 1 for number in range(40)}
    assert box.connections >= 2, "only one of them worked: no race"
    assert Letter.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_read_the_same_letter_send_it_once(box):
    """The canary: both have the letter in hand before either claims it. Without the claim it would go out twice."""
    one = letter()
    copies = [fresh(one), fresh(one)]

    def send(number):
        with get_connection() as talk:
            actions._send(copies[number], talk, now=timezone.now())

    assert not race(2, send)
    assert box.recipients == [one.to]

    def naive(number):
        with get_connection() as talk:
            talk.send_messages([actions._message(copies[number])])

    assert not race(2, naive)
    assert len(box.recipients) == 3


@pytest.mark.django_db
def test_a_letter_claimed_by_a_worker_that_died_goes_out_later_under_the_same_number(box):
    """It died between the server's "taken" and the note of it: the letter comes twice, known as one by its number."""
    one = letter()
    with get_connection() as talk:
        talk.send_messages([actions._message(one)])
    Letter.objects.update(tries=1, not_before=timezone.now() + actions.CLAIM)
    assert run().result == {"sent": 0}
    Letter.objects.update(not_before=timezone.now())
    assert run().result == {"sent": 1}
    assert len({got["Message-ID"] for got in box.letters}) == 1
    assert len(box.letters) == 2


@pytest.mark.django_db
def test_withdrawn_letters_stay_here(box):
    letter(about="events.sign_up:1", kind="reminder")
    letter("taro@example.jp", about="events.sign_up:1")
    assert actions.withdraw(about="events.sign_up:1", kind="reminder") == 1
    run()
    assert box.recipients == ["taro@example.jp"]
    assert actions.withdraw(about="events.sign_up:1") == 0
    assert actions.forget(about=["events.sign_up:1"]) == 1


@pytest.mark.django_db
def test_old_letters_go_and_stale_ones_are_given_up():
    now = timezone.now()
    old = now - actions.KEPT - timedelta(hours=1)
    sent, failed, kept, stale, waiting = (letter() for _ in range(5))
    Letter.objects.filter(pk=sent.pk).update(sent_at=old)
    Letter.objects.filter(pk=failed.pk).update(failed_at=old)
    Letter.objects.filter(pk=kept.pk).update(sent_at=now)
    Letter.objects.filter(pk=stale.pk).update(not_before=now - actions.STALE - timedelta(hours=1))
    jobs.ask(task="remove_letters", params={}, by=core.person())
    assert work_once(worker="w")
    assert Job.objects.get().result == {"given_up": 1, "removed": 2}
    assert set(Letter.objects.values_list("pk", flat=True)) == {kept.pk, stale.pk, waiting.pk}
    assert fresh(stale).failed_at
