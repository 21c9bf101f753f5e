"""What people may type about cases and editions. Names have no place here; the page says so."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.forms.planning import Grouped
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.choices import Check, Consent, Scene, Side
from zaitaku.programme.library.models import Case

_EMPTY: dict[str, Any] = {"required": False}
NO_NAMES = gettext_lazy("Without names of people, places or institutions.")


class SessionChoice(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return " ".join(filter(None, [str(obj), obj.title]))


class CaseFilter(forms.Form):
    q = StrictCharField(label=gettext_lazy("Title, theme or background"), max_length=100, **_EMPTY)
    scene = forms.ChoiceField(
        label=gettext_lazy("Scene"), required=False, choices=[("", gettext_lazy("All")), *Scene.choices]
    )

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(owners, required=False, label=_("Owner"), empty_label=_("All"))


class CaseForm(Grouped):
    title = StrictCharField(label=gettext_lazy("Title"), max_length=200, help_text=NO_NAMES)
    scene = forms.ChoiceField(label=gettext_lazy("Scene"), choices=Scene.choices)
    theme = StrictCharField(label=gettext_lazy("Theme"), max_length=200, **_EMPTY)
    professions = forms.MultipleChoiceField(
        label=gettext_lazy("Professions involved"),
        required=False,
        choices=Profession.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    background = StrictCharField(
        label=gettext_lazy("Background"), max_length=4000, multiline=True, help_text=NO_NAMES, **_EMPTY
    )
    done = StrictCharField(
        label=gettext_lazy("What was done"), max_length=6000, multiline=True, help_text=NO_NAMES, **_EMPTY
    )
    learnt = StrictCharField(
        label=gettext_lazy("What was learnt"), max_length=4000, multiline=True, help_text=NO_NAMES, **_EMPTY
    )
    seen = WholeNumberField(required=False, widget=forms.HiddenInput())
    groups = (
        (gettext_lazy("The case"), ("owner", "title", "scene", "theme", "session", "professions", "seen")),
        (gettext_lazy("Its words"), ("background", "done", "learnt")),
    )

    def __init__(
        self, *args: Any, owners: QuerySet[Organisation] | None, sessions: QuerySet[Session], **kwargs: Any
    ) -> None:
        """`owners` None: the case is there already and stays whose it is."""
        super().__init__(*args, **kwargs)
        if owners is not None:
            del self.fields["seen"]
            self.fields["owner"] = ChoiceInReach(owners, label=_("Owner"))
        self.fields["session"] = SessionChoice(
            sessions, required=False, label=_("Case meeting it comes from"), empty_label=_("None of them")
        )


class ConsentForm(forms.Form):
    """What one side said."""

    side = forms.ChoiceField(label=gettext_lazy("Whose consent"), choices=Side.choices)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Consent.choices)
    how = StrictCharField(
        label=gettext_lazy("How it was said"),
        max_length=200,
        help_text=gettext_lazy("Such as: on paper at the visit, filed in the section. Never a name."),
        **_EMPTY,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = JapaneseDateField(label=pgettext("document", "Day"), latest=today, initial=today)
        self.order_fields(["side", "state", "on", "how"])


class TickForm(forms.Form):
    """A button beside an item; `seen` is the version of the case on the page."""

    seen = WholeNumberField(required=False)
    item = forms.ChoiceField(choices=Check.choices)
    step = forms.ChoiceField(choices=[("tick", ""), ("back", "")])


class EditionForm(Grouped):
    """An edition of one owner; each case has a place in it, or none."""

    title = StrictCharField(label=gettext_lazy("Title"), max_length=200)
    number = WholeNumberField(label=pgettext_lazy("edition", "Number"), min_value=1, max_value=9999)
    issued_on = JapaneseDateField(label=gettext_lazy("Issued on"))
    is_open = forms.BooleanField(label=gettext_lazy("Everybody in the area with an account may read it"), **_EMPTY)
    preface = StrictCharField(label=gettext_lazy("Preface"), max_length=2000, multiline=True, **_EMPTY)
    contact = StrictCharField(
        label=gettext_lazy("Contact"),
        max_length=300,
        multiline=True,
        help_text=gettext_lazy("Section and telephone number, as the imprint prints them."),
        widget=forms.Textarea(attrs={"rows": 2}),
        **_EMPTY,
    )
    groups = ((gettext_lazy("The edition"), ("title", "number", "issued_on", "is_open", "preface", "contact")),)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        """`cases`: those that may be published."""
        super().__init__(*args, **kwargs)
        self.cases = cases
        for place, case in enumerate(cases, 1):
            self.fields[f"place{case.pk}"] = WholeNumberField(
                label=_("Place of “%(title)s”") % {"title": case.title},
                min_value=1,
                max_value=999,
                required=False,
                initial=place,
            )

    def places(self) -> list[tuple[Case, Any]]:
        """Each case with its field."""
        return [(case, self[f"place{case.pk}"]) for case in self.cases]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [(data.get(f"place{case.pk}"), case.pk) for case in self.cases]
        places = [place for place, _pk in chosen if place is not None]
        if not self.errors and not places:
            raise ValidationError(_("Give at least one case a place."))
        if len(set(places)) != len(places):
            raise ValidationError(_("Two cases have the same place. Number them 1, 2, 3 …"))
        return data

    def chosen(self) -> list[int]:
        """Keys of the cases in order. Only after `is_valid`."""
        data = self.cleaned_data
        placed = [(data[f"place{case.pk}"], case.pk) for case in self.cases if data[f"place{case.pk}"] is not None]
        return [pk for _place, pk in sorted(placed)]

    def fields_of_edition(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for _heading, names in self.groups for name in names}
