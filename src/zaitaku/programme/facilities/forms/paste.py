"""A section's own list of groups, pasted from Excel: columns in a fixed order, most of which may be empty."""

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zaitaku.analysis.contacts import folded
from zaitaku.core.pages.forms import EmailField, JapaneseDateField, PhoneField, StrictCharField, shown_date
from zaitaku.core.records.forms import ReadLine, first_error, read_lines
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.pasted import PastedGroup
from zaitaku.programme.facilities.actions.steps import EARLIEST
from zaitaku.programme.facilities.choices import CONTACTS, GroupKind
from zaitaku.programme.facilities.forms.entry import NameInLettersField, WebField
from zaitaku.programme.facilities.queries.words import LABELS

HEADS = ("団体名", "名称", "会の名称", "グループ名", "name")
_SEPARATORS = "、,，・/／;；"
_YES = ("全て", "すべて", "全部", "○", "〇", "可")
# As lists call them; the words of the choices themselves are read too.
_KINDS = {
    "家族会": GroupKind.FAMILY,
    "本人の会": GroupKind.PATIENTS,
    "当事者会": GroupKind.PATIENTS,
    "患者会": GroupKind.PATIENTS,
    "認知症カフェ": GroupKind.DEMENTIA_CAFE,
    "オレンジカフェ": GroupKind.DEMENTIA_CAFE,
    "介護者サロン": GroupKind.CARERS_SALON,
    "介護者の会": GroupKind.CARERS_SALON,
    "見守り": GroupKind.VISITING,
    "体操": GroupKind.EXERCISE,
    "サロン": GroupKind.EXERCISE,
    "会食": GroupKind.MEALS,
    "生活支援": GroupKind.HELP,
    "その他": GroupKind.OTHER,
}
_PUBLIC = {
    "窓口": "desk",
    "電話": "phone",
    "電話番号": "phone",
    "メール": "email",
    "web": "web",
    "ホームページ": "web",
    "hp": "web",
}
Clean = Callable[[str], Any]


def columns() -> list[str]:
    return [
        *(str(label) for label in LABELS.values()),
        _("Contacts to publish"),
        _("Name of the contact person"),
        _("Telephone of the contact person"),
        _("E-mail of the contact person"),
        _("Listed since"),
        _("Last confirmed"),
        _("Day of the agreement"),
    ]


def _cleaners(areas: Mapping[str, Any], today: date) -> list[Clean]:
    day = JapaneseDateField(required=False, earliest=EARLIEST, latest=today)
    return [
        NameInLettersField(max_length=100).clean,
        NameInLettersField(max_length=100, required=False).clean,
        _kinds,
        StrictCharField(max_length=1000).clean,
        _text(300),
        _text(200),
        _text(200),
        _text(200),
        lambda text: _area(text, areas),
        _text(200),
        _text(300),
        _text(100),
        PhoneField(required=False).clean,
        EmailField(required=False).clean,
        WebField(required=False).clean,
        _published,
        NameInLettersField(max_length=100, required=False).clean,
        PhoneField(required=False).clean,
        EmailField(required=False).clean,
        day.clean,
        day.clean,
        day.clean,
    ]


def _text(length: int) -> Clean:
    return StrictCharField(max_length=length, required=False).clean


def _kinds(text: str) -> tuple[str, ...]:
    """家族会、認知症カフェ"""
    known = {folded(str(kind.label)): kind for kind in GroupKind} | {
        folded(word): kind for word, kind in _KINDS.items()
    }
    if whole := known.get(folded(text)):  # a word of the choices may hold a separator
        return (whole.value,)
    found = []
    for word in _words(text):
        if folded(word) not in known:
            raise forms.ValidationError(
                _("There is no kind “%(word)s”. Use one of: %(kinds)s."),
                params={"word": word[:40], "kinds": "、".join(str(kind.label) for kind in GroupKind)},
            )
        found.append(known[folded(word)].value)
    return tuple(found) or (GroupKind.OTHER.value,)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    for sign in _SEPARATORS:
        plain = plain.replace(sign, "\n")
    return [word.strip() for word in plain.split("\n") if word.strip()]


def _area(text: str, areas: Mapping[str, Any]) -> Any:
    if not text.strip():
        return None
    if folded(text) not in areas:
        raise forms.ValidationError(
            _("There is no area “%(word)s” in the directory of areas. Correct it or leave it empty."),
            params={"word": text[:40]},
        )
    return areas[folded(text)]


def _published(text: str) -> frozenset[str]:
    """電話、メール; すべて."""
    found: set[str] = set()
    for word in _words(text):
        if folded(word) in _YES:
            found |= set(CONTACTS)
        elif folded(word) in _PUBLIC:
            found.add(_PUBLIC[folded(word)])
        else:
            raise forms.ValidationError(
                _("“%(word)s” is no contact that can be published. Write すべて, or 窓口, 電話, メール, Web."),
                params={"word": word[:40]},
            )
    return frozenset(found)


def read_groups(
    block: Sequence[Sequence[str]], *, areas: Collection[Any], known: Collection[str], today: date
) -> list[ReadLine[PastedGroup]]:
    """`known` are the folded names of the groups in the directory."""
    cleaners = _cleaners({folded(area.name): area for area in areas}, today)
    seen: dict[str, int] = {}

    def doubt(found: PastedGroup, line: int) -> str:
        name = folded(found.entry.name)
        if name in known:
            return _("A group of this name is in the directory already.")
        if name in seen:
            return _("Line %(line)s has the same name.") % {"line": seen[name]}
        seen[name] = line
        return ""

    return read_lines(block, lambda cells: _read(cells, cleaners), show=_show, doubt=doubt, heads=HEADS)


def _read(cells: Sequence[str], cleaners: Sequence[Clean]) -> PastedGroup:
    if len(cells) > len(cleaners) and any(cells[len(cleaners) :]):
        raise forms.ValidationError(
            _("There are more than %(count)s columns. Copy only those that are named above."),
            params={"count": len(cleaners)},
        )
    values = []
    for number, (label, clean) in enumerate(zip(columns(), cleaners, strict=True)):
        try:
            values.append(clean(cells[number] if number < len(cells) else ""))
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("Column %(number)s “%(label)s”: %(reason)s"),
                params={"number": number + 1, "label": label, "reason": first_error(error)},
            ) from error
    return _made(values)


def _made(values: Sequence[Any]) -> PastedGroup:
    name, kana, kinds, what, for_whom, when, venue, address, area, fee, how, desk, phone, email, web = values[:15]
    public, contact_name, contact_phone, contact_email, since, confirmed, consent = values[15:]
    entry = GroupEntry(
        name=name,
        kana=kana,
        kinds=kinds,
        what=what,
        for_whom=for_whom,
        venue=venue,
        address=address,
        area=area,
        when_text=when,
        fee=fee,
        how_to_join=how,
        desk=desk,
        phone=phone,
        email=email,
        web=web,
        desk_public="desk" in public,
        phone_public="phone" in public,
        email_public="email" in public,
        web_public="web" in public,
    )
    contact = GroupContact(contact_name, contact_phone, contact_email)
    if since and confirmed and confirmed < since:
        raise forms.ValidationError(_("It was last confirmed before it was listed. Check the two days."))
    return PastedGroup(entry, contact, since, confirmed, consent)


def _show(found: PastedGroup) -> Sequence[str]:
    entry, contact = found.entry, found.contact
    public = [word for word, name in _PUBLIC.items() if getattr(entry, f"{name}_public") and word in _SHOWN]
    days = [shown_date(day) if day else "" for day in (found.listed_since, found.confirmed_on, found.consent_on)]
    kinds = "、".join(str(GroupKind(kind).label) for kind in entry.kinds)
    place = [entry.venue, entry.address, entry.area.name if entry.area else ""]
    told = [entry.desk, entry.phone, entry.email, entry.web, "、".join(public)]
    return [
        entry.name,
        entry.kana,
        kinds,
        entry.what,
        entry.for_whom,
        entry.when_text,
        *place,
        entry.fee,
        entry.how_to_join,
        *told,
        contact.name,
        contact.phone,
        contact.email,
        *days,
    ]


_SHOWN = ("窓口", "電話", "メール", "web")
