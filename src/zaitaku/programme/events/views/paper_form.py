"""A questionnaire in the words of a printed form. Paper is Japanese whatever language the pages have."""

from collections.abc import Sequence

from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.models import Item, Questionnaire
from zaitaku.reports.paper_form import AnswerKind, FormQuestion, PaperForm

_HINTS = {
    QuestionKind.SINGLE: "あてはまるもの１つに✓",
    QuestionKind.MULTIPLE: "あてはまるものすべてに✓",
    QuestionKind.NUMBER: "数字でご記入ください",
    QuestionKind.TEXT: "ご自由にお書きください",
}
_KINDS: dict[str, AnswerKind] = {"single": "single", "multiple": "multiple", "number": "number", "text": "text"}


def paper_form_of(questionnaire: Questionnaire, items: Sequence[Item]) -> PaperForm:
    return PaperForm(
        title=questionnaire.title,
        introduction=tuple(questionnaire.introduction.split("\n")) if questionnaire.introduction else (),
        questions=tuple(
            FormQuestion(
                item.question.text,
                _KINDS[item.question.kind],
                tuple(option.label for option in item.question.scale.options.all()) if item.question.scale else (),
                _HINTS[QuestionKind(item.question.kind)],
            )
            for item in items
        ),
        number_label="整理番号",
        closing="ご協力ありがとうございました。",
    )
