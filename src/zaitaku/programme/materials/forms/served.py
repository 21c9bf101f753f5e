"""What the lists of served and unserved destinations are narrowed by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import JapaneseDateField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.models import Title


class ServedFilter(forms.Form):
    since = JapaneseDateField(label=gettext_lazy("Nothing since"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of destination"),
        choices=[("", gettext_lazy("All")), *DestinationKind.choices],
        required=False,
    )


class KindsFilter(forms.Form):
    def __init__(self, *args: Any, titles: QuerySet[Title], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = ChoiceInReach(
            titles, required=False, label=_("Printed title"), empty_label=_("All titles")
        )
