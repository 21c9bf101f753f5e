"""Forms whose texts must not tell who a person is. What looks like it is shown once; the writer then decides."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField
from zaitaku.programme.meetings.queries.nameless import tells_who

NO_NAMES = gettext_lazy(
    "Nothing that tells who it is: no name, telephone number, address or birthday. Write “A” or “a woman in her 80s”."
)


class NamelessForm(forms.Form):
    """`nameless` are the fields looked at.

    A form with such passages is refused until it comes back with the box ticked that belongs to exactly these
    passages; the box is shown only then. What was found is never kept.
    """

    nameless: ClassVar[tuple[str, ...]] = ()
    looked_at = StrictCharField(
        label=gettext_lazy("I have looked at these passages: they do not tell who the person is."),
        max_length=64,
        required=False,
        widget=forms.CheckboxInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[str] = []
        self.order_fields([name for name in self.fields if name != "looked_at"])
        self._show_box("")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        texts = [str(data.get(name) or "") for name in self.nameless]
        self.found = list(dict.fromkeys(passage for text in texts for passage in tells_who(text)))
        if not self.found:
            return data
        token = hashlib.sha256("\n".join(self.found).encode()).hexdigest()
        self._show_box(token)
        if data.get("looked_at") != token:
            reason = _("This looks as if it told who the person is: %(passages)s. Reword it, or tick the box below.")
            self.add_error(None, reason % {"passages": "、".join(self.found)})
        return data

    def _show_box(self, token: str) -> None:
        """A checkbox whose value is the passages' digest: other passages need another tick."""
        widget: forms.Widget = forms.HiddenInput()
        if token:
            widget = forms.CheckboxInput(attrs={"value": token}, check_test=lambda value: value == token)
        widget.value_from_datadict = lambda data, files, name: data.get(name, "")  # type: ignore[method-assign]
        self.fields["looked_at"].widget = widget
