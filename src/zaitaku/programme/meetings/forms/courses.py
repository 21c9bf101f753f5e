"""What people may type about a course."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import clean_text
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField, key_of
from zaitaku.core.records.forms import MAX_PASTED, BlockForm, ReadLine, cells_of, in_column, read_lines
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.meetings.actions.courses import Change
from zaitaku.programme.meetings.actions.enrolment import Participant
from zaitaku.programme.meetings.forms.pasting import NAME_HEADS, profession_word, read_profession
from zaitaku.programme.meetings.queries.courses import Cell, Register, same_person

COLUMNS = 5
Said = tuple[bool | None, int | None]  # came (None while unsaid), and in which way (None for the main one)
_CELLS: dict[str, Said] = {"1": (True, None), "0": (False, None), "": (None, None), "-": (None, None)}
_SIGN = re.compile(r"[01-]|c[0-9]{1,18};")


class CourseForm(forms.Form):
    parts_needed = WholeNumberField(
        label=gettext_lazy("Parts needed for completion"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Empty: every part that was not called off."),
    )
    certificate_title = StrictCharField(label=gettext_lazy("Title of the certificate"), max_length=100)
    certificate_text = StrictCharField(
        label=gettext_lazy("Words of the certificate"),
        max_length=1000,
        multiline=True,
        required=False,
        help_text=gettext_lazy("Empty: a sentence with year and name of the course."),
    )
    issuer = StrictCharField(
        label=gettext_lazy("Issuer"),
        max_length=200,
        multiline=True,
        help_text=gettext_lazy("As it stands at the foot, such as the title and name of the head; up to three lines."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].widget.attrs["rows"] = 3

    def clean_issuer(self) -> str:
        text: str = self.cleaned_data["issuer"]
        if len(text.splitlines()) > 3:
            raise ValidationError(_("At most three lines."))
        return text


class ParticipantForm(forms.Form):
    name = StrictCharField(label=gettext_lazy("Full name"), max_length=100)
    kana = StrictCharField(label=gettext_lazy("Name in kana"), max_length=100, required=False)
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"), choices=[("", "―"), *Profession.choices], required=False
    )
    office = StrictCharField(label=gettext_lazy("Office"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)

    def participant(self) -> Participant:
        """Only after `is_valid`."""
        return Participant(**{name: self.cleaned_data[name] for name in ParticipantForm.base_fields})


def _enrolled_on() -> JapaneseDateField:
    return JapaneseDateField(
        label=gettext_lazy("Enrolled on"),
        required=False,
        help_text=gettext_lazy("Empty: from the start of the course."),
    )


class NewParticipantForm(ParticipantForm):
    enrolled_on = _enrolled_on()
    allow_same = forms.BooleanField(label=gettext_lazy("Another person of the same name and office"), required=False)


class PeoplePasteForm(BlockForm):
    enrolled_on = _enrolled_on()


class EnrolmentForm(ParticipantForm):
    enrolled_on = _enrolled_on()
    withdrawn_on = JapaneseDateField(label=gettext_lazy("Withdrawn on"), required=False)


class CertifyForm(forms.Form):
    on = JapaneseDateField(label=gettext_lazy("Day on the certificate"))


def read_people(block: Sequence[Sequence[str]], known: Iterable[tuple[str, str]]) -> list[ReadLine[Participant]]:
    """`known`: who is enrolled already. Empty lines and a header are left out."""
    taken = set(known)

    def twice(person: Participant, _line: int) -> str:
        key = same_person(person.name, person.office)
        if key in taken:
            return _("is enrolled already, or stands twice here. Delete the line, or enrol the person singly.")
        taken.add(key)
        return ""

    return read_lines(block, _read_person, show=_shown, doubt=twice, heads=NAME_HEADS)


def _shown(person: Participant) -> tuple[str, ...]:
    return person.name, person.kana, profession_word(person.profession), person.office, person.email


def _read_person(cells: Sequence[str]) -> Participant:
    name, kana, profession, office, email = cells_of(cells, COLUMNS)
    if not name:
        raise ValidationError(_("The name is missing."))
    if email:
        email = in_column(_("E-mail address"), forms.EmailField(), email)
    return Participant(
        name=clean_text(name, multiline=False, max_length=100),
        kana=clean_text(kana, multiline=False, max_length=100),
        profession=read_profession(profession),
        office=clean_text(office, multiline=False, max_length=200),
        email=email,
    )


class RegisterRefused(Exception):
    """What was sent does not belong to this register."""


def seen_text(register: Register) -> str:
    """What the page shows, to be sent back with the entries: "part,part|person:1-0|person:c12;0-|…" (c12 is a
    channel)."""
    head = ",".join(str(part.session.pk) for part in register.parts)
    return "|".join([head, *(f"{line.enrolment.pk}:{_signs(line.cells)}" for line in register.lines)])


def _signs(cells: Iterable[Cell]) -> str:
    return "".join(f"{cell.value};" if cell.way else cell.value or "-" for cell in cells)


def read_seen(text: str) -> dict[tuple[int, int], Said]:
    """Raises RegisterRefused."""
    head, *lines = text[:MAX_PASTED].split("|")
    try:
        parts = [_key(part) for part in head.split(",")] if head else []
        found: dict[tuple[int, int], Said] = {}
        for line in lines:
            person, _colon, signs = line.partition(":")
            told = _SIGN.findall(signs)
            if "".join(told) != signs:
                raise ValueError(signs)
            for part, sign in zip(parts, told, strict=True):
                found[(_key(person), part)] = _said(sign.rstrip(";"))
    except ValueError as wrong:
        raise RegisterRefused(_("What was sent is not this register. Open the page again.")) from wrong
    return found


def _key(text: str) -> int:
    if (key := key_of(text)) is None:
        raise ValueError(text)
    return key


def _said(text: str) -> Said:
    return (True, _key(text[1:])) if text.startswith("c") else _CELLS[text]


def read_changes(data: Mapping[str, str]) -> dict[tuple[int, int], Change]:
    """The cells that differ from what the page had shown; then "whole" ("part:1") fills those of a part that are
    still open. Raises RegisterRefused."""
    seen = read_seen(data.get("seen", ""))
    wanted = dict(seen)
    for key in seen:
        sent = data.get(f"c{key[0]}-{key[1]}")
        if sent is not None:
            try:
                wanted[key] = _said(sent)
            except (ValueError, KeyError) as wrong:
                raise RegisterRefused(_("What was sent is not this register. Open the page again.")) from wrong
    if whole := data.get("whole"):
        part, _colon, sign = whole.partition(":")
        if sign not in ("0", "1") or key_of(part) is None:
            raise RegisterRefused(_("What was sent is not this register. Open the page again."))
        for key, (came, _way) in wanted.items():
            if str(key[1]) == part and came is None and f"c{key[0]}-{key[1]}" in data:
                wanted[key] = _CELLS[sign]
    return {
        key: Change(seen[key][0], came, seen[key][1], way)
        for key, (came, way) in wanted.items()
        if (came, way) != seen[key]
    }
