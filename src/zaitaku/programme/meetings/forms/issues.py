"""What people may type about issues."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import TextRefused, clean_text
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages import worded
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.meetings.actions.issues import IssueEntry
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.forms.nameless import NO_NAMES, NamelessForm
from zaitaku.programme.meetings.forms.years import year_choices
from zaitaku.programme.meetings.models import Issue

MAX_LINES = 50
MAX_TITLE, MAX_TEXT = 200, 2000


class IssueFilter(forms.Form):
    """All may stay empty."""

    q = StrictCharField(label=gettext_lazy("Words"), max_length=100, required=False)
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1950, max_value=2150, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), required=False, choices=[("", gettext_lazy("All")), *IssueLevel.choices]
    )
    status = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *FollowUp.choices]
    )
    late = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)
    loose = forms.BooleanField(label=gettext_lazy("Not gathered yet"), required=False)

    def __init__(self, *args: Any, owners: QuerySet[Organisation], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget = year_choices(years)
        owner = ChoiceInReach(owners, required=False, label=_("Centre or section"), empty_label=_("All"))
        self.fields["owner"] = owner
        self.order_fields(["q", "year", "level", "owner", "status", "late", "loose"])


class IssueForm(NamelessForm):
    """`owners` None: the issue is there already; owner and level stay."""

    nameless = ("title", "text")

    title = StrictCharField(label=gettext_lazy("Issue in one line"), max_length=MAX_TITLE, help_text=NO_NAMES)
    text = StrictCharField(label=gettext_lazy("Details"), max_length=MAX_TEXT, multiline=True, required=False)
    raised_on = JapaneseDateField(label=gettext_lazy("Day it was raised"))
    due_on = JapaneseDateField(label=gettext_lazy("Due"), required=False)
    seen = WholeNumberField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organisation] | None,
        addressees: QuerySet[Organisation],
        levels: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if owners is not None:
            self.fields["owner"] = ChoiceInReach(owners, label=_("Centre or section"), empty_label=_("Choose one"))
            if levels:
                self.fields["level"] = forms.ChoiceField(label=_("Level"), choices=IssueLevel.choices)
        self.fields["addressee"] = ChoiceInReach(
            addressees, required=False, label=_("Addressed to"), empty_label=_("Nobody yet")
        )
        order = ["level", "owner", "title", "text", "raised_on", "addressee", "due_on", "seen", "looked_at"]
        self.order_fields(order)

    def entry(self) -> IssueEntry:
        data = self.cleaned_data
        return IssueEntry(data["title"], data["raised_on"], data["text"], data["addressee"], data["due_on"])


class CaseLinesForm(NamelessForm):
    """Issues of cases of one meeting, one a line; behind a tab or ／ more about it. `lines` after cleaning."""

    nameless = ("block",)

    block = StrictCharField(
        label=gettext_lazy("Issues, one a line"),
        max_length=MAX_LINES * 400,
        multiline=True,
        help_text=gettext_lazy("More about an issue may follow in the same line behind a tab (Excel) or “／”."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[tuple[str, str]] = []
        self.fields["owner"] = ChoiceInReach(owners, label=_("Centre or section"), empty_label=_("Choose one"))
        self.fields["raised_on"] = JapaneseDateField(label=_("Day it was raised"))
        self.order_fields(["owner", "raised_on", "block", "looked_at"])

    def clean_block(self) -> str:
        block: str = self.cleaned_data["block"]
        wrong = []
        for number, line in enumerate(block.splitlines(), start=1):
            if not line.strip():
                continue
            title, _tab, text = line.replace("\t", "／").partition("／")
            try:
                self.lines.append(
                    (clean_text(title, multiline=False, max_length=MAX_TITLE), clean_text(text, max_length=MAX_TEXT))
                )
            except TextRefused as refused:
                wrong.append(_("Line %(number)s: %(reason)s") % {"number": number, "reason": worded(refused)})
            else:
                if not self.lines[-1][0]:
                    wrong.append(_("Line %(number)s: the issue itself is missing.") % {"number": number})
        if len(self.lines) > MAX_LINES:
            wrong.append(_("At most %(limit)s lines at once.") % {"limit": MAX_LINES})
        if wrong:
            raise forms.ValidationError([forms.ValidationError("%(text)s", params={"text": one}) for one in wrong])
        return block


class IntoForm(forms.Form):
    """An issue of the next level that is there already."""

    def __init__(self, *args: Any, targets: QuerySet[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = TargetChoice(targets, label=_("Becomes part of"), empty_label=_("Choose one"))


class TargetChoice(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title[:60]} ({obj.raised_on})"


class StepForm(NamelessForm):
    nameless = ("text",)

    status = forms.ChoiceField(label=gettext_lazy("How it stands now"), choices=FollowUp.choices)
    text = StrictCharField(
        label=gettext_lazy("What was done"),
        max_length=500,
        multiline=True,
        help_text=gettext_lazy("Stays as it is: what was written here cannot be changed. No names."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = JapaneseDateField(label=_("Date"), latest=today)
        self.order_fields(["on", "status", "text", "looked_at"])
