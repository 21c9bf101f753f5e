"""What people may type about forms and returns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.forms import STATE_WORDS, ChoiceInReach, Pasted, first_error, read_cell
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Element, Value


class FilterForm(forms.Form):
    q = StrictCharField(label=gettext_lazy("Title or code"), max_length=100, required=False)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Rhythm"), required=False, choices=[("", gettext_lazy("All")), *Rhythm.choices]
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, required=False, label=_("Owner"), empty_label=_("All"))


class YearForm(forms.Form):
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1950, max_value=2150, required=False)


class NewFormForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    code = StrictCharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Short and lasting, such as support-hub.")
    )
    rhythm = forms.ChoiceField(label=gettext_lazy("Rhythm"), choices=Rhythm.choices)
    is_collected = forms.BooleanField(
        label=gettext_lazy("Sent in by each organisation, then accepted"),
        required=False,
        help_text=gettext_lazy("Without this the numbers are recorded directly by whoever holds them."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))


class SheetForm(forms.Form):
    """Which organisation's sheet, for which stretch."""

    start = JapaneseDateField(
        label=gettext_lazy("Begins on"),
        required=False,
        help_text=gettext_lazy("Empty for running totals of unknown beginning."),
    )
    end = JapaneseDateField(label=gettext_lazy("Ends on"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = ChoiceInReach(organisations, label=_("Organisation"))
        self.order_fields(["organisation", "start", "end"])


def understand(
    lines: Sequence[Sequence[str]], elements: Sequence[Element], current: Mapping[int, Value], as_of: date | None
) -> list[Pasted]:
    """Pasted code or label / value, line by line.

    A first line that names no element and holds neither digit nor state is taken for headings.
    """
    by_code = {element.code: element for element in elements}
    by_label: dict[str, list[Element]] = {}
    for element in elements:
        by_label.setdefault(element.label, []).append(element)
    found: list[Pasted] = []
    taken: set[int] = set()
    for line, cells in enumerate(lines, start=1):
        named = [by_code[cells[0]]] if cells and cells[0] in by_code else by_label.get(cells[0] if cells else "", [])
        if not cells or (not found and not named and _is_heading(cells)):
            continue
        one = _understood(line, cells, named, current, as_of)
        if one.key is not None and one.key in taken and not one.problem:
            one = Pasted(line, cells, one.what, problem=_("This question stands in an earlier line already."))
        elif one.key is not None:
            taken.add(one.key)
        found.append(one)
    return found


def _is_heading(cells: Sequence[str]) -> bool:
    return not any(cell in STATE_WORDS or any(sign.isdecimal() for sign in cell) for cell in cells[1:])


def _understood(
    line: int, cells: Sequence[str], named: Sequence[Element], current: Mapping[int, Value], as_of: date | None
) -> Pasted:
    if not named:
        return Pasted(line, cells, problem=_("The form does not ask “%(text)s”.") % {"text": cells[0][:40]})
    if len(named) > 1:
        return Pasted(line, cells, problem=_("Several questions have this label. Use the code instead."))
    element = named[0]
    before = current.get(element.pk)
    if len(cells) < 2:
        return Pasted(line, cells, element.label, element.pk, before=before, problem=_("The value is missing."))
    try:
        entry = read_cell(cells[1].removesuffix(element.unit or "\n").strip())
    except ValidationError as error:
        return Pasted(line, cells, element.label, element.pk, before=before, problem=first_error(error))
    dated = Entry(entry.value, entry.state, entry.mark, as_of)
    return Pasted(line, cells, element.label, element.pk, dated, before)
