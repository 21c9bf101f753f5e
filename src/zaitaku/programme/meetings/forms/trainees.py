"""Trainees with their wishes, pasted from Excel: in five columns and more, or as the export of a round prints them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.numerals import clean_text
from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.records.forms import ReadLine, cells_of, in_column, read_lines
from zaitaku.programme.meetings.actions.trainees import MOST_WISHES, TraineeEntry
from zaitaku.programme.meetings.forms.pasting import NAME_HEADS, profession_word, read_profession
from zaitaku.programme.meetings.models import Hospital, Slot
from zaitaku.programme.meetings.queries.visits import in_order, slot_words

COLUMNS = 4 + MOST_WISHES
NewTrainee = tuple[Hospital, TraineeEntry]


def read_trainees(
    block: Sequence[Sequence[str]],
    *,
    slots: Iterable[Slot],
    hospitals: Iterable[Hospital],
    known: Iterable[tuple[int, str]],
) -> list[ReadLine[NewTrainee]]:
    """Hospital, name, profession, e-mail, wishes from the dearest. `known`: hospital and name of who is entered.

    Under a header with 氏名 the columns may stand in any order among others. Of one hospital its name may be left out.
    """
    offered = in_order(slots)
    words = _wish_words(offered)
    shown = {slot.pk: slot_words(slot) for slot in offered}
    houses = {folded(one.name): one for one in hospitals}
    taken = {(hospital, folded(name)) for hospital, name in known}

    def read(cells: Sequence[str]) -> NewTrainee:
        return _read(cells, houses, words)

    def show(found: NewTrainee) -> tuple[str, ...]:
        hospital, one = found
        wishes = "、".join(f"({rank}) {shown[slot]}" for rank, slot in enumerate(one.wishes, 1))
        return hospital.name, one.name, profession_word(one.profession), one.email, wishes

    def twice(found: NewTrainee, _line: int) -> str:
        key = (found[0].pk, folded(found[1].name))
        if key in taken:
            return _("is entered already, or stands twice here. Delete the line.")
        taken.add(key)
        return ""

    return read_lines(_in_columns(block), read, show=show, doubt=twice, heads=())


def _in_columns(block: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells in the order of the columns, and the header empty."""
    rows = [list(cells) for cells in block]
    at = {place: word for place, cell in enumerate(rows[0]) if (word := _heads().get(folded(cell))) is not None}
    if 1 not in at.values():
        return rows
    found: list[list[str]] = [[]]
    for cells in rows[1:]:
        line = [""] * COLUMNS
        for place, column in at.items():
            line[column] = cells[place] if place < len(cells) else ""
        found.append(line if any(line) else [])
    return found


def _heads() -> dict[str, int]:
    """How a column may be called → its place."""
    called = [
        ("病院", "病院名", "所属", "hospital", _("Hospital or body")),
        (*NAME_HEADS, _("Full name")),
        ("職種", "profession", _("Profession")),
        ("メール", "メールアドレス", "email", "e-mail", _("E-mail address")),
    ]
    ranks = range(1, MOST_WISHES + 1)
    called += [(f"第{rank}希望", f"希望{rank}", _("Wish %(rank)s") % {"rank": rank}) for rank in ranks]
    return {folded(word): place for place, words in enumerate(called) for word in words}


def _read(cells: Sequence[str], houses: Mapping[str, Hospital], words: Mapping[str, set[int]]) -> NewTrainee:
    named, name, profession, email, *wished = cells_of(cells, COLUMNS)
    if not name:
        raise ValidationError(_("The name is missing."))
    entry = TraineeEntry(
        name=clean_text(name, multiline=False, max_length=100),
        email=in_column(_("E-mail address"), forms.EmailField(required=False), email),
        profession=read_profession(profession),
        wishes=tuple(_wish(rank, text, words) for rank, text in enumerate(wished, 1) if text),
    )
    if len(set(entry.wishes)) != len(entry.wishes):
        raise ValidationError(_("The same slot is wished for twice. Choose another."))
    return _hospital(named, houses), entry


def _hospital(named: str, houses: Mapping[str, Hospital]) -> Hospital:
    if not named and len(houses) == 1:
        return next(iter(houses.values()))
    if (found := houses.get(folded(named))) is None:
        raise ValidationError(
            _("“%(text)s” is no hospital of these visits. Use one of: %(words)s"),
            params={"text": named, "words": "、".join(one.name for one in houses.values())},
        )
    return found


def _wish(rank: int, text: str, words: Mapping[str, set[int]]) -> int:
    found = words.get(folded(text), set())
    column = _("Wish %(rank)s") % {"rank": rank}
    if not found:
        raise ValidationError(
            _("%(column)s: “%(text)s” is no slot of this round. Write day and team, as in 7/3 ○○クリニック."),
            params={"column": column, "text": text},
        )
    if len(found) > 1:
        raise ValidationError(
            _("%(column)s: “%(text)s” can be several slots. Write year and time of day too."),
            params={"column": column, "text": text},
        )
    return next(iter(found))


def _wish_words(slots: Iterable[Slot]) -> dict[str, set[int]]:
    """Every way in which a slot may be written, folded → the slots that it can be: as the export prints it, or day and
    team with or without weekday and time of day."""
    found: dict[str, set[int]] = {}
    for slot in slots:
        weekday = f"({date_format(slot.day, 'D')})"
        texts = [slot_words(slot)]
        for day in _days(slot.day):
            texts += [f"{day}{more}{slot.team}" for more in ("", weekday)]
            texts += [f"{day}{more}{slot.get_half_display()}{slot.team}" for more in ("", weekday)]
        for text in texts:
            found.setdefault(folded(text), set()).add(slot.pk)
    return found


def _days(day: date) -> tuple[str, ...]:
    return (
        f"{day.month}/{day.day}",
        f"{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        day.isoformat(),
        format_wareki(day),
        f"R{day.year - 2018}.{day.month}.{day.day}",
    )
