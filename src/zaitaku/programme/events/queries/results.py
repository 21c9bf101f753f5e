"""What was answered: per question, session and channel. The number of queries does not grow with the answers."""

from collections.abc import Iterable
from collections.abc import Sequence as Several
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from zaitaku.analysis.disclosure import Group, Path, withheld
from zaitaku.analysis.figure import half_up, percent
from zaitaku.programme.events.choices import AnswerWay, CollectionStatus, QuestionKind
from zaitaku.programme.events.models import Answer, AnswerTag, Collection, Item, Questionnaire, Response, Session
from zaitaku.programme.events.queries import questions as library


@dataclass(frozen=True, slots=True)
class Cell:
    """Answers of one group to one question: `responses` came in, `answered` of them say something here.

    `options` maps the position in the scale to how many chose it; `counted` chose an answer that counts.
    """

    responses: int = 0
    answered: int = 0
    options: dict[int, int] = field(default_factory=dict)
    counted: int = 0
    total: Decimal = Decimal(0)
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def left_out(self) -> int:
        return self.responses - self.answered

    @property
    def mean(self) -> Decimal | None:
        return half_up(self.total / self.answered, 1) if self.answered else None

    def share(self, count: int, base: str = "answered", decimals: int = 1) -> Decimal | None:
        """Percent of those who answered the question, or of all who answered anything (base "all")."""
        below = self.responses if base == "all" else self.answered
        return percent(Decimal(count), Decimal(below), decimals) if below else None


def joined(cells: Iterable[Cell]) -> Cell:
    whole = Cell()
    for cell in cells:
        options = dict(whole.options)
        for position, count in cell.options.items():
            options[position] = options.get(position, 0) + count
        lows = [one for one in (whole.lowest, cell.lowest) if one is not None]
        highs = [one for one in (whole.highest, cell.highest) if one is not None]
        whole = Cell(
            whole.responses + cell.responses,
            whole.answered + cell.answered,
            options,
            whole.counted + cell.counted,
            whole.total + cell.total,
            min(lows, default=None),
            max(highs, default=None),
        )
    return whole


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a question's table: the whole (`path` of one name), a session (two), or a channel (three)."""

    path: Path
    label: str
    cell: Cell
    is_open: bool = False
    is_withheld: bool = False

    @property
    def level(self) -> int:
        return len(self.path)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    number: int
    item: Item
    lines: tuple[Line, ...]
    tags: tuple[tuple[str, int], ...] = ()

    @property
    def whole(self) -> Line:
        return self.lines[0]

    @property
    def options(self) -> list[Any]:
        scale = self.item.question.scale
        return list(scale.options.all()) if scale else []


Place = tuple[int, int]  # collection id, channel id
WHOLE = "全体"


def few_by_link(questionnaire: Questionnaire, threshold: int) -> list[int]:
    """Open collections with fewer answers by personal link than the threshold: beside the list of those who have not
    answered, which grows shorter by a name with each, they would say who answered what."""
    links = Response.objects.filter(
        collection__questionnaire=questionnaire,
        collection__status=CollectionStatus.OPEN,
        way=AnswerWay.LINK,
        discarded_at=None,
    )
    counts = links.values_list("collection").annotate(n=Count("pk")).order_by()
    return [collection for collection, count in counts if count < threshold]


def results(
    questionnaire: Questionnaire,
    session: Session | None = None,
    *,
    only_closed: bool = False,
    few: Several[int] = (),
) -> list[QuestionResult]:
    """Each question with the whole, each session and each channel that answered. Eight queries at most.

    `few`: collections whose answers by personal link are left out (see `few_by_link`).
    """
    collections = questionnaire.collections.select_related("session").order_by("session__number", "pk")
    if session is not None:
        collections = collections.filter(session=session)
    if only_closed:
        collections = collections.filter(status=CollectionStatus.CLOSED)
    found = list(collections)
    items = library.items(questionnaire)
    live = _live(Response.objects.filter(collection__in=found), few)
    places = _places(live)
    cells = _cells(items, live, places)
    tags = _tags(items, live)
    return [
        QuestionResult(number, item, tuple(_lines(item, found, places, cells)), tuple(tags.get(item.question_id, ())))
        for number, item in enumerate(items, start=1)
    ]


def _live(responses: QuerySet[Response], few: Several[int]) -> QuerySet[Response]:
    return responses.filter(discarded_at=None).exclude(collection__in=few, way=AnswerWay.LINK)


def _places(live: QuerySet[Response]) -> dict[Place, tuple[str, int]]:
    """Collection and channel → label, number of responses; in the channels' order."""
    rows = (
        live.values_list("collection", "channel", "channel__label")
        .annotate(count=Count("pk"))
        .order_by("collection__session__number", "channel__position", "channel")
    )
    return {(collection, channel): (label, count) for collection, channel, label, count in rows}


def _answers(items: Several[Item], live: QuerySet[Response]) -> QuerySet[Answer]:
    return Answer.objects.filter(response__in=live, question__in=[item.question_id for item in items])


def _cells(
    items: Several[Item], live: QuerySet[Response], places: dict[Place, tuple[str, int]]
) -> dict[tuple[int, Place], Cell]:
    """Question and place → what was answered there."""
    questions = {item.question_id: item.question for item in items}
    counted = {pk: set(question.counted) for pk, question in questions.items()}
    cells: dict[tuple[int, Place], Cell] = {
        (pk, place): Cell(responses=count) for pk in questions for place, (_label, count) in places.items()
    }
    where = ("question", "response__collection", "response__channel")
    rows = _answers(items, live).values_list(*where, "option__position").order_by()
    for pk, collection, channel, position, count, total, low, high in rows.annotate(
        n=Count("pk"), total=Sum("number"), low=Min("number"), high=Max("number")
    ):
        key = (pk, (collection, channel))
        chosen = {position: count} if position is not None else {}
        hits = count if position in counted[pk] else 0
        cells[key] = joined(
            [cells[key], Cell(0, count, chosen, hits, total if total is not None else Decimal(0), low, high)]
        )
    # Where several may be chosen, people are counted and not ticks.
    several = [question for question in questions.values() if question.kind == QuestionKind.MULTIPLE]
    hit = Q(pk__in=[])
    for question in several:
        hit |= Q(question=question.pk, option__position__in=question.counted)
    if several:
        rows = _answers(items, live).filter(question__in=several).values_list(*where).order_by()
        people = Count("response", distinct=True)
        for pk, collection, channel, answered, hits in rows.annotate(
            n=people, hits=Count("response", distinct=True, filter=hit)
        ):
            key = (pk, (collection, channel))
            cells[key] = replace(cells[key], answered=answered, counted=hits)
    return cells


def _lines(
    item: Item,
    found: Several[Collection],
    places: dict[Place, tuple[str, int]],
    cells: dict[tuple[int, Place], Cell],
) -> Iterable[Line]:
    sessions: list[list[Line]] = []
    for collection in found:
        is_open = collection.status == CollectionStatus.OPEN
        name = collection.session.label
        below = [
            Line((WHOLE, name, label), label, cells[item.question_id, place], is_open)
            for place, (label, _count) in places.items()
            if place[0] == collection.pk
        ]
        sessions.append([Line((WHOLE, name), name, joined(line.cell for line in below), is_open), *below])
    any_open = any(lines[0].is_open for lines in sessions)
    yield Line((WHOLE,), WHOLE, joined(lines[0].cell for lines in sessions), any_open)
    for lines in sessions:
        yield from lines


def _tags(items: Several[Item], live: QuerySet[Response]) -> dict[int, list[tuple[str, int]]]:
    texts = [item.question_id for item in items if item.question.kind == QuestionKind.TEXT]
    if not texts:
        return {}
    rows = AnswerTag.objects.filter(answer__question__in=texts, answer__response__in=live)
    tags: dict[int, list[tuple[str, int]]] = {}
    for question, tag, count in (
        rows.values_list("answer__question", "tag").annotate(n=Count("pk")).order_by("-n", "tag")
    ):
        tags.setdefault(question, []).append((tag, count))
    return tags


def published_results(
    questionnaire: Questionnaire, threshold: int, session: Session | None = None
) -> list[QuestionResult]:
    """What the public may see: small groups, and those that would give them away, are empty and marked.

    Closed collections only: from an open one, two looks at it would tell the answers that came in between. What is
    kept back does not depend on the session that is asked for.
    """
    found = [published(result, threshold) for result in results(questionnaire, only_closed=True)]
    if session is None:
        return found
    return [
        replace(result, lines=tuple(line for line in result.lines if line.path[1:2] == (session.label,)))
        for result in found
    ]


def published(result: QuestionResult, threshold: int) -> QuestionResult:
    sizes = {line.path: line.cell.answered for line in result.lines}

    def group(path: Path) -> Group:
        parts = tuple(group(one) for one in sizes if len(one) == len(path) + 1 and one[: len(path)] == path)
        return Group(path[-1], sizes[path], parts)

    hidden = withheld(group((WHOLE,)), threshold)
    lines = tuple(
        replace(line, cell=Cell(), is_withheld=True)
        if line.path in hidden
        else replace(line, cell=replace(line.cell, lowest=None, highest=None))  # each is one person's answer
        for line in result.lines
    )
    return replace(result, lines=lines, tags=())


def texts(
    questionnaire: Questionnaire, *, question: int | None = None, tag: str = "", few: Several[int] = ()
) -> QuerySet[Answer]:
    """Free texts with their tags, in an order that says nothing about when they came."""
    found = Answer.objects.filter(
        response__in=_live(Response.objects.filter(collection__questionnaire=questionnaire), few),
        question__kind=QuestionKind.TEXT,
    )
    if question is not None:
        found = found.filter(question=question)
    if tag:
        found = found.filter(tags__tag=tag)
    related = found.select_related("question", "response__channel", "response__collection__session")
    return related.prefetch_related("tags").order_by("response__key", "question")


def tags_of(questionnaire: Questionnaire) -> list[tuple[str, int]]:
    """Every tag in use, the most frequent first."""
    rows = AnswerTag.objects.filter(
        answer__response__collection__questionnaire=questionnaire, answer__response__discarded_at=None
    )
    return list(rows.values_list("tag").annotate(n=Count("pk")).order_by("-n", "tag"))


def responses(questionnaire: Questionnaire, few: Several[int] = ()) -> QuerySet[Response]:
    """One by one with their answers, for the export: sheets of paper by number, all others shuffled by their keys."""
    found = _live(Response.objects.filter(collection__questionnaire=questionnaire), few)
    related = found.select_related("collection__session", "channel").prefetch_related("answers__option")
    number = F("number").asc(nulls_last=True)
    return related.order_by("collection__session__number", "channel__position", "channel", number, "key")
