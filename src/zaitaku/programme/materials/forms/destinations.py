"""What people may type about destinations, one at a time or pasted from Excel."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from zaitaku.analysis.contacts import folded
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import (
    EmailField,
    JapaneseDateField,
    NameField,
    PhoneField,
    StrictCharField,
    WholeNumberField,
)
from zaitaku.core.records.forms import BlockForm, ChoiceInReach, ReadLine, cells_of, in_column, read_lines
from zaitaku.programme.materials.actions.destinations import DestinationEntry
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.models import Destination

HEADS = ("名称", "配布先", "名前", "name", "destination")


class PostalCodeField(StrictCharField):
    """A Japanese postal code of any width, with or without 〒 and hyphen; gives 123-4567."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", super().to_python(value)).replace("〒", "").strip()
        if not typed:
            return ""
        found = re.fullmatch(r"([0-9]{3})[-ー−‐ ]?([0-9]{4})", typed)
        if found is None:
            raise ValidationError(_("Write the postal code with seven digits, such as 176-8501."), code="invalid")
        return f"{found[1]}-{found[2]}"


class DestinationFilter(forms.Form):
    q = StrictCharField(label=gettext_lazy("Name, address or postal code"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All")), *DestinationKind.choices], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Which"),
        required=False,
        choices=[
            ("", gettext_lazy("Those of today")),
            ("never", gettext_lazy("Never served")),
            ("ended", gettext_lazy("No longer in the register")),
            ("all", gettext_lazy("All")),
        ],
    )


class DestinationForm(forms.Form):
    name = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DestinationKind.choices)
    postal_code = PostalCodeField(label=gettext_lazy("Postal code"), required=False)
    address = StrictCharField(label=gettext_lazy("Address"), max_length=300, required=False)
    contact = NameField(label=gettext_lazy("Contact person"), max_length=100, required=False)
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    email = EmailField(label=gettext_lazy("E-mail address"), required=False)
    note = StrictCharField(label=gettext_lazy("Remarks"), max_length=300, required=False)
    valid_from = JapaneseDateField(label=gettext_lazy("In the register from"))
    valid_to = JapaneseDateField(
        label=gettext_lazy("Last day in the register"),
        required=False,
        help_text=gettext_lazy("Empty while copies go there."),
    )

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organisation],
        organisations: QuerySet[Organisation],
        destination: Destination | None = None,
        **kwargs: Any,
    ) -> None:
        if destination is not None:
            entry = DestinationEntry.of(destination)
            shown = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
            kwargs["initial"] = shown | {"seen": destination.version}
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = ChoiceInReach(
            organisations,
            required=False,
            label=_("Its organisation"),
            empty_label=_("(none)"),
            help_text=_("People of this organisation can order for it."),
        )
        if destination is None:
            self.fields["owner"] = ChoiceInReach(owners, label=_("In the register of"))
        else:
            self.fields["seen"] = WholeNumberField(required=False, widget=forms.HiddenInput())
        first = ["owner", "name", "kind", "organisation", "postal_code", "address"]
        self.order_fields(first)

    def entry(self) -> DestinationEntry:
        data = {name: self.cleaned_data[name] for name in DestinationEntry.__dataclass_fields__}
        return DestinationEntry(**data | {"kind": DestinationKind(data["kind"])})


class MergeForm(forms.Form):
    def __init__(self, *args: Any, others: QuerySet[Destination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = ChoiceInReach(
            others,
            label=_("Is the same as"),
            help_text=_("That one stays; what this one got counts for it. You can take it back later."),
        )


class DestinationsForm(BlockForm):
    """Destinations pasted from Excel."""

    valid_from = JapaneseDateField(label=gettext_lazy("In the register from"))

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(owners, label=_("In the register of"))


def columns() -> list[str]:
    return [
        _("Name"),
        _("Kind"),
        _("Postal code"),
        _("Address"),
        _("Contact person"),
        _("Telephone"),
        _("E-mail address"),
        _("Remarks"),
    ]


def read_destinations(
    block: Sequence[Sequence[str]], *, valid_from: date, known: Iterable[tuple[str, str]]
) -> list[ReadLine[DestinationEntry]]:
    """`known` are names and addresses of the register; the same again is a doubt, in the block too."""
    taken = {(folded(name), folded(address)): 0 for name, address in known}

    def doubt(found: DestinationEntry, line: int) -> str:
        key = folded(found.name), folded(found.address)
        if (earlier := taken.get(key)) is not None:
            if earlier:
                return _("The same name and address stand in line %(line)s already.") % {"line": earlier}
            return _("The register has this name with this address already. Leave the line out.")
        taken[key] = line
        return ""

    kinds = {folded(value): value for value in DestinationKind.values}
    for language in {settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE}:
        with override(language):  # lists are Japanese whatever language their reader reads
            kinds |= {folded(str(label)): value for value, label in DestinationKind.choices}
    return read_lines(block, lambda cells: _read(cells, kinds, valid_from), show=_shown, doubt=doubt, heads=HEADS)


def _read(cells: Sequence[str], kinds: dict[str, str], valid_from: date) -> DestinationEntry:
    heads = columns()
    fields: list[forms.Field] = [
        StrictCharField(max_length=200),
        StrictCharField(max_length=100),
        PostalCodeField(required=False),
        StrictCharField(max_length=300, required=False),
        NameField(max_length=100, required=False),
        PhoneField(required=False),
        EmailField(required=False),
        StrictCharField(max_length=300, required=False),
    ]
    values = [in_column(*one) for one in zip(heads, fields, cells_of(cells, len(heads)), strict=True)]
    kind = kinds.get(folded(values[1]))
    if kind is None:
        names = "、".join(str(label) for label in DestinationKind.labels)
        raise ValidationError(
            _("%(what)s: there is no kind “%(kind)s”. Write one of: %(names)s"),
            params={"what": heads[1], "kind": values[1], "names": names},
        )
    name, _kind, postal_code, address, contact, phone, email, note = values
    return DestinationEntry(
        name=name,
        kind=DestinationKind(kind),
        valid_from=valid_from,
        postal_code=postal_code,
        address=address,
        contact=contact,
        phone=phone,
        email=email,
        note=note,
    )


def _shown(found: DestinationEntry) -> tuple[str, ...]:
    kind = str(DestinationKind(found.kind).label)
    return (
        found.name,
        kind,
        found.postal_code,
        found.address,
        found.contact,
        found.phone,
        found.email,
        found.note,
    )
