"""How titles may be ordered, and organisations that ask to become a destination."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.forms.destinations import PostalCodeField
from zaitaku.programme.materials.models.orders import LARGEST_ORDER


class OfferForm(forms.Form):
    """How a title may be ordered."""

    is_open = forms.BooleanField(label=gettext_lazy("May be ordered"), required=False)
    purpose = StrictCharField(
        label=gettext_lazy("What it is for"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("One line that stands on the order page."),
    )
    bundle = WholeNumberField(label=gettext_lazy("Copies in one bundle"), min_value=1, max_value=LARGEST_ORDER)
    largest = WholeNumberField(
        label=gettext_lazy("Largest order"),
        min_value=1,
        max_value=LARGEST_ORDER,
        help_text=gettext_lazy("For orders without telephoning; staff may enter more."),
    )


class WishForm(forms.Form):
    """An organisation asks to be entered as a destination."""

    postal_code = PostalCodeField(label=gettext_lazy("Postal code"), required=False)
    address = StrictCharField(label=gettext_lazy("Address"), max_length=300)

    def __init__(self, *args: Any, organisations: QuerySet[Any], owners: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = ChoiceInReach(
            organisations, label=_("Organisation"), empty_label=None, initial=organisations.first()
        )
        self.fields["owner"] = ChoiceInReach(owners, label=_("Ask whom"), empty_label=None, initial=owners.first())
        self.order_fields(["organisation", "owner"])


class WishAnswerForm(forms.Form):
    """The owner's answer."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of destination"), choices=DestinationKind.choices)


class WishRefusalForm(forms.Form):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=200)
