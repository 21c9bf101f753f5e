"""Many people at the very same time, in threads and in processes, on either database."""

import multiprocessing

import pytest
from django.db import connections
from django.db.models import Sum

from tests.programme.events.signing_up import NOW, enter, open_channel
from tests.racing import at_once
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.signup import cancel_sign_up, sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, new_key
from zaitaku.programme.events.choices import SignUpWay
from zaitaku.programme.events.models import Channel, SignUp, SignUpStep

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, ROUNDS, SEATS = 8, 8, 29


def many_at_once(act, rounds=ROUNDS):
    return at_once(*[act] * THREADS, rounds=rounds)


def seats_given(channel):
    return SignUp.objects.filter(channel=channel, status="confirmed").aggregate(sum=Sum("seats"))["sum"]


def sound(channel):
    """Counters are what counting gives, numbers have no gap, and nobody was passed on the waiting list."""
    now = Channel.objects.get(pk=channel.pk)
    rows = list(SignUp.objects.filter(channel=channel).order_by("number"))
    assert [row.number for row in rows] == list(range(1, now.last_number + 1))
    assert now.taken == sum(row.seats for row in rows if row.status == "confirmed")
    assert now.waiting == sum(row.status == "waiting" for row in rows)
    first_waiting = min((row.number for row in rows if row.status == "waiting"), default=now.last_number + 1)
    assert all(row.number < first_waiting for row in rows if row.status == "confirmed")


def test_no_seat_too_many_and_none_too_few():
    channel = open_channel(capacity=SEATS)
    assert len(many_at_once(lambda: enter(channel))) == THREADS * ROUNDS
    assert seats_given(channel) == SEATS
    sound(channel)


def naive(channel):
    """Count, then insert: what the product would do without its lock."""
    count = SignUp.objects.filter(channel=channel, status="confirmed").count()
    status = "confirmed" if count < channel.capacity else "waiting"
    made = SignUp(channel=channel, number=0, rank=0, key=new_key(), status=status, name="練馬", seats=1)
    made.number = made.rank = int.from_bytes(made.key.encode()[:3]) * 100 + count  # only so that it is unlike others
    made.created_at = made.changed_at = NOW
    made.save(force_insert=True)


def test_the_naive_way_oversells_under_the_same_load():
    """The canary: were this not to fail, the test above would show nothing."""
    for _attempt in range(5):
        channel = open_channel(capacity=SEATS)
        many_at_once(lambda channel=channel: naive(channel))
        if seats_given(channel) > SEATS:
            return
    pytest.fail("five times the naive way gave no seat too many: the load is too small to prove anything")


def test_processes_meet_in_the_database_too():
    channel = open_channel(capacity=10)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_many, args=(channel.pk,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert seats_given(channel) == 10
    assert SignUp.objects.filter(channel=channel).count() == 24
    sound(channel)


def _many(pk):
    channel = Channel.objects.get(pk=pk)
    for _ in range(8):
        enter(channel, email=f"{new_key()}@example.jp".lower())
    connections.close_all()


def test_the_same_form_sent_by_many_at_once_is_one_entry():
    channel = open_channel(capacity=5)
    key, entry = new_key(), SignUpEntry(name="練馬 花子", email="hanako@example.jp")

    def send():
        return sign_up(channel=channel, key=key, entry=entry, way=SignUpWay.WEB, by=None, now=NOW).pk

    assert len(set(many_at_once(send, rounds=2))) == 1
    assert (SignUp.objects.count(), SignUpStep.objects.count(), Letter.objects.count()) == (1, 1, 1)
    sound(channel)


def test_of_many_cancellations_at_once_each_seat_goes_to_one_who_waits():
    channel = open_channel(capacity=THREADS)
    seated = [enter(channel) for _ in range(THREADS)]
    waiting = [enter(channel) for _ in range(THREADS + 2)]
    leaving = iter(seated * 2)  # each is cancelled twice, by different people
    doubled = [next(leaving) for _ in range(2 * THREADS)]
    given = iter(doubled)
    many_at_once(lambda: cancel_sign_up(sign_up=next(given), by=None, now=NOW), rounds=2)
    states = dict(SignUp.objects.filter(channel=channel).values_list("pk", "status"))
    assert [states[one.pk] for one in seated] == ["cancelled"] * THREADS
    assert [states[one.pk] for one in waiting] == ["confirmed"] * THREADS + ["waiting"] * 2
    promoted = SignUpStep.objects.filter(kind="promoted").values_list("sign_up", flat=True)
    assert sorted(promoted) == [one.pk for one in waiting[:THREADS]]
    sound(channel)
