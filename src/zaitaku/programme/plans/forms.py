"""Forms of the plan. What they let through the actions check again: forms are not the only way in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, UploadField, WholeNumberField
from zaitaku.programme.plans.actions import IndicatorEdit
from zaitaku.programme.plans.actions.checks import FIRST_YEAR, LAST_YEAR
from zaitaku.programme.plans.choices import Direction, Item, LineageKind, NodeKind, Scene, Theme, Vocabulary, may_hold
from zaitaku.programme.plans.models import Plan
from zaitaku.programme.plans.queries import IndicatorLine, PlanNode, PlanTree

SPARE_OWNERS = 2
VOCABULARIES = (("scenes", Vocabulary.SCENE), ("items", Vocabulary.ITEM), ("themes", Vocabulary.THEME))


class PartForm(forms.Form):
    """`seen` is the digest of the part when the form was opened."""

    text = StrictCharField(
        label=gettext_lazy("Name"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy("The first line is the name; further lines say more."),
    )
    number = StrictCharField(label=gettext_lazy("Number"), max_length=10, required=False)
    note = StrictCharField(label=gettext_lazy("Note below the part"), max_length=2000, multiline=True, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class InitiativeForm(forms.Form):
    text = StrictCharField(
        label=gettext_lazy("Name"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy("The first line is the name; further lines say more."),
    )
    frequency = StrictCharField(
        label=gettext_lazy("Frequency"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("As the plan words it, for example 3回/年 or 1回/3年."),
    )
    description = StrictCharField(label=gettext_lazy("Description"), max_length=5000, multiline=True, required=False)
    scenes = forms.MultipleChoiceField(
        label=gettext_lazy("Scenes"), choices=Scene.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Eight items"), choices=Item.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    row = StrictCharField(
        label=gettext_lazy("Table row"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Neighbours with the same word here are printed in one row."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], owners: int, **kwargs: Any) -> None:
        """`owners` is how many there are now; two more may be added at a time."""
        super().__init__(*args, **kwargs)
        self.owner_names = [f"owner_{place}" for place in range(owners + SPARE_OWNERS)]
        for place, name in enumerate(self.owner_names, start=1):
            self.fields[name] = forms.ModelChoiceField(
                organisations, label=_("Owner %(place)d") % {"place": place}, required=False
            )
        self.order_fields(["text", "frequency", "description", *self.owner_names])

    def owners(self) -> list[Organisation]:
        found = (self.cleaned_data.get(name) for name in self.owner_names)
        return [owner for owner in dict.fromkeys(found) if owner is not None]

    def tags(self) -> list[tuple[str, str]]:
        return [(word.value, code) for field, word in VOCABULARIES for code in self.cleaned_data[field]]


def initiative_values(node: PlanNode) -> dict[str, Any]:
    detail = node.initiative
    owners = {f"owner_{place}": owner.pk for place, owner in enumerate(detail.owners)}
    tags = {field: sorted(detail.codes(word)) for field, word in VOCABULARIES}
    return {
        "text": node.text,
        "frequency": detail.frequency,
        "description": detail.description,
        "row": detail.row,
        **owners,
        **tags,
    }


def _year(label: Any, **kw: Any) -> WholeNumberField:
    return WholeNumberField(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, **kw)


class IndicatorForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    text = StrictCharField(label=gettext_lazy("Indicator"), max_length=300)
    source = StrictCharField(label=gettext_lazy("Source"), max_length=100, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices, required=False)
    target = forms.DecimalField(
        label=gettext_lazy("Target"), max_digits=12, decimal_places=2, required=False, localize=False
    )
    target_year = _year(gettext_lazy("Target year"))
    next_measured = _year(gettext_lazy("Next measured (fiscal year)"))
    measures = StrictCharField(
        label=gettext_lazy("Figures"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Codes of the figures that answer it, with a space between them."),
    )

    def edit(self) -> IndicatorEdit:
        data = self.cleaned_data
        return IndicatorEdit(
            key=data["key"],
            text=data["text"],
            source=data["source"],
            direction=Direction(data["direction"]),
            target=data["target"],
            target_year=data["target_year"],
            next_measured=data["next_measured"],
            measures=tuple(data["measures"].replace("、", " ").replace(",", " ").split()),
        )


IndicatorForms = formset_factory(IndicatorForm, extra=1, can_delete=True, can_order=True, max_num=100)


def indicator_values(line: IndicatorLine) -> dict[str, Any]:
    target = line.target
    return {
        "key": line.key,
        "text": line.text,
        "source": line.source,
        "direction": line.direction.value,
        "target": Decimal(f"{target.normalize():f}") if target is not None else None,
        "target_year": line.target_year,
        "next_measured": line.next_measured,
        "measures": " ".join(measure.code for measure in line.measures),
    }


def indicator_edits(forms_of: BaseFormSet[IndicatorForm]) -> list[IndicatorEdit]:
    """In the order the person numbered them; those marked for removal are left out."""
    return [form.edit() for form in forms_of.ordered_forms if form.cleaned_data.get("text")]


class AddForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    text = StrictCharField(label=gettext_lazy("Name"), max_length=1000, multiline=True)
    number = StrictCharField(label=gettext_lazy("Number"), max_length=10, required=False)

    def __init__(self, *args: Any, parent: NodeKind | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind.value, kind.label) for kind in NodeKind if may_hold(parent, kind)]


class MoveForm(forms.Form):
    parent = forms.ChoiceField(label=gettext_lazy("Under"), required=False)
    place = WholeNumberField(
        label=gettext_lazy("Place in the plan"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("1 is the first place."),
    )

    def __init__(self, *args: Any, whole: PlanTree, node: PlanNode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {one.key for one in node.walk()}
        choices = [
            (one.key, f"{one.kind.label}: {one.name}")
            for one in whole.walk()
            if one.key not in own and may_hold(one.kind, node.kind)
        ]
        field = self.fields["parent"]
        if isinstance(field, forms.ChoiceField):
            top = [("", _("(no part above)"))] if may_hold(None, node.kind) else []
            field.choices = [*top, *choices]


class AdoptForm(forms.Form):
    in_force_from = JapaneseDateField(label=gettext_lazy("In force from"))


class ReviseForm(forms.Form):
    name = StrictCharField(
        label=gettext_lazy("Name of the version"), max_length=60, help_text=gettext_lazy("For example 令和6年度改定案.")
    )
    note = StrictCharField(label=gettext_lazy("Note"), max_length=2000, multiline=True, required=False)


class ReasonForm(forms.Form):
    kind = forms.ChoiceField(choices=LineageKind.choices)
    before = forms.CharField(max_length=40, required=False)
    after = forms.CharField(max_length=40, required=False)
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=500)


class UploadForm(forms.Form):
    """Into a plan, or a new plan that is called and dated as the file says."""

    file = UploadField(
        label=gettext_lazy("File with the plan table"),
        extensions=(".txt", ".tsv", ".csv", ".xlsx", ".docx"),
        help_text=gettext_lazy("Text with tabs, Excel or Word, as the council gets it. Nothing is saved yet."),
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("Plan"),
        required=False,
        empty_label=gettext_lazy("A new plan, called and dated as in the file"),
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=gettext_lazy("Municipality of a new plan"), required=False, empty_label=None
    )

    def __init__(self, *args: Any, plans: QuerySet[Plan], areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("plan", plans), ("area", areas)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        if len(areas) <= 1:
            self.fields["area"].widget = forms.HiddenInput()
