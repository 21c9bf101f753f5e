"""A version of the plan as one frozen tree, read in a number of queries that does not grow with the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch

from zaitaku.programme.plans.choices import Direction, NodeKind, Vocabulary
from zaitaku.programme.plans.models import Initiative, InitiativeOwner, Node, PlanIndicator, PlanVersion


class NoSuchPart(LookupError):
    """The version has no part with this key."""


@dataclass(frozen=True, slots=True)
class Owner:
    """`pk` is None for an owner that a file names and that is not registered yet."""

    pk: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the catalogue that answers an indicator of the plan."""

    pk: int
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator as the plan words it; years are fiscal years."""

    key: str
    text: str
    source: str = ""
    direction: Direction = Direction.NONE
    target: Decimal | None = None
    target_year: int | None = None
    next_measured: int | None = None
    measures: tuple[Measure, ...] = ()

    @property
    def words(self) -> str:
        """As the paper prints it: the source first, unless the text names it already."""
        return self.text if not self.source or self.source in self.text else f"{self.source} {self.text}"


@dataclass(frozen=True, slots=True)
class InitiativeDetail:
    """`times` per `per_years` years is what could be read from `frequency`; tags are (vocabulary, code) pairs."""

    frequency: str = ""
    times: int | None = None
    per_years: int | None = None
    description: str = ""
    row: str = ""
    owners: tuple[Owner, ...] = ()
    tags: frozenset[tuple[str, str]] = frozenset()

    def codes(self, vocabulary: Vocabulary) -> frozenset[str]:
        return frozenset(code for of, code in self.tags if of == vocabulary)


@dataclass(frozen=True, slots=True)
class PlanNode:
    """A part with what hangs under it, in printed order. `pk` is None while it stands only in a file."""

    pk: int | None
    kind: NodeKind
    key: str
    number: str
    text: str
    children: tuple[PlanNode, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    detail: InitiativeDetail | None = None
    note: str = ""

    @property
    def initiative(self) -> InitiativeDetail:
        return self.detail or InitiativeDetail()

    @property
    def name(self) -> str:
        """The first line of the text; the others say more about it."""
        return self.text.split("\n", 1)[0]

    def walk(self) -> Iterator[PlanNode]:
        yield self
        for child in self.children:
            yield from child.walk()

    def initiatives(self) -> list[PlanNode]:
        return [node for node in self.walk() if node.kind == NodeKind.INITIATIVE]


@dataclass(frozen=True)
class PlanTree:
    """`first_year` and `last_year` are the fiscal years of the plan."""

    title: str
    version_name: str
    first_year: int
    last_year: int
    roots: tuple[PlanNode, ...]
    note: str = ""

    def walk(self) -> Iterator[PlanNode]:
        for root in self.roots:
            yield from root.walk()

    def initiatives(self) -> list[PlanNode]:
        return [node for node in self.walk() if node.kind == NodeKind.INITIATIVE]

    def node(self, key: str) -> PlanNode:
        if key not in self.by_key:
            raise NoSuchPart(key)
        return self.by_key[key]

    @cached_property
    def by_key(self) -> dict[str, PlanNode]:
        return {node.key: node for node in self.walk()}

    @cached_property
    def parents(self) -> dict[str, PlanNode]:
        """Key of each part -> the part it hangs under; roots are missing."""
        return {child.key: node for node in self.walk() for child in node.children}

    def path(self, key: str) -> tuple[PlanNode, ...]:
        """The parts above, outermost first, without the part itself."""
        above: list[PlanNode] = []
        while (parent := self.parents.get(key)) is not None:
            above.append(parent)
            key = parent.key
        return tuple(reversed(above))

    def above(self, key: str, kind: NodeKind) -> PlanNode | None:
        return next((node for node in self.path(key) if node.kind == kind), None)


def tree(version: PlanVersion) -> PlanTree:
    """The whole version in six queries at most, however large."""
    owners = InitiativeOwner.objects.select_related("organisation")
    nodes = (
        Node.objects.filter(version=version)
        .select_related("initiative")
        .prefetch_related(
            Prefetch("initiative__owner_links", queryset=owners), "initiative__tags", "plan_indicators__measures"
        )
        .order_by("position", "pk")
    )
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        below[node.parent_id].append(node)
    plan = version.plan
    return PlanTree(
        plan.title,
        version.name,
        plan.first_year,
        plan.last_year,
        _frozen_children(None, below),
        version.note,
    )


def _frozen_children(parent: int | None, below: dict[int | None, list[Node]]) -> tuple[PlanNode, ...]:
    return tuple(_frozen(node, below) for node in below.get(parent, ()))


def _frozen(node: Node, below: dict[int | None, list[Node]]) -> PlanNode:
    return PlanNode(
        pk=node.pk,
        kind=NodeKind(node.kind),
        key=node.key,
        number=node.number,
        text=node.text,
        children=_frozen_children(node.pk, below),
        indicators=tuple(_line(indicator) for indicator in node.plan_indicators.all()),
        detail=_detail(node.initiative) if hasattr(node, "initiative") else None,
        note=node.note,
    )


def _line(indicator: PlanIndicator) -> IndicatorLine:
    return IndicatorLine(
        key=indicator.key,
        text=indicator.text,
        source=indicator.source,
        direction=Direction(indicator.direction),
        target=indicator.target,
        target_year=indicator.target_year,
        next_measured=indicator.next_measured,
        measures=tuple(Measure(one.pk, one.code, one.label) for one in indicator.measures.all()),
    )


def _detail(initiative: Initiative) -> InitiativeDetail:
    return InitiativeDetail(
        frequency=initiative.frequency,
        times=initiative.times,
        per_years=initiative.per_years,
        description=initiative.description,
        row=initiative.row,
        owners=tuple(Owner(link.organisation_id, link.organisation.name) for link in initiative.owner_links.all()),
        tags=frozenset((tag.vocabulary, tag.code) for tag in initiative.tags.all()),
    )
