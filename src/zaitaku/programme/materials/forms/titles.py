"""What people may type about printed titles and their movements."""

from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.forms import ChoiceInReach, EntryForm
from zaitaku.programme.materials.actions import Move, StockRules, move_of
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.forms.ledger import EditionChoice, StockRulesForm
from zaitaku.programme.materials.models import Destination, Movement, Title
from zaitaku.programme.materials.queries import wholes_of


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Stock"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("low", gettext_lazy("To be ordered")),
            ("kept", gettext_lazy("Stock kept")),
        ],
    )
    q = StrictCharField(label=gettext_lazy("Name or code"), max_length=100, required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, required=False, label=_("Owner"), empty_label=_("All"))


class TitleForm(StockRulesForm):
    name = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    code = StrictCharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Short and lasting, such as home-care-guide.")
    )
    counted_since = JapaneseDateField(
        label=gettext_lazy("Counted since"),
        required=False,
        help_text=gettext_lazy(
            "First day of the running totals, in which movements before it do not count; empty where nobody knows it."
        ),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))
        self.order_fields(["name", "code", "owner", "counted_since"])


class ChangeTitleForm(TitleForm):
    """Code and owner stay: figures find the title by them."""

    def __init__(self, *args: Any, title: Title, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": title.name, "counted_since": title.counted_since} | asdict(StockRules.of(title))
        super().__init__(*args, organisations=Organisation.objects.none(), **kwargs)
        del self.fields["owner"], self.fields["code"]


class MovementForm(EntryForm):
    """Copies moved between two days."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=MovementKind.choices)
    start = JapaneseDateField(
        label=gettext_lazy("Begins on"),
        required=False,
        help_text=gettext_lazy("Empty if only the running total is known."),
    )
    end = JapaneseDateField(label=gettext_lazy("Ends on"))
    destination = StrictCharField(
        label=gettext_lazy("To whom"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In words, for totals of destinations that are not in the register one by one."),
    )
    note = StrictCharField(label=gettext_lazy("Reason or note"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        title: Title,
        destinations: QuerySet[Destination],
        movement: Movement | None = None,
        **kwargs: Any,
    ) -> None:
        wholes = wholes_of(title)
        if movement is not None:
            move = move_of(movement)
            kwargs["initial"] = {name: getattr(move, name) for name in _MOVED} | {"note": movement.note}
            wholes = wholes.exclude(pk=movement.pk)
            if move.place is not None:  # it may have ended since
                destinations = destinations | Destination.objects.filter(pk=move.place.pk)
        super().__init__(*args, row=movement, **kwargs)
        self.fields["value"].label = _("Copies")
        self.fields["place"] = ChoiceInReach(
            destinations.distinct(),
            required=False,
            label=_("Destination"),
            empty_label=_("(none, or not in the register)"),
        )
        self.fields["within"] = ChoiceInReach(
            wholes,
            required=False,
            label=_("Part of"),
            empty_label=_("(stands by itself)"),
            help_text=_("The known total that these copies are a share of, so that they are not counted twice."),
        )
        if title.editions.exists():
            self.fields["edition"] = EditionChoice(
                title.editions.all(), required=False, label=_("Edition"), empty_label=_("(not known)")
            )
        for name in ("value", "state", "mark", "as_of"):
            self.fields[name].widget.attrs.pop("aria-label", None)
        self.order_fields(["kind", "edition", "value", "start", "end", "place", "destination", "within", "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and data.get("value") is None and not data.get("state"):
            self.add_error("value", _("Enter the number of copies, or choose a state."))
        return data

    def move(self) -> Move:
        data = self.cleaned_data
        facts: dict[str, Any] = {name: data.get(name) for name in _MOVED}
        return Move(**facts | {"kind": MovementKind(data["kind"])})

    def entry_or_same(self) -> Entry:
        """The entry; where only the movement's days or destination changed, the one before."""
        found = self.entry()
        if found is None:
            assert self.row is not None  # noqa: S101 - `clean` has refused an empty entry without one
            found = Entry.of(self.row)
        return replace(found, note=self.cleaned_data["note"])


_MOVED = ("kind", "start", "end", "destination", "within", "place", "edition")


class ReasonForm(forms.Form):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)
