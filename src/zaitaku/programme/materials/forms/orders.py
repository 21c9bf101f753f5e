"""What people may type to order copies, and what narrows lists of orders and of destinations."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.pages.forms import (
    JapaneseDateField,
    KeyField,
    NameField,
    PhoneField,
    StrictCharField,
    WholeNumberField,
)
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.materials.actions.orders import OrderEntry, Wanted
from zaitaku.programme.materials.choices import DestinationKind, OrderStatus, OrderWay
from zaitaku.programme.materials.models import Title
from zaitaku.programme.materials.models.orders import LARGEST_ORDER
from zaitaku.programme.materials.queries.orders import Offered

AHEAD = timedelta(days=366)
_WAYS = [(way.value, way.label) for way in (OrderWay.PHONE, OrderWay.FAX, OrderWay.COUNTER)]
_ANY = ("", gettext_lazy("All"))


class OrderForm(forms.Form):
    """Copies of each offered title, and where questions go. `key` makes sending twice the same as sending once."""

    wanted_by = JapaneseDateField(
        label=gettext_lazy("Wanted by"),
        required=False,
        help_text=gettext_lazy("Only if there is a day, such as that of an event."),
    )
    contact = NameField(
        label=gettext_lazy("Contact person"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=gettext_lazy("Telephone number"), required=False)
    remark = StrictCharField(
        label=gettext_lazy("Remark"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as the place to deliver to. Write nothing about patients or users."),
    )
    key = KeyField()

    def __init__(
        self, *args: Any, offered: Sequence[Offered], today: date, is_staff: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(offered)
        day = self.fields["wanted_by"]
        day.earliest, day.latest = today, today + AHEAD  # type: ignore[attr-defined]
        for one in self.offered:
            most = LARGEST_ORDER if is_staff else one.offer.largest
            label = f"{one.offer.title.name} {one.edition}".strip()
            widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "copies"})
            self.fields[f"copies_{one.offer.pk}"] = WholeNumberField(
                label=label, required=False, max_value=most, widget=widget
            )
        if is_staff:
            self.fields["way"] = forms.ChoiceField(label=pgettext_lazy("order", "Came by"), choices=_WAYS)
            self.fields["remark"].help_text = ""
            self.order_fields(["way"])

    def cards(self) -> Iterator[tuple[Offered, forms.BoundField]]:
        """Each title with its field."""
        for one in self.offered:
            yield one, self[f"copies_{one.offer.pk}"]

    def about(self) -> list[forms.BoundField]:
        """The other fields a person sees."""
        return [field for field in self.visible_fields() if not field.name.startswith("copies_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(f"copies_{one.offer.pk}") for one in self.offered):
            raise forms.ValidationError(_("Enter how many copies you need of at least one title."))
        return data

    def entry(self) -> OrderEntry:
        data = self.cleaned_data
        wanted = [(one.offer, data[f"copies_{one.offer.pk}"]) for one in self.offered]
        return OrderEntry(
            lines=[Wanted(offer, copies) for offer, copies in wanted if copies],
            wanted_by=data["wanted_by"],
            contact=data["contact"],
            phone=data["phone"],
            remark=data["remark"],
        )


class ListForm(forms.Form):
    """What narrows the list of orders."""

    q = StrictCharField(label=gettext_lazy("Destination or number"), max_length=100, required=False)
    status = forms.ChoiceField(required=False, choices=[_ANY, *OrderStatus.choices], widget=forms.HiddenInput())
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of destination"), required=False, choices=[_ANY, *DestinationKind.choices]
    )
    since = JapaneseDateField(label=pgettext_lazy("order", "Requested from"), required=False)
    until = JapaneseDateField(label=pgettext_lazy("order", "Requested until"), required=False)

    def __init__(self, *args: Any, titles: QuerySet[Title], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = ChoiceInReach(titles, required=False, label=_("Guidebook"), empty_label=_("All"))
        self.order_fields(["q", "kind", "title", "since", "until"])


class PlaceForm(forms.Form):
    """What narrows a list of destinations."""

    q = StrictCharField(label=gettext_lazy("Name or address"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of destination"), required=False, choices=[_ANY, *DestinationKind.choices]
    )
    never = forms.BooleanField(label=gettext_lazy("Never served only"), required=False)

    def __init__(self, *args: Any, titles: QuerySet[Title] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if titles is not None:
            self.fields["title"] = ChoiceInReach(
                titles, required=False, label=_("Never served with"), empty_label=_("All")
            )
