"""Plans, versions and parts for tests; every default is valid and unlike the last."""

from itertools import count
from typing import Any

from tests.factories import core
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Initiative, InitiativeOwner, Node, Plan, PlanIndicator, PlanVersion, Tag

_next = count(1).__next__


def plan(**kw: Any) -> Plan:
    if "area" not in kw:
        kw["area"] = core.area()
    return Plan.objects.create(**({"title": f"計画{_next()}", "first_year": 2021, "last_year": 2023} | kw))


def version(**kw: Any) -> PlanVersion:
    """A draft, unless `status` and `in_force_from` say otherwise."""
    of = kw.pop("plan", None) or plan()
    return PlanVersion.objects.create(**({"plan": of, "number": of.versions.count() + 1, "name": "案"} | kw))


def node(**kw: Any) -> Node:
    """An initiative has its row of `Initiative`; fields of it may be given, `owners` and `tags` as lists."""
    number = _next()
    of = kw.get("version") or (kw["parent"].version if kw.get("parent") else version())
    kind = kw.get("kind", NodeKind.INITIATIVE)
    names = ("frequency", "times", "per_years", "description", "row")
    detail = {name: kw.pop(name) for name in names if name in kw}
    owners: list[Organisation] = kw.pop("owners", [])
    tags: list[tuple[str, str]] = kw.pop("tags", [])
    defaults = {"kind": kind, "key": f"k{number}", "text": f"部分{number}", "position": of.nodes.count() + 1}
    made = Node.objects.create(**(defaults | kw | {"version": of}))
    if kind == NodeKind.INITIATIVE:
        one = Initiative.objects.create(node=made, **detail)
        for place, owner in enumerate(owners):
            InitiativeOwner.objects.create(initiative=one, organisation=owner, position=place)
        for vocabulary, code in tags:
            Tag.objects.create(initiative=one, vocabulary=vocabulary, code=code)
    return made


def plan_indicator(*, measures: list[Indicator] | None = None, **kw: Any) -> PlanIndicator:
    number = _next()
    of = kw.pop("node", None) or node()
    defaults = {"key": f"i{number}", "text": f"指標{number}", "position": of.plan_indicators.count()}
    made = PlanIndicator.objects.create(**(defaults | kw | {"node": of}))
    made.measures.set(measures or [])
    return made


def figure(**kw: Any) -> Indicator:
    """An indicator of the catalogue."""
    number = _next()
    owner = kw.pop("owner", None) or core.organisation(**({"area": kw["area"]} if "area" in kw else {}))
    defaults = {"area": owner.area, "code": f"F{number}", "label": f"数{number}", "function": "events.attendance"}
    return Indicator.objects.create(**(defaults | kw | {"owner": owner}))


def small_plan(**kw: Any) -> PlanVersion:
    """Goal, pillar, category, state with an indicator, objective, initiatives A1 (owner, indicator, tags) and A2."""
    of = version(**kw)
    goal = node(version=of, kind=NodeKind.GOAL, key="goal", text="安心して療養できる")
    pillar = node(parent=goal, kind=NodeKind.PILLAR, key="P1", text="環境の整備")
    category = node(parent=pillar, kind=NodeKind.CATEGORY, key="P1-1", number="①", text="啓発")
    state = node(parent=category, kind=NodeKind.DESIRED_STATE, key="SA", text="知っている")
    objective = node(parent=state, kind=NodeKind.OBJECTIVE, key="OA", text="周知")
    owner = core.organisation(area=of.plan.area)
    first = node(
        parent=objective,
        key="A1",
        text="講演会の開催",
        frequency="3回/年",
        times=3,
        per_years=1,
        description="話を聞く会",
        owners=[owner],
        tags=[("scene", "daily"), ("item", "ki")],
    )
    node(parent=objective, key="A2", text="講座の開催", frequency="1回/年", times=1, per_years=1, owners=[owner])
    plan_indicator(node=first, key="A1.1", text="参加人数", measures=[figure(area=of.plan.area, owner=owner)])
    plan_indicator(node=state, key="SA.1", text="知っている人の割合", source="基礎調査", next_measured=2022)
    return of


def part(of: PlanVersion, key: str) -> Node:
    return Node.objects.select_related("version__plan", "parent").get(version=of, key=key)
