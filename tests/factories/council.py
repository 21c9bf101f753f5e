"""A small programme to make papers of: a plan with every shape of row, words for it, and figures as data.

Figures are made here and not computed, since the council app takes them as they are handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.factories import core
from zaitaku.analysis import figure_json
from zaitaku.analysis.figure import Figure, Kind, Span, State, rate, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area, Organisation
from zaitaku.programme.council.models import Paper, RowText
from zaitaku.programme.council.queries import Computed, Draft, draft_of
from zaitaku.programme.indicators.models import Confirmation, Indicator
from zaitaku.programme.plans.choices import NodeKind, VersionStatus
from zaitaku.programme.plans.models import Initiative, InitiativeOwner, Node, Plan, PlanIndicator, PlanVersion

COVER = date(2023, 12, 31)
NOVEMBER = date(2023, 11, 30)
AT = datetime(2024, 1, 20, 1, 0, 0, 123456, tzinfo=UTC)
TEXTS = {
    "A1": "総参加者数：延べ人数{A1.attendance|名}\n{each A1.attendance}{.label}「{.note}」\n"
    "参加者:{.|名|mark}（{.|parts}）\n{/each}",
    "A2": "【実施回数】{A2.held}",
    "B1": "【相談件数】{B1.centers|join}{B1.consultations}",
    "D1": "参加者数：延べ{D1.attendance}",
    "D2": "認知症事例検討会{D2.held}",
    "D8": "【満足度】{D8.satisfaction}（満足と回答した割合）",
    "G1": "・在支病：{G1.hospitals}",
}


def figure(code: str, value: int | str | None, kind: Kind, label: str = "", **kw: Any) -> Figure:
    defaults = {"span": Span.PERIOD, "period": FiscalYear(2023).period, "as_of": COVER, "records": 1, "label": label}
    return Figure(code=code, kind=kind, value=None if value is None else Decimal(value), **(defaults | kw))


def lectures(last: int | None = None) -> Figure:
    """Three lectures by channel; the last channel of the third is open unless `last` is given."""
    counts = ((59, 12, 60, 65), (59, 36, 41, 49), (105, 32, 37, last))
    sessions = [
        total(
            [
                figure("c", count, Kind.PERSON_TIMES, label, state=State.AFTER_EVENT if count is None else State.FINAL)
                for count, label in zip(row, ("本会場", "同時上映", "Zoom", "後日上映会"), strict=True)
            ],
            code="s",
            label=f"第{number}回",
            note=f"題{number}",
        )
        for number, row in enumerate(counts, 1)
    ]
    return total(sessions, code="A1.attendance", label="参加者数")


def figures(**changed: Figure) -> dict[str, Figure]:
    """By code; `changed` replaces some, with _ for the dot (A1_attendance=…)."""
    made = [
        lectures(),
        figure("A2.held", 1, Kind.TIMES),
        figure("B1.centers", 27, Kind.PLACES, as_of=NOVEMBER),
        figure("B1.consultations", 9869, Kind.CASES, as_of=NOVEMBER),
        figure("D1.attendance", 262, Kind.PERSON_TIMES),
        figure("D2.held", 0, Kind.TIMES, state=State.PLANNED, mark="2,3月予定"),
        figure("D8.satisfaction", None, Kind.PERCENT, state=State.TALLYING, records=0),
        replace(
            rate(
                figure("n", 8, Kind.CASES, "回収"), figure("d", 18, Kind.CASES, "送付"), code="G2.rate", label="回収率"
            ),
            records=2,
        ),
        figure("G1.hospitals", 4, Kind.PLACES, span=Span.POINT, as_of=date(2023, 7, 1)),
    ]
    return {one.code: one for one in made} | {one.code: one for one in changed.values()}


@dataclass(frozen=True)
class Programme:
    area: Area
    section: Organisation
    officer: Person
    plan: Plan
    version: PlanVersion
    indicators: list[Indicator]

    def computed(self, values: Mapping[str, Figure] | None = None) -> Computed:
        formulas = {one.code: f"{one.label}の合計" for one in self.indicators}
        return Computed(self.indicators, values if values is not None else figures(), formulas)

    def draft(self, paper: Paper, values: Mapping[str, Figure] | None = None) -> Draft:
        return draft_of(
            paper,
            self.computed(values),
            created=AT,
            url=lambda code: f"/figures/2023/{code}/",
            base_url="http://localhost",
        )


def node(version: PlanVersion, kind: NodeKind, key: str, text: str, parent: Node | None = None, **kw: Any) -> Node:
    position = Node.objects.filter(version=version).count()
    made = Node.objects.create(version=version, kind=kind, key=key, text=text, parent=parent, position=position)
    if kind == NodeKind.INITIATIVE:
        owners = kw.pop("owners", [])
        initiative = Initiative.objects.create(node=made, **kw)
        for at, owner in enumerate(owners):
            InitiativeOwner.objects.create(initiative=initiative, organisation=owner, position=at)
    return made


def programme(*, texts: Mapping[str, str] | None = None) -> Programme:
    """Area 練馬区, plan 2021–2023 in force, eight indicators of one section, words for every row."""
    area = core.area(name="練馬区")
    section = core.organisation(area=area, name="地域医療課")
    plan = Plan.objects.create(area=area, title="練馬区在宅療養推進事業", first_year=2021, last_year=2023)
    version = PlanVersion.objects.create(
        plan=plan, number=1, name="策定", status=VersionStatus.ADOPTED, in_force_from=date(2021, 4, 1)
    )
    indicators = [
        Indicator.objects.create(area=area, code=code, label=f"{code}の数", function="returns.value", owner=section)
        for code in figures()
    ]
    _nodes(version, section)
    for key, result in (TEXTS if texts is None else texts).items():
        RowText.objects.create(plan=plan, fiscal_year=2023, key=key, result=result, issues=f"{key}を続ける。")
    officer = core.person(role=Role.PROGRAMME_OFFICER, organisation=section)
    return Programme(area, section, officer, plan, version, indicators)


def _nodes(version: PlanVersion, section: Organisation) -> None:
    own = {"owners": [section]}
    goal = node(version, NodeKind.GOAL, "goal", "安心して療養できる体制を構築する")
    PlanIndicator.objects.create(node=goal, key="goal.1", text="在宅看取り率の増加", position=0)
    first = node(version, NodeKind.PILLAR, "P1", "区民が在宅療養を知る環境の整備", goal)
    category = node(version, NodeKind.CATEGORY, "P1-1", "区民への啓発", first)
    state = node(version, NodeKind.DESIRED_STATE, "SA", "多世代が知っている。\n大切な人と共有している。", category)
    objective = node(version, NodeKind.OBJECTIVE, "OA", "区民へのさらなる周知", state)
    lecture = node(
        version, NodeKind.INITIATIVE, "A1", "講演会の開催\n図書館での上映", objective, frequency="3回/年", **own
    )
    line = PlanIndicator.objects.create(node=lecture, key="A1.1", text="講演会参加人数", position=0)
    line.measures.add(Indicator.objects.get(area=version.plan.area, code="A1.attendance"))
    node(version, NodeKind.INITIATIVE, "A2", "認知症医学講座の開催", objective, **own)
    other = node(version, NodeKind.OBJECTIVE, "OB", "相談窓口の強化", state)
    node(version, NodeKind.INITIATIVE, "B1", "地域包括支援センターの移転・増設", other, **own)
    second = node(version, NodeKind.PILLAR, "P2", "専門職の環境の整備", goal)
    network = node(version, NodeKind.CATEGORY, "P2-1", "ネットワークの充実", second)
    joined = node(version, NodeKind.DESIRED_STATE, "SD", "きめ細やかなサービスが提供できる。", network)
    aim = node(version, NodeKind.OBJECTIVE, "OD", "顔の見える関係づくり", joined)
    node(version, NodeKind.INITIATIVE, "D1", "事例検討会の開催", aim, row="D1D2", frequency="4回/年", **own)
    node(version, NodeKind.INITIATIVE, "D2", "認知症事例検討会の開催", aim, row="D1D2", frequency="4回/年", **own)
    node(version, NodeKind.INITIATIVE, "D8", "同行研修の実施", aim, **own)
    surveys = node(version, NodeKind.PILLAR, "PG", "指標", goal)
    known = node(version, NodeKind.DESIRED_STATE, "SG", "現状と変化を把握する。", surveys)
    node(version, NodeKind.INITIATIVE, "G1", "在宅医療資源状況把握", known, frequency="1回/年", **own)


def paper(made: Programme, **kw: Any) -> Paper:
    from zaitaku.programme.council.actions import create_paper

    defaults = {"version": made.version, "fiscal_year": 2023, "as_of": COVER, "by": made.officer, "at": AT}
    return create_paper(**(defaults | kw))


def confirm(made: Programme, values: Mapping[str, Figure] | None = None, *, as_of: date = COVER) -> None:
    """The owner's word for every figure of the programme."""
    for indicator in made.indicators:
        one = (values or figures())[indicator.code]
        Confirmation.objects.filter(indicator=indicator, fiscal_year=2023, as_of=as_of).delete()
        Confirmation.objects.create(
            indicator=indicator,
            fiscal_year=2023,
            as_of=as_of,
            figure=figure_json.to_json(one),
            digest=figure_json.digest(one),
            formula_version=1,
            record_count=one.records,
            confirmed_at=AT,
            confirmed_by=made.officer,
        )


def freeze(made: Programme, one: Paper, **kw: Any) -> Paper:
    from zaitaku.programme.council.actions import freeze_paper

    defaults = {"due": lambda leaf: date(2024, 1, 31), "by": made.officer, "at": AT}
    return freeze_paper(paper=one, **(defaults | kw))


def frozen_paper(made: Programme, values: Mapping[str, Figure] | None = None) -> Paper:
    """Confirmed as a whole, then frozen; open marks are due on 31 January 2024."""
    return frozen_paper_of(made, paper(made), values)


def frozen_paper_of(made: Programme, one: Paper, values: Mapping[str, Figure] | None = None) -> Paper:
    confirm(made, values)
    return freeze(made, one, draft=made.draft(one, values))
