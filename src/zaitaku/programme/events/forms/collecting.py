"""Answering a questionnaire: as people see it, and as sheets of paper are keyed in."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zaitaku.core.pages.forms import JapaneseDateField, KeyField, StrictCharField
from zaitaku.core.records.forms import ChoiceInReach, NumberField
from zaitaku.programme.events.actions.collect_answers import LARGEST_NUMBER, Given
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import Channel, Item, Question, Questionnaire, Session

# Django's own words would repeat what was sent, whatever it is.
_CHOICE = {
    "invalid_choice": gettext_lazy("Choose one of the answers."),
    "invalid_list": gettext_lazy("Choose one of the answers."),
}


class Unchosen(forms.RadioSelect):
    """No answer is ticked beforehand, not even the one that says nothing."""

    def format_value(self, value: Any) -> list[str]:
        return [] if value in (None, "") else list(super().format_value(value) or [])


class AmountField(NumberField):
    """A number as an answer: 0 or more, at most two decimals."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, Decimal) and not (0 <= value <= LARGEST_NUMBER and value == round(value, 2)):
            raise forms.ValidationError(_("Write a number of 0 or more, with two decimals at most."))


class ChannelField(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


def name_of(question: Question) -> str:
    return f"q{question.pk}"


class AnswersForm(forms.Form):
    """A field per question, in order, as people see it unless `field` is made otherwise."""

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[name_of(item.question)] = self.field(item)
        self.fields["key"] = KeyField()

    def field(self, item: Item) -> forms.Field:
        return _field(item)

    def questions(self) -> list[tuple[int, Item, forms.BoundField]]:
        return [(number, item, self[name_of(item.question)]) for number, item in enumerate(self.items, start=1)]

    def given(self) -> list[Given]:
        """Only after `is_valid`."""
        return [_given(item.question, self.cleaned_data[name_of(item.question)]) for item in self.items]


class AnswerForm(AnswersForm):
    """As people see it; `channels` where they have to say how they took part."""

    def __init__(self, *args: Any, channels: QuerySet[Channel] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if channels is not None:
            widget = forms.RadioSelect()
            label = _("How did you take part?")
            self.fields["channel"] = ChannelField(channels, label=label, widget=widget, empty_label=None)
            self.order_fields(["channel"])


def _field(item: Item) -> forms.Field:
    question = item.question
    common: dict[str, Any] = {"label": question.text, "required": item.is_required}
    if question.kind == QuestionKind.NUMBER:
        return AmountField(**common)
    if question.kind == QuestionKind.TEXT:
        return StrictCharField(max_length=2000, multiline=True, **common)
    options = [(str(option.pk), option.label) for option in _options(question)]
    if question.kind == QuestionKind.MULTIPLE:
        common["help_text"] = _("Choose all that apply.")
        return forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple(), error_messages=_CHOICE, **common
        )
    if not item.is_required:
        options.append(("", _("I would rather not say")))
    return forms.ChoiceField(choices=options, widget=Unchosen(), error_messages=_CHOICE, **common)


def _options(question: Question) -> list[Any]:
    return list(question.scale.options.all()) if question.scale else []


def _given(question: Question, value: Any) -> Given:
    if question.kind == QuestionKind.NUMBER:
        return Given(question.pk, number=value)
    if question.kind == QuestionKind.TEXT:
        return Given(question.pk, text=value or "")
    chosen = value if isinstance(value, list) else [value] if value else []
    return Given(question.pk, options=tuple(int(one) for one in chosen))


class DigitsField(forms.Field):
    """Answers of a sheet as digits: 2, or 13 (also 1,3) where several may be ticked; gives ids of options."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question = question
        self.options = _options(question)

    def to_python(self, value: Any) -> list[str]:
        text = unicodedata.normalize("NFKC", str(value or ""))[:80]
        signs = re.sub(r"[\s,、・.]", "", text)
        most = len(self.options)
        if not re.fullmatch(r"[1-9]*", signs) or any(int(sign) > most for sign in signs):
            raise forms.ValidationError(_("Key in digits from 1 to %(most)s."), params={"most": most})
        if len(set(signs)) != len(signs):
            raise forms.ValidationError(_("A digit stands there twice."))
        if len(signs) > 1 and self.question.kind == QuestionKind.SINGLE:
            raise forms.ValidationError(_("Only one answer is possible here. Leave it empty if two were ticked."))
        return [str(self.options[int(sign) - 1].pk) for sign in signs]


class PaperAnswersForm(AnswersForm):
    """One sheet of paper: channel and day stay from sheet to sheet, each question takes digits, a number or text."""

    received_on = JapaneseDateField(label=gettext_lazy("Day of receipt"))
    field_order = ("received_on", "channel")

    def __init__(self, *args: Any, channels: QuerySet[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = ChannelField(channels, label=_("Channel"), empty_label=None)
        self.order_fields(self.field_order)

    def field(self, item: Item) -> forms.Field:
        return _sheet_field(item.question)


def _sheet_field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": False}
    attrs = {"autocomplete": "off", "data-kind": question.kind}
    if question.kind == QuestionKind.NUMBER:
        return AmountField(widget=forms.TextInput(attrs=attrs | {"inputmode": "decimal"}), **common)
    if question.kind == QuestionKind.TEXT:
        widget = forms.Textarea(attrs=attrs | {"rows": 2})
        return StrictCharField(max_length=2000, multiline=True, widget=widget, **common)
    attrs |= {"inputmode": "numeric", "data-most": str(len(_options(question)))}
    attrs["aria-describedby"] = f"id_{name_of(question)}_help"
    return DigitsField(question, widget=forms.TextInput(attrs=attrs), **common)


class OpenForm(forms.Form):
    """Which questionnaire is given out after a session."""

    closes_on = JapaneseDateField(
        label=gettext_lazy("Last day for answers"),
        required=False,
        help_text=gettext_lazy("May stay empty: then answers come in until you close it."),
    )
    takes_qr = forms.BooleanField(
        label=gettext_lazy("By QR code at the venue too"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Whoever has the address can answer, and more than once. Without it only personal links and paper count."
        ),
    )
    field_order = ("questionnaire", "closes_on", "takes_qr")

    def __init__(self, *args: Any, questionnaires: QuerySet[Questionnaire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"] = ChoiceInReach(questionnaires, label=_("Questionnaire"), empty_label=None)
        self.order_fields(self.field_order)


class ReopenForm(forms.Form):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)
    closes_on = JapaneseDateField(label=gettext_lazy("Last day for answers"), required=False)


class TagForm(forms.Form):
    """Tags of one free text, separated by commas or spaces."""

    tags = StrictCharField(label=gettext_lazy("Tags"), max_length=450, required=False)

    def clean_tags(self) -> list[str]:
        return [tag for tag in re.split(r"[,、，\s]+", self.cleaned_data["tags"]) if tag]


class RenameTagForm(forms.Form):
    """A tag by another name; where that is in use already the two become one."""

    to = StrictCharField(label=gettext_lazy("New name"), max_length=40)
    field_order = ("tag", "to")

    def __init__(self, *args: Any, tags: Sequence[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(tag, f"{tag} ({count})") for tag, count in tags]
        self.fields["tag"] = forms.ChoiceField(choices=choices, label=pgettext("answer", "Tag"), error_messages=_CHOICE)
        self.order_fields(self.field_order)


def first_day(session_day: date | None, today: date) -> date:
    """The day that a sheet was most likely received on."""
    return min(session_day, today) if session_day else today


class ResultsFilter(forms.Form):
    """One session or all; the base of the percentages."""

    base = forms.ChoiceField(
        label=gettext_lazy("Base of the percentages"),
        required=False,
        choices=[
            ("answered", gettext_lazy("Without those who gave no answer")),
            ("all", gettext_lazy("With those who gave no answer")),
        ],
        error_messages=_CHOICE,
    )
    field_order = ("session", "base")

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = Session.objects.filter(collections__questionnaire=questionnaire).order_by("number")
        self.fields["session"] = SessionField(sessions, label=_("Session"), required=False, empty_label=_("All"))
        self.order_fields(self.field_order)


class SessionField(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label} {obj.title}".strip()


class TextsFilter(forms.Form):
    """Free texts of one question, or with one tag."""

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, tags: Sequence[tuple[str, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = Question.objects.filter(items__questionnaire=questionnaire, kind=QuestionKind.TEXT)
        self.fields["question"] = ChoiceInReach(asked, label=_("Question"), required=False, empty_label=_("All"))
        choices = [("", _("All")), *((tag, f"{tag} ({count})") for tag, count in tags)]
        self.fields["tag"] = forms.ChoiceField(
            choices=choices, label=pgettext("answer", "Tag"), required=False, error_messages=_CHOICE
        )
