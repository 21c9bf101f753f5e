"""One question of a form, and what becomes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.records.choices import KIND_CHOICES, SPAN_CHOICES
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.returns.forms.months import StartField, since_field
from zaitaku.programme.returns.models import Element, Form


class MeaningForm(forms.Form):
    """What is counted; see `ElementForm` for a new one."""

    kind = forms.ChoiceField(label=gettext_lazy("What is counted"), choices=KIND_CHOICES, initial="cases")
    span = forms.ChoiceField(label=gettext_lazy("How it lies in time"), choices=SPAN_CHOICES, initial="period")
    unit = StrictCharField(
        label=gettext_lazy("Unit"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("Only where it differs from the usual one."),
    )
    decimals = WholeNumberField(
        label=gettext_lazy("Decimals"), max_value=4, initial=0, help_text=gettext_lazy("For percentages only.")
    )

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wholes = form.elements.filter(breakdown=None)
        self.fields["parent"] = ChoiceInReach(
            wholes, required=False, label=_("Part of"), empty_label=_("(stands by itself)")
        )


class ElementForm(MeaningForm):
    label = StrictCharField(label=gettext_lazy("Item asked"), max_length=200)
    help_text = StrictCharField(
        label=gettext_lazy("Help beside it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What belongs in and what does not."),
    )
    code = StrictCharField(
        label=gettext_lazy("Code"), max_length=60, required=False, help_text=gettext_lazy("Empty: made by itself.")
    )

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, form=form, **kwargs)
        self.fields["valid_from"] = since_field(form, _("Asked from"))
        self.order_fields(["label", "help_text", "kind", "span", "unit", "decimals", "parent", "valid_from", "code"])


class LabelForm(forms.Form):
    label = StrictCharField(label=gettext_lazy("Item asked"), max_length=200)
    help_text = StrictCharField(label=gettext_lazy("Help beside it"), max_length=300, required=False)

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = since_field(form, _("So worded from"))


class EndForm(forms.Form):
    """Of an element or an option."""

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"] = StartField(rhythm=form.rhythm, label=_("Asked for the last time in"), required=False)
        self.fields["valid_to"].help_text += _(" Empty: it goes on.")


class SplitForm(forms.Form):
    """By one of the form's breakdowns; with `of` only those by which the element is split."""

    def __init__(self, *args: Any, form: Form, of: Element | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = form.breakdowns.all()
        if of is not None:
            rows = rows.filter(elements__parent=of).distinct()
        self.fields["breakdown"] = ChoiceInReach(rows, label=_("Breakdown"))
        self.fields["since"] = since_field(form, _("From"))
