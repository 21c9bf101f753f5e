"""What people may type about stock: rules, editions, print runs, one movement, a stocktake."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.materials.actions import StockRules
from zaitaku.programme.materials.actions.editions import Ordered
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.models import Destination, Edition, PrintRun, Title

# What is booked by hand one at a time; deliveries come from print runs, found and missing copies from stocktakes.
BY_HAND = [
    (kind.value, kind.label) for kind in (MovementKind.DISTRIBUTED, MovementKind.RETURNED, MovementKind.DISPOSED)
]


class StockRulesForm(forms.Form):
    """The part of a title's form that says how its stock is kept."""

    is_stocked = forms.BooleanField(
        label=gettext_lazy("Keep the stock"),
        required=False,
        help_text=gettext_lazy("Nothing can then be handed out that is not there. Leave it off for totals only."),
    )
    stocked_since = JapaneseDateField(
        label=gettext_lazy("Stock kept since"),
        required=False,
        help_text=gettext_lazy(
            "Earlier movements count for the totals only. Enter what is on the shelf on that day by a stocktake. "
            "Empty: all movements count."
        ),
    )
    reorder_point = WholeNumberField(
        label=gettext_lazy("Re-order point"),
        required=False,
        unit="部",
        help_text=gettext_lazy("Empty: what is used until a delivery comes, and the safety stock."),
    )
    lead_days = WholeNumberField(
        label=gettext_lazy("Days from order to delivery"), max_value=1000, initial=30, unit="日"
    )
    safety_copies = WholeNumberField(
        label=gettext_lazy("Safety stock"), required=False, initial=0, unit="部", max_value=10_000_000
    )

    def rules(self) -> StockRules:
        data = self.cleaned_data
        return StockRules(
            is_stocked=data["is_stocked"],
            stocked_since=data["stocked_since"],
            reorder_point=data["reorder_point"],
            lead_days=data["lead_days"],
            safety_copies=data["safety_copies"] or 0,
        )


class EditionChoice(ChoiceInReach):
    """Without the title's name, which the page has."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class EditionForm(forms.Form):
    name = StrictCharField(
        label=gettext_lazy("Name of the edition"), max_length=100, help_text=gettext_lazy("Such as 令和7年度版.")
    )
    issued_on = JapaneseDateField(label=gettext_lazy("Issued on"), required=False)

    def __init__(self, *args: Any, title: Title, edition: Edition | None = None, **kwargs: Any) -> None:
        if edition is not None:
            kwargs["initial"] = {"name": edition.name, "issued_on": edition.issued_on, "other": edition.superseded_by}
        super().__init__(*args, **kwargs)
        others = title.editions.all()
        if edition is None:
            label, others = _("Takes the place of"), others.filter(superseded_by=None)
        else:
            label, others = _("Followed by"), others.exclude(pk=edition.pk)
        self.fields["other"] = EditionChoice(others, required=False, label=label, empty_label=_("(none)"))


class OfEdition(forms.Form):
    """A form with an edition of the title, where it has any; the one handed out now comes first."""

    def __init__(self, *args: Any, title: Title, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = title.editions.all()
        first = current_edition(title)
        if first is None:
            return
        self.fields["edition"] = EditionChoice(
            editions, label=_("Edition"), required=title.is_stocked, initial=first, empty_label=_("(not known)")
        )

    @property
    def edition(self) -> Edition | None:
        found: Edition | None = self.cleaned_data.get("edition")
        return found


def current_edition(title: Title) -> Edition | None:
    """The latest one that no other follows."""
    editions = list(title.editions.all())
    return next((one for one in editions if one.superseded_by_id is None), editions[0] if editions else None)


class PrintRunForm(OfEdition):
    copies = WholeNumberField(label=gettext_lazy("Copies ordered"), min_value=1, unit="部", max_value=10_000_000)
    ordered_on = JapaneseDateField(label=gettext_lazy("Ordered on"))
    expected_on = JapaneseDateField(label=gettext_lazy("Delivery expected on"), required=False)
    printer = StrictCharField(label=gettext_lazy("Printer"), max_length=200, required=False)
    cost_yen = WholeNumberField(label=gettext_lazy("Cost (yen)"), required=False, unit="円")

    def __init__(self, *args: Any, title: Title, run: PrintRun | None = None, **kwargs: Any) -> None:
        if run is not None:
            names = ("edition", "copies", "ordered_on", "expected_on", "printer", "cost_yen")
            kwargs["initial"] = {name: getattr(run, name) for name in names}
        super().__init__(*args, title=title, **kwargs)
        self.order_fields(["edition", "copies"])

    def ordered(self) -> Ordered:
        data = self.cleaned_data
        names = ("copies", "ordered_on", "expected_on", "printer", "cost_yen")
        return Ordered(edition=self.edition, **{name: data[name] for name in names})


class DeliveryForm(forms.Form):
    on = JapaneseDateField(label=gettext_lazy("Delivered on"))
    copies = WholeNumberField(label=gettext_lazy("Copies delivered"), min_value=1, unit="部", max_value=10_000_000)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today  # type: ignore[attr-defined]


class BookForm(OfEdition):
    """One movement on one day."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=BY_HAND)
    copies = WholeNumberField(label=gettext_lazy("Copies"), min_value=1, unit="部", max_value=10_000_000)
    on = JapaneseDateField(label=gettext_lazy("On"))
    note = StrictCharField(
        label=gettext_lazy("Reason or note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed where copies are disposed of."),
    )

    def __init__(
        self, *args: Any, title: Title, destinations: QuerySet[Destination], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, title=title, **kwargs)
        self.fields["place"] = ChoiceInReach(
            destinations, required=False, label=_("Destination"), empty_label=_("(none, or not in the register)")
        )
        self.fields["on"].latest = today  # type: ignore[attr-defined]
        self.order_fields(["kind", "edition", "copies", "on", "place", "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == MovementKind.DISPOSED:
            if not data.get("note") and "note" not in self.errors:
                self.add_error("note", _("Say why the copies are disposed of."))
            if data.get("place"):
                self.add_error("place", _("Copies disposed of go to nobody. Leave this empty."))
        return data


class StocktakeForm(OfEdition):
    counted_on = JapaneseDateField(label=gettext_lazy("Counted on"))
    counted = WholeNumberField(label=gettext_lazy("Copies counted"), unit="部", max_value=10_000_000)
    reason = StrictCharField(
        label=gettext_lazy("Why it differs"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed where the count is not what the ledger says."),
    )

    def __init__(self, *args: Any, title: Title, today: date, **kwargs: Any) -> None:
        super().__init__(*args, title=title, **kwargs)
        self.fields["counted_on"].latest = today  # type: ignore[attr-defined]
        self.order_fields(["edition", "counted_on", "counted", "reason"])


class LedgerFilter(forms.Form):
    """Which movements of a title are shown."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"), choices=[("", gettext_lazy("All")), *MovementKind.choices], required=False
    )
    place = StrictCharField(label=gettext_lazy("To whom"), max_length=100, required=False)

    def __init__(self, *args: Any, title: Title, years: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.ChoiceField(
            label=_("Fiscal year"), choices=[("", _("All")), *years], required=False
        )
        if title.editions.exists():
            self.fields["edition"] = EditionChoice(
                title.editions.all(), required=False, label=_("Edition"), empty_label=_("All")
            )
        self.order_fields(["kind", "year", "edition", "place"])
