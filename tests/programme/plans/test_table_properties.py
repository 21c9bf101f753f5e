"""Whatever the plan: what goes out as a table is recognised when it comes back, and a plan equals itself."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from zaitaku.programme.plans.choices import ChangeKind, Direction, NodeKind, Vocabulary
from zaitaku.programme.plans.queries import (
    IndicatorLine,
    InitiativeDetail,
    Owner,
    PlanNode,
    PlanTree,
    compare_trees,
    crosstab_of,
    roots_of,
    table_of,
)
from zaitaku.programme.plans.queries.matching import matched

words = st.text("在宅療養の推進会議講座支援連携あいう", min_size=2, max_size=12)
tags = st.frozensets(
    st.one_of(
        st.tuples(st.just(Vocabulary.SCENE.value), st.sampled_from(["daily", "discharge", "emergency"])),
        st.tuples(st.just(Vocabulary.ITEM.value), st.sampled_from(["a", "i", "ki"])),
    ),
    max_size=4,
)


@st.composite
def plans(draw):
    """Goal, pillars, categories, states, objectives (some empty), initiatives (some sharing a row)."""
    numbers = iter(range(1, 10_000))

    def node(kind, children=(), **kw):
        number = next(numbers)
        return PlanNode(
            number, kind, f"k{number}", kw.pop("number", ""), f"{draw(words)}{number}", tuple(children), **kw
        )

    def lines():
        return tuple(
            IndicatorLine(f"i{place}", f"{draw(words)}の数", direction=draw(st.sampled_from(Direction)))
            for place in range(draw(st.integers(0, 2)))
        )

    def initiative(row=""):
        times = draw(st.integers(1, 9))
        names = draw(st.lists(st.sampled_from(["地域課", "支援課", "医師会"]), unique=True, min_size=1))
        detail = InitiativeDetail(
            f"{times}回/年",
            times,
            1,
            draw(st.one_of(st.just(""), words)),
            row,
            tuple(Owner(len(name), name) for name in names),
            draw(tags),
        )
        return node(NodeKind.INITIATIVE, detail=detail, indicators=lines())

    def objective():
        shared = [initiative(f"r{next(numbers)}")] if draw(st.booleans()) else []
        shared += [replace(initiative(), detail=shared[0].detail) for _ in shared]
        return node(NodeKind.OBJECTIVE, [*shared, *(initiative() for _ in range(draw(st.integers(0, 2))))])

    def state():
        return node(NodeKind.DESIRED_STATE, [objective() for _ in range(draw(st.integers(0, 2)))], indicators=lines())

    pillars = [
        node(
            NodeKind.PILLAR,
            [
                node(NodeKind.CATEGORY, [state() for _ in range(draw(st.integers(0, 2)))], number="①")
                for _ in range(draw(st.integers(1, 2)))
            ],
        )
        for _ in range(draw(st.integers(1, 2)))
    ]
    return PlanTree("計画", "案", 2021, 2023, (node(NodeKind.GOAL, pillars),))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_table_of_a_plan_is_recognised_part_by_part(whole):
    back = matched(whole, roots_of(table_of(whole)), {})
    again = replace(whole, roots=back)
    assert [node.key for node in again.walk()] == [node.key for node in whole.walk()]
    kinds = {change.kind for change in compare_trees(whole, again).changes}
    assert kinds == set()


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_equals_itself(whole):
    assert compare_trees(whole, whole).changes == ()


@settings(max_examples=40, deadline=None)
@given(plans(), st.randoms())
def test_a_new_order_is_nothing_but_moves(whole, random):
    def shuffled(node):
        children = [shuffled(child) for child in node.children]
        random.shuffle(children)
        return replace(node, children=tuple(children))

    after = replace(whole, roots=tuple(shuffled(root) for root in whole.roots))
    changes = compare_trees(whole, after).changes
    assert {change.kind for change in changes} <= {ChangeKind.MOVED}
    assert bool(changes) == (list(after.walk()) != list(whole.walk()))


@settings(max_examples=40, deadline=None)
@given(plans())
def test_the_cross_table_agrees_with_a_plain_count(whole):
    table = crosstab_of(whole)
    for item, across in zip(table.items, table.cells, strict=True):
        for scene, cell in zip(table.scenes, across, strict=True):
            wanted = [
                node.key
                for node in whole.initiatives()
                if {("scene", scene.value), ("item", item.value)} <= node.initiative.tags
            ]
            assert [node.key for node in cell] == wanted
