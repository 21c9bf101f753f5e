"""A channel whose seats are given by lot: announced, entered, drawn once, told, and repeatable by anybody."""

from datetime import timedelta

import pytest

from tests.factories import core, events
from tests.programme.events.signing_up import NOW, enter, open_channel
from zaitaku.analysis.lottery import digest_of_entries, digest_of_seed, draw
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.admission import LotteryRefused, draw_lottery
from zaitaku.programme.events.actions.channels import change_channel
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup import cancel_sign_up
from zaitaku.programme.events.actions.signup_refusals import NotOpen
from zaitaku.programme.events.choices import Admission
from zaitaku.programme.events.models import Channel, Lottery, SignUp
from zaitaku.programme.events.queries.signup import door

pytestmark = pytest.mark.django_db
CLOSES = NOW + timedelta(days=3)
AFTER = CLOSES + timedelta(minutes=1)


@pytest.fixture
def by():
    return events.recorder()


@pytest.fixture
def channel(by):
    made = open_channel(capacity=5)
    fields = {"admission": Admission.LOTTERY, "closes_at": CLOSES}
    return change_channel(channel=made, by=by, **fields)


def test_the_digest_stands_before_anybody_enters_and_is_that_of_the_seed(channel):
    lottery = Lottery.objects.get(channel=channel)
    assert lottery.seed_digest == digest_of_seed(lottery.seed)
    assert lottery.drawn_at is None


def test_entries_wait_for_the_draw_and_take_no_seat(channel):
    assert {enter(channel, seats).status for seats in (1, 4, 4)} == {"entered"}
    now = Channel.objects.get(pk=channel.pk)
    assert (now.taken, now.waiting) == (0, 0)


@pytest.mark.parametrize("has_waiting_list", [True, False])
def test_the_draw_follows_the_published_recipe(channel, by, has_waiting_list):
    Channel.objects.filter(pk=channel.pk).update(has_waiting_list=has_waiting_list)
    made = [enter(channel, seats) for seats in (1, 2, 4, 1, 2, 3)]
    cancel_sign_up(sign_up=made.pop(), by=None, now=NOW)
    outcome = draw_lottery(channel=channel, by=by, now=AFTER)
    lottery = Lottery.objects.get(channel=channel)
    entries = [(one.number, one.seats) for one in made]
    expected = draw(entries, seed=lottery.seed, free=5)
    states = dict(SignUp.objects.filter(channel=channel).values_list("number", "status"))
    assert {number for number, state in states.items() if state == "confirmed"} == set(expected.seated)
    rest = "waiting" if has_waiting_list else "not_drawn"
    assert {number for number, state in states.items() if state == rest} == set(expected.rest)
    by_rank = SignUp.objects.filter(channel=channel).exclude(status="cancelled").order_by("rank")
    assert tuple(by_rank.values_list("number", flat=True)) == expected.order
    now = Channel.objects.get(pk=channel.pk)
    assert now.taken == sum(dict(entries)[number] for number in expected.seated)
    assert now.waiting == (len(expected.rest) if has_waiting_list else 0)
    assert lottery.entries_digest == digest_of_entries(entries)
    assert outcome.seated == len(expected.seated)
    assert Letter.objects.filter(subject__contains="抽選の結果").count() == len(entries)
    assert AuditEntry.objects.get(action="events.draw_lottery").details["seed"] == lottery.seed


def test_who_waits_after_the_draw_moves_up_in_drawn_order(channel, by):
    made = [enter(channel, 1) for _ in range(8)]
    draw_lottery(channel=channel, by=by, now=AFTER)
    order = list(SignUp.objects.filter(channel=channel).order_by("rank"))
    cancel_sign_up(sign_up=order[0], by=None, now=AFTER)
    order[5].refresh_from_db()
    order[6].refresh_from_db()
    assert (order[5].status, order[6].status) == ("confirmed", "waiting")
    assert len(made) == 8


def test_after_the_draw_late_callers_wait_behind(channel, by):
    for _ in range(6):
        enter(channel)
    with pytest.raises(NotOpen):
        enter(channel, now=AFTER, by=by)
    draw_lottery(channel=channel, by=by, now=AFTER)
    with pytest.raises(NotOpen):
        enter(channel, now=AFTER)
    assert enter(channel, now=AFTER, by=by).status == "waiting"


@pytest.mark.parametrize(("has_waiting_list", "expected"), [(True, "waiting"), (False, "full")])
def test_after_the_draw_the_door_of_a_full_hall_is_not_open(channel, by, has_waiting_list, expected):
    """Not even when its closing is moved later."""
    Channel.objects.filter(pk=channel.pk).update(has_waiting_list=has_waiting_list)
    made = [enter(channel, 3), enter(channel, 2)]
    assert door(Channel.objects.get(pk=channel.pk), NOW) == "open"
    draw_lottery(channel=channel, by=by, now=AFTER)
    channel = change_channel(channel=channel, by=by, closes_at=AFTER + timedelta(days=3))
    assert door(channel, AFTER) == expected
    cancel_sign_up(sign_up=made[0], by=by, now=AFTER)
    assert door(Channel.objects.get(pk=channel.pk), AFTER) == "open"
    assert enter(channel, now=AFTER).status == "confirmed"


def test_a_draw_is_neither_early_nor_repeated(channel, by):
    enter(channel)
    with pytest.raises(LotteryRefused, match="締切後"):
        draw_lottery(channel=channel, by=by, now=CLOSES - timedelta(seconds=1))
    draw_lottery(channel=channel, by=by, now=AFTER)
    before = Lottery.objects.get(channel=channel)
    with pytest.raises(LotteryRefused, match="やり直し"):
        draw_lottery(channel=channel, by=by, now=AFTER + timedelta(days=1))
    assert Lottery.objects.get(channel=channel).drawn_at == before.drawn_at


def test_where_there_is_no_lottery_nothing_is_drawn(by):
    with pytest.raises(LotteryRefused):
        draw_lottery(channel=open_channel(), by=by, now=AFTER)


def test_a_lottery_needs_seats_and_a_closing_time(by):
    with pytest.raises(EventRefused):
        change_channel(channel=open_channel(), by=by, admission=Admission.LOTTERY)


def test_the_seed_is_nowhere_before_the_draw_and_the_order_on_a_page_after_it(client, channel, by):
    lottery = Lottery.objects.get(channel=channel)
    made = [enter(channel, name=f"練馬 {number}郎") for number in range(6)]
    officer = core.person(organisation=channel.session.series.owner)
    client.force_login(officer)
    pages = [f"/events/sign-up/{channel.pk}/", f"/events/my/{made[0].key}/", f"/events/channels/{channel.pk}/lottery/"]
    for page in pages:
        text = client.get(page).content.decode()
        assert lottery.seed_digest in text
        assert lottery.seed not in text
    assert client.get(f"/events/lots/{channel.pk}/").status_code == 404
    draw_lottery(channel=channel, by=by, now=AFTER)
    text = client.get(f"/events/lots/{channel.pk}/").content.decode()
    assert lottery.seed in text
    assert "郎" not in text
