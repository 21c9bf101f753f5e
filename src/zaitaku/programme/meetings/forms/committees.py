"""What people may type about agenda, minutes and actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.meetings.actions.committees import ActionEntry, Told
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.models import AgendaItem, Issue


class ActionFilter(forms.Form):
    """All may stay empty: then every open action in reach."""

    q = StrictCharField(label=gettext_lazy("Words"), max_length=100, required=False)
    committee = StrictCharField(label=gettext_lazy("Committee"), max_length=40, required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Open or under way")), ("all", gettext_lazy("All")), *FollowUp.choices],
    )
    mine = forms.BooleanField(label=gettext_lazy("Of my organisation"), required=False)
    late = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)

    def __init__(
        self, *args: Any, owners: QuerySet[Organisation], committees: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].widget = forms.Select(choices=[("", _("All")), *committees])
        self.fields["owner"] = ChoiceInReach(owners, required=False, label=_("Responsible"), empty_label=_("All"))
        self.order_fields(["q", "committee", "owner", "status", "mine", "late"])


class ItemForm(forms.Form):
    """With a proposal the title may stay empty: it is then the proposal's."""

    title = StrictCharField(label=gettext_lazy("Item"), max_length=200, required=False)
    is_standing = forms.BooleanField(
        label=gettext_lazy("Comes at every meeting"),
        required=False,
        help_text=gettext_lazy("Can be copied to the next meeting's agenda with one click."),
    )

    def __init__(self, *args: Any, proposals: QuerySet[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposals.exists():
            self.fields["issue"] = ProposalChoice(
                proposals, required=False, label=_("Proposal"), empty_label=_("None in particular")
            )
            self.order_fields(["title", "issue", "is_standing"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "title" not in self.errors and not data.get("title"):
            if issue := data.get("issue"):
                data["title"] = issue.title
            else:
                self.add_error("title", self.fields["title"].error_messages["required"])
        return data


class ProposalChoice(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title[:60]} ({obj.owner.name})"


class MinutesForm(forms.Form):
    """What was said and decided about one item."""

    title = StrictCharField(label=gettext_lazy("Item"), max_length=200)
    discussion = StrictCharField(
        label=gettext_lazy("Discussion"),
        max_length=5000,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    decision = StrictCharField(
        label=gettext_lazy("Decision"),
        max_length=1000,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_standing = forms.BooleanField(label=gettext_lazy("Comes at every meeting"), required=False)
    seen = WholeNumberField(required=False, widget=forms.HiddenInput())

    def told(self) -> Told:
        data = self.cleaned_data
        return Told(data["title"], data["discussion"], data["decision"], data["is_standing"])


class ActionForm(forms.Form):
    text = StrictCharField(
        label=gettext_lazy("What is to be done"),
        max_length=500,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    person = StrictCharField(
        label=gettext_lazy("Person"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Name or post of whoever sees to it, if it was said."),
    )
    due_on = JapaneseDateField(label=gettext_lazy("Due"), required=False)
    seen = WholeNumberField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(owners, label=_("Responsible"), empty_label=_("Choose one"))
        self.fields["item"] = ChoiceInReach(
            items, required=False, label=_("Item of the agenda"), empty_label=_("None in particular")
        )
        self.order_fields(["text", "owner", "person", "due_on", "item", "seen"])

    def entry(self) -> ActionEntry:
        data = self.cleaned_data
        return ActionEntry(data["text"], data["owner"], data["person"], data["due_on"])


class ReportForm(forms.Form):
    status = forms.ChoiceField(label=gettext_lazy("How it stands now"), choices=FollowUp.choices)
    result = StrictCharField(
        label=gettext_lazy("Result"),
        max_length=500,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = WholeNumberField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"] = JapaneseDateField(
            label=_("Done or dropped on"), latest=today, required=False, help_text=_("Only once it is done or dropped.")
        )
        self.order_fields(["status", "done_on", "result", "seen"])


class ReopenForm(forms.Form):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)
