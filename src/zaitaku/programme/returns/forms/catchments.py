"""Residents aged 65 or more whom organisations serve, pasted from Excel or typed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import folded
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import BlockForm, ReadLine, read_lines

HEADS: Collection[str] = ("名称", "コード", "センター", "センター名", "組織", "機関", "organisation", "code", "name")
Served = tuple[Organisation, int]


class CatchmentsForm(BlockForm):
    as_of = JapaneseDateField(label=gettext_lazy("As of"))
    source = StrictCharField(
        label=gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("Such as the resident register.")
    )


class DayForm(forms.Form):
    """Of the list: as of which day."""

    q = StrictCharField(label=gettext_lazy("Name or code"), max_length=100, required=False)
    on = JapaneseDateField(label=gettext_lazy("As known on"), required=False)


def columns() -> list[str]:
    return [_("Organisation"), _("Residents aged 65 or more")]


def read_catchments(
    block: Sequence[Sequence[str]], organisations: Iterable[Organisation], on: date
) -> list[ReadLine[Served]]:
    """An organisation by its code or name, and the number. The same twice, or one that two have, is a doubt."""
    by_word: dict[str, list[Organisation]] = {}
    for one in organisations:
        for word in {folded(one.code), folded(one.name)}:
            by_word.setdefault(word, []).append(one)
    lines: dict[int, int] = {}

    def doubt(found: Served, line: int) -> str:
        organisation = found[0]
        if organisation.pk in lines:
            return _("%(name)s stands in line %(line)s already.") % {
                "name": organisation.name,
                "line": lines[organisation.pk],
            }
        lines[organisation.pk] = line
        if not organisation.exists_on(on):
            return _("%(name)s did not exist on that day.") % {"name": organisation.name}
        return ""

    return read_lines(block, lambda cells: _read(cells, by_word), show=_shown, doubt=doubt, heads=HEADS)


def _read(cells: Sequence[str], by_word: dict[str, list[Organisation]]) -> Served:
    if len(cells) < 2 or any(cells[2:]):
        raise ValidationError(_("Each line has two columns: the organisation and the number."))
    found = by_word.get(folded(cells[0]), [])
    if not found:
        raise ValidationError(_("There is no organisation “%(text)s” in reach."), params={"text": cells[0][:40]})
    if len(found) > 1:
        raise ValidationError(
            _("Several organisations are called “%(text)s”. Use the code."), params={"text": cells[0]}
        )
    number: Any = WholeNumberField(min_value=1, unit="人").clean(cells[1])
    return found[0], int(number)


def _shown(found: Served) -> tuple[str, ...]:
    return found[0].name, f"{found[1]:,}"
