"""One day, many destinations, several titles: a grid on the web, or the same pasted from Excel."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import folded
from zaitaku.core.pages.forms import JapaneseDateField, WholeNumberField
from zaitaku.core.records.forms import BlockForm, ReadLine, first_error
from zaitaku.programme.materials.actions.handing_out import Portion
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.forms.ledger import EditionChoice, current_edition
from zaitaku.programme.materials.models import Destination, Edition, Title

MOST_TITLES, MOST_ROWS = 6, 300
Column = tuple[Title, Edition | None]


class GridFilter(forms.Form):
    """Which destinations and titles stand in the grid."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of destination"),
        choices=[("", gettext_lazy("All")), *DestinationKind.choices],
        required=False,
    )
    never = forms.BooleanField(label=gettext_lazy("Only those that never got these titles"), required=False)

    def __init__(self, *args: Any, titles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.ModelMultipleChoiceField(
            titles, label=_("Titles"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["title"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("title")
        if chosen is not None and len(chosen) > MOST_TITLES:
            self.add_error("title", _("Choose at most %(most)s titles at once.") % {"most": MOST_TITLES})
        return data


class GridForm(forms.Form):
    """A field for each destination and title; an empty one hands nothing out."""

    on = JapaneseDateField(label=gettext_lazy("Handed out on"))
    seen = WholeNumberField(widget=forms.HiddenInput(), max_value=None)

    def __init__(
        self,
        *args: Any,
        destinations: Sequence[Destination],
        titles: Sequence[Title],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today  # type: ignore[attr-defined]
        self.destinations, self.titles = destinations, titles
        self.editions = {title.pk: _edition_field(title) for title in titles}
        for pk, choice in self.editions.items():
            if choice is not None:
                self.fields[f"e{pk}"] = choice
        for place in destinations:
            for title in titles:
                field = WholeNumberField(required=False, min_value=0, max_value=1_000_000, unit="部")
                field.label = f"{place.name}／{title.name}"
                field.widget.attrs |= {"size": 6, "aria-label": field.label, "data-grid": ""}
                self.fields[f"n{place.pk}-{title.pk}"] = field

    def columns(self) -> list[tuple[Title, Any]]:
        return [(title, self[f"e{title.pk}"] if self.editions[title.pk] else None) for title in self.titles]

    def rows(self) -> list[tuple[Destination, list[Any]]]:
        return [(place, [self[f"n{place.pk}-{title.pk}"] for title in self.titles]) for place in self.destinations]

    def portions(self) -> list[Portion]:
        found = []
        for place in self.destinations:
            for title in self.titles:
                if copies := self.cleaned_data.get(f"n{place.pk}-{title.pk}"):
                    found.append(Portion(place, title, self.cleaned_data.get(f"e{title.pk}"), copies))
        return found


def _edition_field(title: Title) -> EditionChoice | None:
    first = current_edition(title)
    if first is None:
        return None
    label = _("Edition of %(title)s") % {"title": title.name}
    field = EditionChoice(title.editions.all(), label=label, initial=first, empty_label=None)
    field.widget.attrs["aria-label"] = label
    return field


class GridPasteForm(BlockForm):
    """The first line names the titles, the first column the destinations."""

    on = JapaneseDateField(label=gettext_lazy("Handed out on"))
    seen = WholeNumberField(widget=forms.HiddenInput(), max_value=None)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today  # type: ignore[attr-defined]


def read_grid(
    block: Sequence[Sequence[str]], *, titles: Iterable[Title], destinations: Iterable[Destination]
) -> list[ReadLine[list[Portion]]]:
    """Every problem names its line and column. The head stands for itself in the first line of the answer where it
    cannot be read."""
    lines = [(number, cells) for number, cells in enumerate(block, 1) if any(cells)]
    if not lines:
        return []
    number, head = lines[0]
    try:
        columns = _columns(head, titles)
    except ValidationError as wrong:
        return [ReadLine(number, head, problem=first_error(wrong))]
    by_name: dict[str, list[Destination]] = {}
    for place in destinations:
        by_name.setdefault(folded(place.name), []).append(place)
    seen: dict[int, int] = {}
    return [_line(number, cells, columns, by_name, seen) for number, cells in lines[1:]]


def _columns(head: Sequence[str], titles: Iterable[Title]) -> list[Column]:
    """A title by name or code, the edition now handed out; or “title edition” for another."""
    by_name: dict[str, Column] = {}
    for title in titles:
        current = current_edition(title)
        for name in (title.name, title.code):
            by_name.setdefault(folded(name), (title, current))
        for edition in title.editions.all():
            by_name[folded(f"{title.name}{edition.name}")] = (title, edition)
    found: list[Column] = []
    for number, text in enumerate(head[1:], 2):
        if not text and not any(head[number:]):
            break
        column = by_name.get(folded(text))
        if column is None:
            raise ValidationError(
                _("Column %(column)s: there is no title “%(text)s”. Write its name or code as in the list of titles."),
                params={"column": number, "text": text},
            )
        if column in found:
            raise ValidationError(
                _("Column %(column)s: “%(text)s” stands there twice."), params={"column": number, "text": text}
            )
        found.append(column)
    if not found:
        raise ValidationError(_("The first line must name at least one title, from the second column on."))
    return found


def _line(
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column],
    by_name: dict[str, list[Destination]],
    seen: dict[int, int],
) -> ReadLine[list[Portion]]:
    places = by_name.get(folded(cells[0]), [])
    if len(places) != 1:
        problem = (
            _("Column 1: there is no destination “%(name)s” in the register. Add it first, or correct the name.")
            if not places
            else _("Column 1: several destinations are called “%(name)s”. Use the grid, or rename one.")
        )
        return ReadLine(number, cells, problem=problem % {"name": cells[0]})
    place = places[0]
    if (earlier := seen.setdefault(place.pk, number)) != number:
        problem = _("“%(name)s” stands in line %(line)s already.") % {"name": place.name, "line": earlier}
        return ReadLine(number, cells, problem=problem)
    if any(cells[len(columns) + 1 :]):
        return ReadLine(number, cells, problem=_("There are more cells than titles in the first line."))
    portions, shown = [], [place.name]
    for position, (title, edition) in enumerate(columns, 1):
        text = cells[position] if position < len(cells) else ""
        try:
            copies = WholeNumberField(required=False, max_value=1_000_000, unit="部").clean(text)
        except ValidationError as wrong:
            words = {"column": position + 1, "title": title.name, "reason": first_error(wrong)}
            return ReadLine(number, cells, problem=_("Column %(column)s (%(title)s): %(reason)s") % words)
        shown.append(f"{copies:,}" if copies else "")
        if copies:
            portions.append(Portion(place, title, edition, copies))
    return ReadLine(number, cells, portions, shown)
