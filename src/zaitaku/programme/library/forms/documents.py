"""What people may type about documents, their versions, and whom they are shared with."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, UploadField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.actions.handouts import ENDINGS, LARGEST_HANDOUT
from zaitaku.programme.events.forms.planning import Grouped
from zaitaku.programme.library.actions.documents import VersionEntry
from zaitaku.programme.library.choices import DocumentKind, VersionState

_EMPTY: dict[str, Any] = {"required": False}
WEB = URLValidator(schemes=["https", "http"])


class DocumentFilter(forms.Form):
    """Filters of the list; all may stay empty."""

    q = StrictCharField(label=gettext_lazy("Title, words or subject"), max_length=100, **_EMPTY)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All")), *DocumentKind.choices])
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=VersionState.choices)
    unread = forms.BooleanField(label=gettext_lazy("Not opened by me"), **_EMPTY)

    def __init__(self, *args: Any, owners: QuerySet[Organisation], tags: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = self.fields["state"].required = False
        self.fields["owner"] = ChoiceInReach(owners, required=False, label=_("Owner"), empty_label=_("All"))
        words = [("", _("All")), *((tag, tag) for tag in tags)]
        self.fields["tag"] = forms.ChoiceField(label=pgettext("document", "Subject"), choices=words, required=False)


Groups = tuple[tuple[Any, tuple[str, ...]], ...]


class DocumentForm(Grouped):
    """What stays the same from version to version."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices)
    title = StrictCharField(label=gettext_lazy("Title"), max_length=200)
    tags = StrictCharField(
        label=gettext_lazy("Subjects"),
        max_length=300,
        help_text=gettext_lazy("Words to find it by, with commas between them; at most 10."),
        **_EMPTY,
    )
    description = StrictCharField(label=gettext_lazy("What it is about"), max_length=2000, multiline=True, **_EMPTY)
    is_open = forms.BooleanField(
        label=gettext_lazy("Everybody in the area with an account may read it"),
        help_text=gettext_lazy("Otherwise only those whom it is shared with."),
        **_EMPTY,
    )
    groups: ClassVar[Groups] = (
        (gettext_lazy("The document"), ("owner", "kind", "title", "tags", "is_open", "description")),
    )

    def clean_tags(self) -> list[str]:
        words = [word.strip() for word in re.split("[,、，]", self.cleaned_data["tags"])]
        if wrong := next((word for word in words if len(word) > 40), None):
            raise ValidationError(
                _("“%(word)s” is too long for a subject: at most 40 characters."), params={"word": wrong}
            )
        return list(dict.fromkeys(filter(None, words)))


class VersionForm(Grouped):
    """A version: a file or an address."""

    version_title = StrictCharField(
        label=gettext_lazy("Title of this version"),
        max_length=200,
        help_text=gettext_lazy("Empty means the title of the document."),
        **_EMPTY,
    )
    issued_on = JapaneseDateField(label=gettext_lazy("Issued on"))
    file = UploadField(
        label=gettext_lazy("File"),
        extensions=ENDINGS,
        max_bytes=LARGEST_HANDOUT,
        help_text=gettext_lazy("PDF, Word, Excel, PowerPoint, PNG or JPEG, at most 20 MB."),
        **_EMPTY,
    )
    address = StrictCharField(
        label=gettext_lazy("Or its address on the web"),
        max_length=500,
        validators=[WEB],
        help_text=gettext_lazy("For what somebody else publishes, such as the ministry's guidelines."),
        **_EMPTY,
    )
    changes = StrictCharField(label=gettext_lazy("Summary of what changed"), max_length=2000, multiline=True, **_EMPTY)
    groups: ClassVar[Groups] = (
        (gettext_lazy("This version"), ("version_title", "issued_on", "file", "address", "changes")),
    )

    def entry(self, title: str) -> VersionEntry:
        """Only after `is_valid`."""
        data = self.cleaned_data
        file = data["file"]
        return VersionEntry(
            title=data["version_title"] or title,
            issued_on=data["issued_on"],
            changes=data["changes"],
            file_name=file.name if file else "",
            content=file.read() if file else b"",
            address=data["address"],
        )


class NewDocumentForm(DocumentForm, VersionForm):
    groups = (*DocumentForm.groups, (gettext_lazy("Its first version"), ("issued_on", "file", "address")))

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(owners, label=_("Owner"))

    def document(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("owner", "kind", "title", "tags", "description", "is_open")}


class ReasonForm(forms.Form):
    because = StrictCharField(label=gettext_lazy("Reason"), max_length=300)


class ShareForm(Grouped):
    """Whom a version goes to: kinds of organisations, organisations, e-mail addresses."""

    on = JapaneseDateField(label=pgettext_lazy("document", "Day"))
    by_letter = forms.BooleanField(
        label=gettext_lazy("Write letters to them"),
        help_text=gettext_lazy("Leave it out to write down what was shared otherwise or on an earlier day."),
        **_EMPTY,
    )
    words = StrictCharField(label=gettext_lazy("Words to go with it"), max_length=2000, multiline=True, **_EMPTY)
    emails = StrictCharField(
        label=gettext_lazy("E-mail addresses of people without an account"),
        max_length=8000,
        multiline=True,
        help_text=gettext_lazy("One on each line. Each gets a private link."),
        widget=forms.Textarea(attrs={"rows": 3}),
        **_EMPTY,
    )
    groups = (
        (gettext_lazy("Whom it goes to"), ("kinds", "organisations", "emails")),
        (gettext_lazy("When and how"), ("on", "by_letter", "words")),
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.pk): one for one in organisations}
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for key, one in self.by_id.items():
            by_kind.setdefault(one.kind, []).append((key, one.name))
        words = [
            (kind, _("%(kind)s: all %(count)s") % {"kind": OrganisationKind(kind).label, "count": len(rows)})
            for kind, rows in by_kind.items()
        ]
        several: dict[str, Any] = {"required": False, "widget": forms.CheckboxSelectMultiple}
        self.fields["kinds"] = forms.MultipleChoiceField(label=_("Kinds of organisations"), choices=words, **several)
        self.fields["organisations"] = forms.MultipleChoiceField(
            label=_("Organisations one by one"),
            choices=[(OrganisationKind(kind).label, rows) for kind, rows in by_kind.items()],
            **several,
        )
        self.fields["on"] = JapaneseDateField(label=pgettext("document", "Day"), latest=today)

    def clean_emails(self) -> list[str]:
        found = [line.strip() for line in re.split(r"[\n,;、]", self.cleaned_data["emails"]) if line.strip()]
        for number, one in enumerate(found, 1):
            try:
                validate_email(one)
            except ValidationError as wrong:
                raise ValidationError(
                    _("No. %(number)s is no e-mail address. Correct it; nothing has been sent."),
                    params={"number": number},
                ) from wrong
        return found

    def chosen(self) -> list[Organisation]:
        """Only after `is_valid`."""
        data = self.cleaned_data
        return [one for key, one in self.by_id.items() if one.kind in data["kinds"] or key in data["organisations"]]


class AddresseeFilter(forms.Form):
    opened = forms.ChoiceField(
        label=pgettext_lazy("document", "Opened"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("no", pgettext_lazy("document", "Not opened")),
            ("yes", pgettext_lazy("document", "Opened")),
        ],
    )
