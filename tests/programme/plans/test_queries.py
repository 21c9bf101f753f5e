import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import core, plans
from zaitaku.programme.plans import queries
from zaitaku.programme.plans.choices import FindingKind, Item, NodeKind, Scene

pytestmark = pytest.mark.django_db


def count(read):
    with CaptureQueriesContext(connection) as caught:
        read()
    return len(caught)


def grow(version, times):
    owner = core.organisation(area=version.plan.area)
    objective = plans.part(version, "OA")
    for _ in range(times):
        node = plans.node(parent=objective, owners=[owner], tags=[("scene", "daily"), ("item", "a")])
        plans.plan_indicator(node=node, measures=[plans.figure(area=version.plan.area, owner=owner)])


def test_the_tree_is_the_plan_in_printed_order():
    version = plans.small_plan()
    whole = queries.tree(version)
    assert [node.key for node in whole.walk()] == ["goal", "P1", "P1-1", "SA", "OA", "A1", "A2"]
    node = whole.node("A1")
    assert (node.initiative.times, node.indicators[0].text) == (3, "参加人数")
    assert [one.key for one in whole.path("A1")] == ["goal", "P1", "P1-1", "SA", "OA"]
    assert whole.above("A1", NodeKind.DESIRED_STATE).key == "SA"
    with pytest.raises(queries.NoSuchPart):
        whole.node("Z9")
    with pytest.raises(queries.NoSuchPart):
        queries.initiative(version, "SA")


@pytest.mark.parametrize("name", ["tree", "crosstab", "judgeable"])
def test_reading_takes_the_same_number_of_queries_however_large(name):
    version = plans.small_plan()
    read = getattr(queries, name)
    grow(version, 1)
    small = count(lambda: read(version))
    grow(version, 20)
    assert count(lambda: read(version)) == small <= 8


def test_comparing_takes_the_same_number_of_queries_however_large():
    before = plans.small_plan()
    after = plans.small_plan(plan=before.plan, based_on=before)
    grow(before, 1)
    grow(after, 1)
    small = count(lambda: queries.compare(before, after))
    grow(before, 20)
    grow(after, 10)
    assert count(lambda: queries.compare(before, after)) == small <= 16


def test_the_cross_table_shows_gaps_and_what_is_untagged():
    table = queries.crosstab(plans.small_plan())
    assert (len(table.cells), {len(across) for across in table.cells}) == (8, {4})
    awareness, daily = list(Item).index(Item.AWARENESS), list(Scene).index(Scene.DAILY)
    assert [node.key for node in table.cells[awareness][daily]] == ["A1"]
    assert len(table.gaps()) == 8 * 4 - 1
    assert [row.node.key for row in table.rows if row.is_untagged] == ["A2"]


def findings(version):
    return {(finding.kind, finding.node.key) for finding in queries.judgeable(version)}


def test_what_cannot_be_judged_is_found():
    version = plans.small_plan()
    assert findings(version) == {(FindingKind.GOAL_UNMEASURED, "goal"), (FindingKind.NOT_CONNECTED, "SA")}
    plans.plan_indicator(node=plans.part(version, "A2"))
    assert (FindingKind.NO_SOURCE, "A2") in findings(version)


def test_every_finding_says_why_and_what_to_do():
    version = plans.small_plan()
    plans.plan_indicator(node=plans.part(version, "A2"), next_measured=2025)
    for finding in queries.judgeable(version):
        assert finding.why
        assert finding.remedy


def test_no_path_to_an_outcome():
    version = plans.small_plan()
    plans.part(version, "SA").plan_indicators.all().delete()
    assert {(FindingKind.STATE_UNMEASURED, "SA"), (FindingKind.NO_OUTCOME, "A2")} <= findings(version)
    assert (FindingKind.NO_OUTCOME, "A1") not in findings(version)
    assert (FindingKind.NO_OUTCOME, "OA") not in findings(version)
    plans.part(version, "A1").plan_indicators.all().delete()
    assert (FindingKind.NO_OUTCOME, "OA") in findings(version)


def test_an_objective_without_initiatives_leads_nowhere():
    version = plans.small_plan()
    plans.node(parent=plans.part(version, "SA"), kind=NodeKind.OBJECTIVE, key="OB")
    assert (FindingKind.NO_OUTCOME, "OB") in findings(version)


def test_measured_after_the_plan_ends():
    version = plans.small_plan()
    plans.plan_indicator(node=plans.part(version, "goal"), source="統計", next_measured=2024)
    late = next(one for one in queries.judgeable(version) if one.kind == FindingKind.NOT_IN_TIME)
    assert late.node.key == "goal"
    assert "2024" in late.why
    assert "2023" in late.why


def test_a_survey_every_three_years_needs_its_next_wave():
    version = plans.small_plan()
    state = plans.node(parent=plans.part(version, "goal"), kind=NodeKind.DESIRED_STATE, key="SG", text="現状を知る")
    survey = plans.node(parent=state, key="G4", text="高齢者基礎調査", frequency="1回/3年", times=1, per_years=3)
    plans.plan_indicator(node=plans.part(version, "SA"), key="SA.2", source="高齢者基礎調査")
    assert (FindingKind.WAVE_UNKNOWN, "SA") in findings(version)
    assert (FindingKind.STATE_UNMEASURED, "SG") not in findings(version)
    wave = plans.plan_indicator(node=survey, text="回収率", next_measured=2022)
    assert (FindingKind.WAVE_UNKNOWN, "SA") not in findings(version)
    wave.next_measured = 2025
    wave.save()
    assert (FindingKind.NOT_IN_TIME, "SA") in findings(version)


def test_each_figure_of_a_version_is_listed_once():
    version = plans.small_plan()
    figure = plans.figure(area=version.plan.area, code="Z1")
    plans.plan_indicator(node=plans.part(version, "A2"), measures=[figure])
    plans.plan_indicator(node=plans.part(version, "goal"), measures=[figure])
    plans.plan_indicator(node=plans.part(plans.small_plan(), "A2"), measures=[plans.figure()])
    found = list(queries.measures_of(version))
    assert len(found) == 2
    assert found[1] == figure
