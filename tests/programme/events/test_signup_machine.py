"""Any sequence of entries, changes, cancellations and settings against a reference that counts everything anew."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.factories import events
from tests.programme.events.signing_up import NOW, enter, open_channel
from zaitaku.programme.events.actions.channels import change_channel
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.signup import cancel_sign_up, change_sign_up, promote
from zaitaku.programme.events.actions.signup_entry import SignUpEntry
from zaitaku.programme.events.models import Channel, SignUp

LARGEST = 4
SEATS = st.integers(1, 5)


@dataclass
class Naive:
    """Entries as [seats, state] in the order they came; nothing is kept that could be counted."""

    capacity: int
    has_line: bool = True
    entries: list = field(default_factory=list)

    def taken(self):
        return sum(seats for seats, state in self.entries if state == "confirmed")

    def line(self):
        return [entry for entry in self.entries if entry[1] == "waiting"]

    def enter(self, seats):
        if seats > min(LARGEST, self.capacity):
            return False
        if not self.line() and self.taken() + seats <= self.capacity:
            self.entries.append([seats, "confirmed"])
        elif self.has_line:
            self.entries.append([seats, "waiting"])
        else:
            return False
        return True

    def resize(self, index, seats):
        entry = self.entries[index]
        if entry[1] == "cancelled":
            return False
        if seats > entry[0]:
            is_free = not self.line() and self.taken() + seats - entry[0] <= self.capacity
            if entry[1] == "waiting" or not is_free or seats > min(LARGEST, self.capacity):
                return False
        entry[0] = seats
        self.move_up()
        return True

    def cancel(self, index):
        self.entries[index][1] = "cancelled"
        self.move_up()

    def set_capacity(self, capacity):
        if capacity != self.capacity and capacity < max([self.taken(), *(seats for seats, _ in self.line())]):
            return False
        self.capacity = capacity
        self.move_up()
        return True

    def move_up(self):
        for entry in self.line():
            if self.taken() + entry[0] > self.capacity:
                break
            entry[1] = "confirmed"


class SignUps(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.naive = Naive(capacity=6)
        self.channel = open_channel(capacity=6, largest_group=LARGEST)
        self.by = events.recorder()
        self.made = []

    def does(self, act):
        try:
            return act()
        except EventRefused:
            return None

    @rule(seats=SEATS)
    def enters(self, seats):
        made = self.does(lambda: enter(self.channel, seats))
        assert (made is not None) == self.naive.enter(seats)
        if made:
            self.made.append(made)

    @precondition(lambda self: self.made)
    @rule(data=st.data(), seats=SEATS)
    def resizes(self, data, seats):
        index = data.draw(st.integers(0, len(self.made) - 1))
        current = SignUp.objects.get(pk=self.made[index].pk)
        entry = replace(SignUpEntry.of(current), seats=seats)
        done = self.does(lambda: change_sign_up(sign_up=current, entry=entry, by=None, now=NOW))
        assert (done is not None) == self.naive.resize(index, seats)

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def cancels(self, data):
        index = data.draw(st.integers(0, len(self.made) - 1))
        cancel_sign_up(sign_up=self.made[index], by=None, now=NOW)
        self.naive.cancel(index)

    @rule(capacity=st.integers(1, 12))
    def sets_capacity(self, capacity):
        done = self.does(lambda: change_channel(channel=self.channel, by=self.by, capacity=capacity))
        assert (done is not None) == self.naive.set_capacity(capacity)

    @rule(has_line=st.booleans())
    def opens_or_closes_the_line(self, has_line):
        change_channel(channel=self.channel, by=self.by, has_waiting_list=has_line)
        self.naive.has_line = has_line

    @rule()
    def promotes_for_nothing(self):
        assert promote(channel=self.channel, now=NOW) == []

    @invariant()
    def is_what_the_reference_says(self):
        rows = SignUp.objects.filter(channel=self.channel).order_by("number").values_list("seats", "status", "number")
        assert [[seats, state] for seats, state, _ in rows] == self.naive.entries
        assert [number for _, _, number in rows] == list(range(1, len(rows) + 1))

    @invariant()
    def counters_are_what_counting_gives(self):
        now = Channel.objects.get(pk=self.channel.pk)
        assert (now.taken, now.waiting) == (self.naive.taken(), len(self.naive.line()))
        assert now.taken <= now.capacity == self.naive.capacity
        assert now.last_number == len(self.made)


@pytest.mark.django_db
def test_sign_ups_follow_the_reference():
    run_state_machine_as_test(SignUps, settings=settings(max_examples=25, stateful_step_count=20))
