"""The council's table as it was published comes in whole, with no hand edit, and goes out and in again equal."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import core, plans
from zaitaku.analysis.council_table import read_council_table, write_council_table
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import Direction, NodeKind
from zaitaku.programme.plans.models import Node

PUBLISHED = Path(__file__).parents[2] / ".." / "shared" / "seeds" / "000_420d8713186c19a6.txt"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PUBLISHED.exists(), reason="the published plan is not in ../shared/seeds"),
]


@pytest.fixture(scope="module")
def table():
    return read_council_table(PUBLISHED.read_bytes(), PUBLISHED.name).table


def imported(table, **kw):
    return actions.import_plan(
        plan=kw.get("plan") or plans.plan(title=table.title), table=table, by=core.person(), create_missing_owners=True
    )


def test_it_comes_in_whole(table):
    version = imported(table).version
    whole = queries.tree(version)
    assert (version.name, version.number) == ("案", 1)
    assert [sum(node.kind == kind for node in whole.walk()) for kind in NodeKind] == [1, 4, 6, 7, 15, 31]
    assert [node.key for node in whole.initiatives()][:4] == ["1-1-01", "1-1-02", "1-1-03", "1-2-01"]
    by_name = {node.name: node for node in whole.initiatives()}
    assert by_name["在宅療養講演会の開催"].initiative.times == 3
    survey = by_name["高齢者基礎調査"].initiative
    assert (survey.frequency, survey.times, survey.per_years) == ("1回/3年", 1, 3)
    assert "※ACP" in next(node.note for node in whole.walk() if node.text == "区民への啓発")


def test_all_owners_are_as_in_the_file(table):
    nodes = {node.name: node for node in queries.tree(imported(table).version).initiatives()}
    names = {name: [owner.name for owner in node.initiative.owners] for name, node in nodes.items()}
    assert all(names.values())
    assert names["介護なんでも電話相談の実施"] == ["NPO法人認知症サポートセンター・ねりま", "高齢者支援課"]
    assert names["摂食・えん下機能支援事業の実施"] == ["歯科医師会", "地域医療課"]
    assert names["事例検討会の開催"] == ["地域医療課", "高齢者支援課", "認知症疾患医療センター"]
    assert names["在宅療養を支える地域活動のリスト化"] == ["高齢者支援課", "地域医療課", "その他関係機関"]
    assert {name for owners in names.values() for name in owners} == {
        "地域医療課",
        "高齢者支援課",
        "高齢社会対策課",
        "総合福祉事務所",
        "歯科医師会",
        "医師会",
        "認知症疾患医療センター",
        "NPO法人認知症サポートセンター・ねりま",
        "その他関係機関",
    }


def test_all_indicators_are_as_in_the_file(table):
    whole = queries.tree(imported(table).version)
    words = {node.name: [line.text for line in node.indicators] for node in whole.walk()}
    assert words["認知症専門病院との連携（アウトリーチ）"] == [
        "地域包括支援センターへ認知症相談件数（延件数）",
        "医師によるアウトリーチ実施回数",
    ]
    assert words["事例検討会の開催"][0].startswith("事例検討会アンケートの")
    assert words["認知症事例検討会の開催"] == ["認知症事例検討会アンケートにおける満足度"]
    assert words["現状把握と取り組むべき課題の整理、課題解決のための取組みについての検討"] == []
    of_states = [line for node in whole.walk() if node.kind == NodeKind.DESIRED_STATE for line in node.indicators]
    assert len(of_states) == 8
    assert sum(line.direction == Direction.DOWN for line in of_states) == 6
    assert {line.source for line in of_states} == {
        "高齢者基礎調査",
        "在宅介護実態調査",
        "練馬区医療・介護資源調査",
        "",
    }


def test_twice_changes_nothing(table):
    version = imported(table).version
    before = list(Node.objects.order_by("pk").values())
    again = imported(table, plan=version.plan)
    assert (again.outcome, again.version) == ("unchanged", version)
    assert list(Node.objects.order_by("pk").values()) == before
    preview = queries.preview_import(version.plan, table)
    assert preview.changes_nothing
    assert preview.changes == ()


def stripped(nodes):
    """Without what a table does not carry: rows of the database."""
    return tuple(
        replace(
            node,
            pk=None,
            children=stripped(node.children),
            detail=node.detail
            and replace(node.detail, owners=tuple(replace(owner, pk=None) for owner in node.detail.owners)),
        )
        for node in nodes
    )


@pytest.mark.parametrize("form", ["tsv", "xlsx"])
def test_export_and_import_are_equal(table, form):
    whole = queries.tree(imported(table).version)
    data = write_council_table(queries.table_of(whole, "案"), form)
    back = read_council_table(data, f"plan.{form}").table
    elsewhere = queries.tree(imported(back).version)
    assert stripped(elsewhere.roots) == stripped(whole.roots)
    assert elsewhere.note == whole.note


@pytest.mark.parametrize("form", ["tsv", "xlsx"])
def test_an_export_into_its_own_draft_changes_nothing(table, form):
    version = imported(table).version
    data = write_council_table(queries.table_of(queries.tree(version), "案"), form)
    back = read_council_table(data, f"plan.{form}").table
    assert imported(back, plan=version.plan).outcome == "unchanged"


def test_the_findings_of_the_published_plan(table):
    kinds = {}
    for finding in queries.judgeable(imported(table).version):
        kinds.setdefault(finding.kind.value, []).append(finding.node.name)
    assert len(kinds["goal_unmeasured"]) == 1
    assert kinds["state_unmeasured"] == ["コロナ禍においても、区民が安心して在宅療養が出来る体制を構築する。"]
    assert "no_outcome" not in kinds
    assert len(kinds["wave_unknown"]) == 8
