"""A stock-kept title with two editions, and short words for what is done to it."""

from datetime import date
from decimal import Decimal

from tests.factories import core, materials
from zaitaku.core.accounts.choices import Role
from zaitaku.core.records.actions import Entry
from zaitaku.programme.materials import actions
from zaitaku.programme.materials.actions import Move
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.queries.stock import stock_of

APRIL = date(2023, 4, 1)
FAR = date(2100, 1, 1)


def day(number):
    return date(2023, 4, number)


class Keeping:
    """`by` is an officer of the owner; `move(…)` books one movement on a day of April."""

    def __init__(self, editions=(), **kw):
        self.owner = core.organisation()
        self.by = core.person(role=Role.SECTION_OFFICER, organisation=self.owner)
        self.title = materials.title(owner=self.owner, is_stocked=True, name="在宅療養ガイドブック", **kw)
        self.editions = [materials.edition(title=self.title, name=name) for name in editions]
        self.place = materials.destination(owner=self.owner, name="関町図書館")

    def move(self, kind, copies, on, edition=None, note="", **kw):
        move = Move(kind=MovementKind(kind), start=on, end=on, edition=edition, **kw)
        return actions.record_movement(title=self.title, move=move, entry=Entry(Decimal(copies), note=note), by=self.by)

    def give(self, copies, on, edition=None):
        return actions.distribute(
            title=self.title, edition=edition, destination=self.place, copies=copies, on=on, by=self.by
        )

    def correct(self, movement, copies=None, **changed):
        move = actions.move_of(movement)
        facts = {name: getattr(move, name) for name in move.__dataclass_fields__} | changed
        value = movement.value if copies is None else Decimal(copies)
        entry = Entry(value, note=movement.note)
        return actions.correct_movement(movement=movement, move=Move(**facts), entry=entry, by=self.by)

    def stock(self, on=FAR, edition=None):
        return stock_of(self.title, on=on, edition=edition)
