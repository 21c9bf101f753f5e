"""What the owner types to answer an order and to send it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.pages.forms import (
    JapaneseDateField,
    StrictCharField,
    WholeNumberField,
)
from zaitaku.programme.materials.actions.order_steps import Granted
from zaitaku.programme.materials.models import Edition, OrderLine
from zaitaku.programme.materials.queries.orders import Shelf


class SeenForm(forms.Form):
    """A step of an order as it was seen."""

    version = WholeNumberField(widget=forms.HiddenInput())


class StepReasonForm(SeenForm):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=200)


class SendForm(SeenForm):
    on = JapaneseDateField(label=pgettext_lazy("order", "Sent on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today  # type: ignore[attr-defined]


class DeliverForm(forms.Form):
    """The day on which the chosen orders leave."""

    on = JapaneseDateField(label=pgettext_lazy("order", "Sent on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today})
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today  # type: ignore[attr-defined]


class GrantForm(SeenForm):
    """For each line how many copies leave, of which edition, and why they are fewer."""

    def __init__(
        self,
        *args: Any,
        lines: Sequence[OrderLine],
        editions: Mapping[int, Sequence[Edition]],
        shelves: Mapping[int, Shelf],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.editions = list(lines), editions
        for line in self.lines:
            granted = line.asked if line.granted is None else line.granted
            about = line.title.name
            self.fields[f"copies_{line.pk}"] = _copies(line, granted)
            self.fields[f"reason_{line.pk}"] = StrictCharField(
                label=_("Reason if fewer"), max_length=200, required=False, initial=line.reason
            )
            self.fields[f"edition_{line.pk}"] = _edition(line, editions.get(line.title_id, ()), shelves[line.title_id])
            for name in ("copies", "reason", "edition"):
                field = self.fields[f"{name}_{line.pk}"]
                field.widget.attrs["aria-label"] = f"{about} {field.label}"

    def rows(self) -> Iterator[tuple[OrderLine, forms.BoundField, forms.BoundField, forms.BoundField | None]]:
        """Line, its copies, its reason, and its edition where there is one to choose."""
        for line in self.lines:
            has_choice = bool(self.editions.get(line.title_id))
            edition = self[f"edition_{line.pk}"] if has_choice else None
            yield line, self[f"copies_{line.pk}"], self[f"reason_{line.pk}"], edition

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line in self.lines:
            copies = data.get(f"copies_{line.pk}")
            if copies is not None and copies < line.asked and not data.get(f"reason_{line.pk}"):
                self.add_error(f"reason_{line.pk}", _("Say why there are fewer copies."))
        return data

    def granted(self) -> dict[int, Granted]:
        data = self.cleaned_data
        known = {str(one.pk): one for row in self.editions.values() for one in row}
        return {
            line.pk: Granted(
                data[f"copies_{line.pk}"], data[f"reason_{line.pk}"], known.get(data[f"edition_{line.pk}"])
            )
            for line in self.lines
        }


def _copies(line: OrderLine, initial: int) -> WholeNumberField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})
    return WholeNumberField(label=_("Copies granted"), max_value=line.asked, initial=initial, widget=widget)


def _edition(line: OrderLine, editions: Sequence[Edition], shelf: Shelf) -> forms.ChoiceField:
    """With the copies of each on the shelf; the first of which there are any is proposed."""
    choices = [(str(one.pk), _named(one, shelf)) for one in editions]
    there = [str(one.pk) for one in editions if shelf.by_edition.get(one.pk, 0) > 0]
    first = str(line.edition_id) if line.edition_id else next(iter([*there, *(key for key, _name in choices)]), "")
    return forms.ChoiceField(label=_("Edition"), required=bool(choices), choices=choices, initial=first)


def _named(edition: Edition, shelf: Shelf) -> str:
    if shelf.stock is None:
        return edition.name
    return _("%(edition)s (stock %(count)s)") % {
        "edition": edition.name,
        "count": f"{shelf.by_edition.get(edition.pk, 0):,}",
    }


class LabelForm(forms.Form):
    """How labels are printed."""

    per_sheet = forms.ChoiceField(
        label=gettext_lazy("Labels on a sheet"),
        choices=[("12", gettext_lazy("12 (86.4 × 42.3 mm)")), ("24", gettext_lazy("24 (66.0 × 33.9 mm)"))],
    )
    first = WholeNumberField(label=gettext_lazy("Begin at label"), min_value=1, max_value=24, initial=1)
    with_code = forms.BooleanField(label=gettext_lazy("With the QR code for ordering"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        most = int(data.get("per_sheet") or 24)
        if (data.get("first") or 1) > most:
            self.add_error("first", _("A sheet has %(most)s labels.") % {"most": most})
        return data
