"""A monthly form of several kinds of questions, two centres, two months: what the tests of sheets start from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.models import Element, Form, Return, Round, Value

NOW = datetime(2023, 11, 6, 3, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)


@dataclass
class Scene:
    form: Form
    owner: Organisation
    centres: list[Organisation]
    officer: Person
    partner: Person
    rounds: dict[date, Round]
    elements: dict[str, Element]

    def sheet(self, start: date = OCTOBER, centre: int = 0) -> Return:
        return Return.objects.get(round=self.rounds[start], organisation=self.centres[centre])

    def fill(self, sheet: Return, by: Person | None = None, answers: Any = None, **values: Any) -> None:
        rows = {row.element.code: row for row in Value.objects.filter(sheet=sheet, superseded_at=None)}
        entries = {}
        for code, value in values.items():
            seen = rows[code].pk if code in rows else None
            entries[self.elements[code].pk] = (Entry(Decimal(str(value))), seen)
        told = {self.elements[code].pk: answer for code, answer in (answers or {}).items()}
        actions.record_values(sheet=sheet, entries=entries, answers=told, by=by or self.partner)

    def full(self, sheet: Return) -> Return:
        self.fill(sheet, whole=5, a=2, b=3, stand=4, total=100, share=50)
        return sheet

    def sent(self, start: date = OCTOBER, centre: int = 0) -> Return:
        sheet = self.full(self.sheet(start, centre))
        return actions.submit(sheet=sheet, seen=sheet.version, by=self.partner, now=NOW)


def scene() -> Scene:
    """Items: whole (a and b make it), stand (on the last day), total (running), share (percent)."""
    owner = core.organisation(name="地域医療課")
    form = returns.form(owner=owner, code="hub", title="包括月報", is_collected=True, due_day=10)
    whole = returns.element(form=form, code="whole", label="相談件数")
    elements = {"whole": whole}
    for code, label in (("a", "本人から"), ("b", "家族から")):
        elements[code] = returns.element(form=form, code=code, label=label, parent=whole)
    kinds = {"stand": ("登録団体", "groups", "point"), "total": ("累計配布", "copies", "running_total")}
    for code, (label, kind, span) in kinds.items():
        elements[code] = returns.element(form=form, code=code, label=label, kind=kind, span=span)
    elements["share"] = returns.element(form=form, code="share", label="満足度", kind="percent", decimals=1)
    centres = [core.organisation(area=owner.area, name=name) for name in ("中央センター", "光が丘センター")]
    for one in centres:
        returns.sender(form=form, organisation=one)
    rounds = {start: returns.round_(form=form, start=start) for start in (OCTOBER, NOVEMBER)}
    return Scene(
        form,
        owner,
        centres,
        core.person(role=Role.SECTION_OFFICER, organisation=owner, name="区 花子"),
        core.person(role=Role.PARTNER, organisation=centres[0], name="中央 太郎"),
        rounds,
        elements,
    )
