"""What people may type about printed titles and their movements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.forms import ChoiceInReach, EntryForm
from zaitaku.programme.materials.actions import Move, move_of
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Movement


class FilterForm(forms.Form):
    q = StrictCharField(label=gettext_lazy("Name or code"), max_length=100, required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, required=False, label=_("Owner"), empty_label=_("All"))


class TitleForm(forms.Form):
    name = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    code = StrictCharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Short and lasting, such as home-care-guide.")
    )
    counted_since = JapaneseDateField(
        label=gettext_lazy("Counted since"),
        required=False,
        help_text=gettext_lazy("First day of the running totals; empty where nobody knows it."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))


class MovementForm(EntryForm):
    """Copies moved between two days."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=MovementKind.choices)
    start = JapaneseDateField(
        label=gettext_lazy("Begins on"),
        required=False,
        help_text=gettext_lazy("Empty if only the running total is known."),
    )
    end = JapaneseDateField(label=gettext_lazy("Ends on"))
    destination = StrictCharField(label=gettext_lazy("To whom"), max_length=200, required=False)

    def __init__(self, *args: Any, wholes: QuerySet[Movement], movement: Movement | None = None, **kwargs: Any) -> None:
        if movement is not None:
            move = move_of(movement)
            kwargs["initial"] = {
                "kind": move.kind,
                "start": move.start,
                "end": move.end,
                "destination": move.destination,
                "within": move.within,
            }
            wholes = wholes.exclude(pk=movement.pk)
        super().__init__(*args, row=movement, **kwargs)
        self.fields["value"].label = _("Copies")
        self.fields["within"] = ChoiceInReach(
            wholes,
            required=False,
            label=_("Part of"),
            empty_label=_("(stands by itself)"),
            help_text=_("The known total that these copies are a share of, so that they are not counted twice."),
        )
        for name in ("value", "state", "mark", "as_of"):
            self.fields[name].widget.attrs.pop("aria-label", None)
        self.order_fields(["kind", "value", "start", "end", "destination", "within", "state", "mark", "as_of"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and data.get("value") is None and not data.get("state"):
            self.add_error("value", _("Enter the number of copies, or choose a state."))
        return data

    def move(self) -> Move:
        data = self.cleaned_data
        return Move(
            kind=MovementKind(data["kind"]),
            start=data["start"],
            end=data["end"],
            destination=data["destination"],
            within=data["within"],
        )

    def entry_or_same(self) -> Entry:
        """The entry; where only the movement's days or destination changed, the one before."""
        found = self.entry()
        if found is not None:
            return found
        assert self.row is not None  # noqa: S101 - `clean` has refused an empty entry without one
        return Entry.of(self.row)


class ReasonForm(forms.Form):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)
