"""Forms of a group plan. Each carries `seen`, the version of the plan that the page showed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zaitaku.analysis.numerals import clean_text
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.records.forms import BlockForm, ChoiceInReach, ReadLine, read_lines
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.meetings.actions.groups import MOST_TABLES, MemberChange, MemberEntry, TableSizes
from zaitaku.programme.meetings.choices import BondKind, TableKind
from zaitaku.programme.meetings.forms.pasting import NAME_HEADS, profession_word, read_profession
from zaitaku.programme.meetings.models import GroupPlan, Member, Table
from zaitaku.programme.meetings.queries.groups import Loaded, person_key, shown_name, shown_table

MOST_SEATS = 60
COLUMNS = 5
KINDS = {
    "": TableKind.HALL,
    "会場": TableKind.HALL,
    "来場": TableKind.HALL,
    "hall": TableKind.HALL,
    "zoom": TableKind.ONLINE,
    "オンライン": TableKind.ONLINE,
    "online": TableKind.ONLINE,
}
FACILITATES = {
    "": False,
    **dict.fromkeys(("○", "〇", "◯", "1", "はい", "進行", "進行役", "ファシリテーター", "yes"), True),
}


class SeenForm(forms.Form):
    seen = WholeNumberField(widget=forms.HiddenInput())


class MemberChoice(ChoiceInReach):
    def label_from_instance(self, obj: Member) -> str:
        return f"{shown_name(obj)} ({obj.office})" if obj.office else shown_name(obj)


class TableChoice(ChoiceInReach):
    def label_from_instance(self, obj: Table) -> str:
        return shown_table(obj)


class OneForm(SeenForm):
    """A step with one member."""

    member = MemberChoice(queryset=Member.objects.none(), label=pgettext_lazy("groups", "Person"))

    def __init__(self, *args: Any, plan: GroupPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = plan.members.all()  # type: ignore[attr-defined]
        self.fields["member"].error_messages = {
            "required": _("Choose a person first."),
            "invalid_choice": _("This person is not in the list any more. Load the page again."),
        }


class MoveForm(OneForm):
    """`table` empty takes the member from the tables."""

    table = TableChoice(queryset=Table.objects.none(), label=gettext_lazy("To table"), required=False)

    def __init__(self, *args: Any, plan: GroupPlan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["table"].queryset = plan.tables.all()  # type: ignore[attr-defined]


class SwapForm(OneForm):
    other = MemberChoice(queryset=Member.objects.none(), label=gettext_lazy("Change places with"))

    def __init__(self, *args: Any, plan: GroupPlan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["other"].queryset = plan.members.all()  # type: ignore[attr-defined]
        self.fields["other"].error_messages["required"] = _("Choose with whom to change places.")


class PersonForm(SeenForm):
    name = StrictCharField(label=gettext_lazy("Full name"), max_length=100)
    office = StrictCharField(label=gettext_lazy("Office"), max_length=200, required=False)
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"), choices=[("", "―"), *Profession.choices], required=False
    )
    kind = forms.ChoiceField(label=pgettext_lazy("groups", "Takes part"), choices=TableKind.choices)
    is_facilitator = forms.BooleanField(label=gettext_lazy("Facilitator"), required=False)

    def entry(self) -> MemberEntry:
        """Only after `is_valid`."""
        data = self.cleaned_data
        kind = TableKind(data["kind"])
        return MemberEntry(data["name"], data["office"], data["profession"], kind, data["is_facilitator"])


class TablesForm(SeenForm):
    hall_tables = WholeNumberField(label=gettext_lazy("Tables in the hall"), max_value=MOST_TABLES)
    hall_seats = WholeNumberField(label=gettext_lazy("Seats at each (hall)"), min_value=1, max_value=MOST_SEATS)
    online_tables = WholeNumberField(label=gettext_lazy("Online rooms"), max_value=MOST_TABLES)
    online_seats = WholeNumberField(label=gettext_lazy("Seats at each (online)"), min_value=1, max_value=MOST_SEATS)

    def sizes(self, kind: TableKind) -> TableSizes:
        """Tables that are there keep their seats where the number shown, the most of them, was left."""
        data = self.cleaned_data
        return TableSizes(data[f"{kind}_tables"], data[f"{kind}_seats"], f"{kind}_seats" in self.changed_data)


class TableForm(SeenForm):
    table = TableChoice(queryset=Table.objects.none(), label=gettext_lazy("Table"), widget=forms.HiddenInput())
    label = StrictCharField(label=gettext_lazy("Name of the table"), max_length=40, required=False)
    seats = WholeNumberField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS)

    def __init__(self, *args: Any, plan: GroupPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].queryset = plan.tables.all()  # type: ignore[attr-defined]


def tables_form(loaded: Loaded, data: Any = None) -> TablesForm:
    """Filled in with what is there, or else with a proposal: groups of six."""
    initial: dict[str, int] = {"seen": loaded.plan.version}
    for kind in TableKind:
        tables = [table for table in loaded.tables if table.kind == kind]
        people = sum(member.kind == kind for member in loaded.members)
        initial[f"{kind.value}_tables"] = len(tables) if loaded.tables else -(-people // 6)
        initial[f"{kind.value}_seats"] = max((table.seats for table in tables), default=7)
    return TablesForm(data, initial=initial)


class BondForm(SeenForm):
    first = MemberChoice(queryset=Member.objects.none(), label=pgettext_lazy("groups", "Person"))
    second = MemberChoice(queryset=Member.objects.none(), label=gettext_lazy("Other person"))
    kind = forms.ChoiceField(label=gettext_lazy("Condition"), choices=BondKind.choices)

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].queryset = members  # type: ignore[attr-defined]
        self.fields["second"].queryset = members  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """One member's line in the list of people."""

    kind = forms.ChoiceField(choices=TableKind.choices)
    table = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    is_facilitator = forms.BooleanField(required=False)
    is_pinned = forms.BooleanField(required=False)
    leaves = forms.BooleanField(required=False)

    def __init__(self, *args: Any, member: Member, tables: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "kind": member.kind,
            "table": member.table_id or "",
            "is_facilitator": member.is_facilitator,
            "is_pinned": member.is_pinned,
        }
        super().__init__(*args, **(kwargs | {"prefix": f"m{member.pk}"}))
        self.member = member
        self.fields["table"].choices = tables  # type: ignore[attr-defined]
        labels = {
            "kind": pgettext("groups", "Takes part"),
            "table": _("Table"),
            "is_facilitator": _("Facilitator"),
            "is_pinned": _("Pinned"),
            "leaves": _("Remove"),
        }
        for name, label in labels.items():
            self.fields[name].widget.attrs["aria-label"] = f"{shown_name(member)} {label}"
            self.fields[name].label = label

    def change(self) -> MemberChange:
        data = self.cleaned_data
        return MemberChange(
            TableKind(data["kind"]), data["table"], data["is_facilitator"], data["is_pinned"], data["leaves"]
        )


def row_forms(loaded: Loaded, data: Any = None) -> list[RowForm]:
    tables: list[tuple[Any, str]] = [("", "―"), *((table.pk, shown_table(table)) for table in loaded.tables)]
    return [RowForm(data, member=member, tables=tables) for member in (*loaded.members, *loaded.absent)]


class PeoplePasteForm(BlockForm):
    """Name, office, profession, hall or online, whether they facilitate; a header row may stand above."""

    seen = WholeNumberField(widget=forms.HiddenInput())


def read_members(block: Sequence[Sequence[str]], known: set[str]) -> list[ReadLine[MemberEntry]]:
    """`known`: keys of the people who are in the list. Empty lines and a header are left out."""
    lines: dict[str, int] = {}

    def twice(entry: MemberEntry, line: int) -> str:
        key = person_key(entry.name, entry.office)
        if key in known:
            return _("“%(name)s” of this office is in the list already.") % {"name": entry.name}
        first = lines.setdefault(key, line)
        return "" if first == line else _("The same person stands in line %(line)s.") % {"line": first}

    return read_lines(block, _read_member, show=_shown, doubt=twice, heads=NAME_HEADS)


def _shown(entry: MemberEntry) -> tuple[str, ...]:
    facilitates = "○" if entry.is_facilitator else ""
    return entry.name, entry.office, profession_word(entry.profession), str(entry.kind.label), facilitates


def _read_member(cells: Sequence[str]) -> MemberEntry:
    if len([cell for cell in cells if cell]) > COLUMNS or any(cells[COLUMNS:]):
        raise ValidationError(_("More than %(count)s columns. Copy only these."), params={"count": COLUMNS})
    name, office, profession, kind, facilitates = [*cells, *[""] * COLUMNS][:COLUMNS]
    if not name:
        raise ValidationError(_("The name is missing."))
    if kind.casefold() not in KINDS:
        raise ValidationError(
            _("“%(text)s” is neither hall nor online. Write 会場 or Zoom."), params={"text": kind[:40]}
        )
    if facilitates.casefold() not in FACILITATES:
        raise ValidationError(
            _("“%(text)s” does not say whether they facilitate. Write ○, or leave it empty."),
            params={"text": facilitates[:40]},
        )
    return MemberEntry(
        clean_text(name, multiline=False, max_length=100),
        clean_text(office, multiline=False, max_length=200),
        read_profession(profession),
        KINDS[kind.casefold()],
        FACILITATES[facilitates.casefold()],
    )
