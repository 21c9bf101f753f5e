"""What people may type about scales, questions and questionnaires."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import TextRefused, clean_text
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField, invalid
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.actions.questions import MOST_OPTIONS
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import Question, Questionnaire, Scale

_CHOICE = {
    "invalid_choice": gettext_lazy("Choose one of the answers."),
    "invalid_list": gettext_lazy("Choose one of the answers."),
}


class LibraryFilter(forms.Form):
    q = StrictCharField(label=gettext_lazy("Question, code or definition"), max_length=100, required=False)


class ScaleForm(forms.Form):
    """The options one a line, in the order of the paper."""

    title = StrictCharField(label=gettext_lazy("Name"), max_length=100)
    options = StrictCharField(
        label=gettext_lazy("Answers"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy("One answer a line, 2 to 9 of them, in the order in which they are printed."),
    )

    def clean_options(self) -> list[str]:
        try:
            lines = [clean_text(line, multiline=False) for line in self.cleaned_data["options"].split("\n")]
        except TextRefused as refused:
            raise invalid(refused) from refused
        found = [line for line in lines if line]
        if not 2 <= len(found) <= MOST_OPTIONS:
            raise ValidationError(_("Write 2 to %(most)s answers, one a line."), params={"most": MOST_OPTIONS})
        if long := next((line for line in found if len(line) > 100), ""):
            raise ValidationError(_("“%(text)s…” has more than 100 characters."), params={"text": long[:20]})
        if twice := next((line for line in found if found.count(line) > 1), ""):
            raise ValidationError(_("“%(text)s” stands there twice."), params={"text": twice})
        return found


class NewScaleForm(ScaleForm):
    code = StrictCharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Short and lasting, such as agreement-4.")
    )
    field_order = ("owner", "title", "code", "options")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))
        self.order_fields(self.field_order)


class QuestionBase(forms.Form):
    text = StrictCharField(label=gettext_lazy("Question"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=QuestionKind.choices, error_messages=_CHOICE)
    decimals = WholeNumberField(label=gettext_lazy("Decimals of the percentage"), max_value=2, initial=0)

    def __init__(self, *args: Any, scales: QuerySet[Scale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"] = ChoiceInReach(
            scales,
            label=_("Scale"),
            required=False,
            empty_label=_("none"),
            help_text=_("For questions with given answers. A share that came as a table needs none."),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scale") and data.get("kind") in (QuestionKind.NUMBER, QuestionKind.TEXT):
            self.add_error("scale", _("A number or a free text has no scale. Leave the scale empty."))
        return data


class NewQuestionForm(QuestionBase):
    """Which answers count is asked on the next page, when the scale is known."""

    code = StrictCharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Short and lasting, such as home-care-lecture."),
    )
    definition = StrictCharField(
        label=gettext_lazy("Which answers count"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In words, for shares that come as a table. With a scale the next page asks for it."),
    )
    field_order = ("owner", "text", "code", "kind", "scale", "definition", "decimals")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))
        self.order_fields(self.field_order)


class QuestionForm(QuestionBase):
    """With another scale the answers that count are to be chosen again."""

    counted = forms.MultipleChoiceField(
        label=gettext_lazy("Which answers count"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOICE,
        help_text=gettext_lazy("Their share is the figure, unless an indicator names answers of its own."),
    )
    definition = StrictCharField(
        label=gettext_lazy("Definition in words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Empty: made from the answers that count. It stands with the figure; {code|note} prints it."
        ),
    )
    field_order = ("text", "kind", "scale", "counted", "definition", "decimals")

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        names = ("text", "kind", "scale", "definition", "decimals")
        initial = {name: getattr(question, name) for name in names}
        super().__init__(*args, initial=initial | {"counted": [str(one) for one in question.counted]}, **kwargs)
        self.question = question
        options = question.scale.options.order_by("position") if question.scale else []
        self.fields["counted"].choices = [(str(option.position), option.label) for option in options]  # type: ignore[attr-defined]
        if not options:
            del self.fields["counted"]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        counted = [int(one) for one in data.get("counted", [])]
        same = data.get("scale") == self.question.scale
        again = same and counted == self.question.counted
        written = data.get("definition", "") != self.question.definition
        # Words that were made from other answers than those ticked now are made again.
        data["counted"] = counted if same else []
        data["definition"] = data.get("definition", "") if written or again else ""
        return data


class QuestionnaireForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Title"), max_length=200)
    introduction = StrictCharField(
        label=gettext_lazy("Introduction"),
        max_length=1000,
        multiline=True,
        required=False,
        help_text=gettext_lazy("Stands above the questions, on the page and on paper."),
    )


class NewQuestionnaireForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Title"), max_length=200, required=False)

    def __init__(self, *args: Any, sources: QuerySet[Questionnaire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = SourceField(
            sources, label=_("Copy the questions of"), required=False, empty_label=_("none: begin empty")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and not data.get("source") and not self.errors:
            self.add_error("title", _("Give it a title, or choose what to copy."))
        return data


class SourceField(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.series.fiscal_year} {obj.series.title}: {obj.title}"
