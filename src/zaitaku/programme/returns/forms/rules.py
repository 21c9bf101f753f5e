"""A rule, asked by its kind."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.figure import Span
from zaitaku.core.records.forms import ChoiceInReach, NumberField
from zaitaku.programme.returns.actions.rules import COMPARING, RUNNING, RuleFields
from zaitaku.programme.returns.choices import RuleKind, Severity
from zaitaku.programme.returns.forms.months import StartField
from zaitaku.programme.returns.models import Element, Form, Rule
from zaitaku.programme.returns.queries.spells import first_free

LARGEST = Decimal(10) ** 8
PLACES = 4
HELPS = {
    RuleKind.SUM: gettext_lazy("The item must be what the other items make together."),
    RuleKind.NOT_ABOVE: gettext_lazy("The item must not be above any of the other items."),
    RuleKind.NOT_BELOW_LAST: gettext_lazy("For totals that go on from year to year."),
    RuleKind.NOT_BELOW_YEAR: gettext_lazy("For totals that begin again at 0 every April."),
    RuleKind.FIXED: gettext_lazy("The same bounds for every sender."),
    RuleKind.HISTORY: gettext_lazy(
        "The median of the sender's last 24 months (at least 6), more or less so many spreads. The spread is robust: "
        "1.4826 × the median absolute deviation, and no less than chance alone makes."
    ),
    RuleKind.PER_1000_65: gettext_lazy(
        "The number divided by the residents aged 65 or more whom the sender serves, times 1,000."
    ),
}


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of rule"), choices=RuleKind.choices)


class BoundField(NumberField):
    """Not negative, as precise as the database keeps it."""

    def clean(self, value: Any) -> Decimal | None:
        found: Decimal | None = super().clean(value)
        if found is None:
            return None
        if found < 0 or found >= LARGEST:
            raise forms.ValidationError(_("Write a number from 0 to %(limit)s."), params={"limit": f"{LARGEST - 1:,}"})
        if found != round(found, PLACES):
            raise forms.ValidationError(_("At most %(limit)s decimals."), params={"limit": PLACES})
        return found


class ElementChoice(ChoiceInReach):
    """Parts are named with their whole."""

    def label_from_instance(self, obj: Element) -> str:
        return full_label(obj)


class ElementChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes no argument at run time
    def label_from_instance(self, obj: Element) -> str:
        return full_label(obj)

    def clean(self, value: Any) -> Any:
        """Refuses what no database would take for a number."""
        if any(not str(one).isascii() or len(str(one)) > 18 for one in value or []):
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


def full_label(element: Element) -> str:
    return f"{element.parent.label}（{element.label}）" if element.parent else element.label


class RuleForm(forms.Form):
    """Its fields are those that the kind needs."""

    severity = forms.ChoiceField(
        label=gettext_lazy("When it does not hold"), choices=Severity.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, form: Form, kind: RuleKind, rule: Rule | None = None, **kwargs: Any) -> None:
        doubtful = kind in (RuleKind.HISTORY, RuleKind.PER_1000_65)
        first = {"severity": Severity.DOUBT if doubtful else Severity.STOP, "valid_from": first_free(form)}
        kwargs.setdefault("initial", _initial(rule) if rule else first)
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["element"] = ElementChoice(_elements(form, kind), label=_("Item asked"))
        if kind in COMPARING:
            self.fields["others"] = ElementChoices(
                _elements(form, kind), label=_("Compared with"), widget=forms.CheckboxSelectMultiple
            )
        elif kind == RuleKind.HISTORY:
            self.fields["spreads"] = BoundField(label=_("How many spreads"), initial=4, help_text=_SPREADS)
        elif kind not in RUNNING:
            self.fields["minimum"] = BoundField(label=_("Not below"), required=False)
            self.fields["maximum"] = BoundField(label=_("Not above"), required=False)
        for name, label in (("valid_from", _("Holds from")), ("valid_to", _("Holds for the last time in"))):
            self.fields[name] = StartField(rhythm=form.rhythm, label=label, required=False)
        self.order_fields(["element", "others", "spreads", "minimum", "maximum", "severity", "valid_from", "valid_to"])

    def rule_fields(self) -> RuleFields:
        """Only after `is_valid`."""
        data = self.cleaned_data
        return RuleFields(
            kind=self.kind,
            element=data["element"],
            severity=Severity(data["severity"]),
            others=tuple(data.get("others", ())),
            minimum=data.get("spreads", data.get("minimum")),
            maximum=data.get("spreads", data.get("maximum")),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )


_SPREADS = gettext_lazy("4 finds slips such as one digit too many; 3 finds more, and more that was right.")


def _elements(form: Form, kind: RuleKind) -> Any:
    """In the form's order: without those that ended, for running totals only such."""
    rows = form.elements.filter(valid_to=None).select_related("parent")
    if kind in RUNNING:
        rows = rows.exclude(span=Span.PERIOD)
    whole = Coalesce("parent__position", "position")
    return rows.order_by(
        whole, F("parent").asc(nulls_first=True), "breakdown__position", "option__position", "position"
    )


def _initial(rule: Rule) -> dict[str, Any]:
    return {
        "element": rule.element_id,
        "others": [one.pk for one in rule.others.all()],
        "severity": rule.severity,
        "spreads": rule.maximum,
        "minimum": rule.minimum,
        "maximum": rule.maximum,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
    }
