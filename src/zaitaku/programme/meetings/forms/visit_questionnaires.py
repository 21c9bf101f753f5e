"""Which questionnaire goes to the people of a round, and what their answers count for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import JapaneseDateField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.models import Channel, Questionnaire


class PlaceField(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return " ".join(part for part in (obj.session.label, obj.session.title, obj.label) if part)


class AskForm(forms.Form):
    closes_on = JapaneseDateField(
        label=gettext_lazy("Last day for answers"),
        required=False,
        help_text=gettext_lazy("May stay empty: then answers come in until you close it."),
    )
    field_order = ("questionnaire", "channel", "closes_on")

    def __init__(
        self, *args: Any, questionnaires: QuerySet[Questionnaire], places: QuerySet[Channel], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"] = ChoiceInReach(questionnaires, label=_("Questionnaire"))
        self.fields["channel"] = PlaceField(
            places,
            label=_("Session that the answers count for"),
            help_text=_("The results stand with this session, such as the review training."),
        )
        self.order_fields(self.field_order)
