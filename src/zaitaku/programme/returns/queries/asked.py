"""What a form asks of the sheets that begin on a day, in the words of that time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.returns.choices import RuleKind
from zaitaku.programme.returns.models import Element, Form, Return, Rule, Wording


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One question of a sheet. `depth`: 0 for a whole, 1 for its parts; `group`: the breakdown that a part is of.

    `begins`: a running total that begins anew with the sheet, the first of a fiscal year.
    """

    element: Element
    depth: int
    label: str
    help_text: str
    group: str
    begins: bool = False


def in_spell(start: date, prefix: str = "") -> Q:
    """The condition that something counts for the sheets that begin on `start`."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": start})
    return begun & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": start}))


def asks(element: Element, start: date | None) -> bool:
    """Whether sheets that begin on a day ask the element: `in_spell` without the database."""
    if start is None:
        return True
    begun = element.valid_from is None or element.valid_from <= start
    return begun and (element.valid_to is None or start <= element.valid_to)


def asked_in(form: Form, start: date | None) -> list[AskedItem]:
    """The elements of sheets that begin on `start`, each part after its whole; a part goes with its whole.

    Without a beginning (a running total of unknown start) everything is asked that was ever asked, in the words of
    today. The order is that of today, whatever the month. Two queries.
    """
    elements = form.elements.select_related("breakdown", "option")
    if start is not None:
        elements = elements.filter(in_spell(start))
    is_first = start is not None and start == FiscalYear.of(start).start
    begins = yearly(start) if start and is_first else Exists(Rule.objects.none())
    found = list(elements.annotate(begins=begins))
    beginning = {element.pk for element in found if element.begins}
    worded = wordings_on(form, start)
    return [
        AskedItem(
            element,
            depth,
            *worded.get(element.pk, (element.label, element.help_text)),
            element.breakdown.label if element.breakdown else "",
            element.pk in beginning,
        )
        for element, depth in in_order(found)
    ]


def items_of(sheet: Return) -> list[AskedItem]:
    """Of a round what its month is asked, of a sheet recorded directly whatever the form ever asked. Two queries."""
    return asked_in(sheet.form, sheet.start if sheet.round_id is not None else None)


def yearly(start: date, element: str = "pk") -> Exists:
    """Whether the running total of an element, or of what `element` leads to, begins anew each fiscal year.

    By the rules that hold for the sheets that begin on `start`.
    """
    rules = Rule.objects.filter(in_spell(start), kind=RuleKind.NOT_BELOW_YEAR)
    return Exists(rules.filter(element=OuterRef(element)))


def wordings_on(form: Form, start: date | None) -> dict[int, tuple[str, str]]:
    """Element id → label and help of the sheets that begin on `start`, where they differ from today's."""
    if start is None:
        return {}
    rows = Wording.objects.filter(element__form=form, until__gt=start).order_by("-until")
    return {row.element_id: (row.label, row.help_text) for row in rows}


def in_order(elements: Sequence[Element]) -> list[tuple[Element, int]]:
    """Elements (with breakdown and option) with their depth; parts by breakdown and option, then by position."""
    children: dict[int | None, list[Element]] = defaultdict(list)
    for element in sorted(elements, key=_place):
        children[element.parent_id].append(element)
    return list(_walk(children, None, 0))


def _place(element: Element) -> tuple[int, int, int, int]:
    by = element.breakdown.position if element.breakdown else -1
    return by, element.option.position if element.option else 0, element.position, element.pk


def _walk(children: dict[int | None, list[Element]], parent: int | None, depth: int) -> Iterable[tuple[Element, int]]:
    for element in children[parent]:
        yield element, depth
        yield from _walk(children, element.pk, depth + 1)
