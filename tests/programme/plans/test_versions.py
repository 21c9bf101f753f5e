from datetime import date

import pytest

from tests.factories import core, plans
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import ChangeKind, LineageKind, NodeKind, VersionStatus
from zaitaku.programme.plans.models import Lineage

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopted():
    version = plans.small_plan()
    return actions.adopt_version(version=version, in_force_from=date(2021, 4, 1), by=core.person())


def revise(version):
    return actions.new_version_from(version=version, name="改定", by=core.person())


def explain(draft, kind, before="", after="", reason="審議の結果"):
    return actions.record_lineage(
        version=draft,
        kind=kind,
        before=plans.part(draft.based_on, before) if before else None,
        after=plans.part(draft, after) if after else None,
        reason=reason,
        by=core.person(),
    )


def kinds(before, after):
    return [(change.kind, change.node.key, change.reasons) for change in queries.compare(before, after).changes]


def test_a_plan_is_created_once():
    area = core.area()
    made = actions.create_plan(area=area, title="推進事業", first_year=2024, last_year=2026, by=core.person())
    assert (made.title, AuditEntry.objects.get().action) == ("推進事業", "plans.create_plan")
    with pytest.raises(actions.PlanExists):
        actions.create_plan(area=area, title="推進事業", first_year=2024, last_year=2026, by=core.person())


@pytest.mark.parametrize(("title", "first", "last"), [("", 2021, 2023), ("計画", 2023, 2021), ("計画", 5, 2021)])
def test_a_plan_needs_a_title_and_years_in_order(title, first, last):
    with pytest.raises(actions.BadPart):
        actions.create_plan(area=core.area(), title=title, first_year=first, last_year=last, by=core.person())


def test_a_revision_has_the_same_parts_under_the_same_keys(adopted):
    draft = revise(adopted)
    assert queries.compare(adopted, draft).changes == ()
    assert (draft.number, draft.is_draft, draft.based_on) == (2, True, adopted)
    before, after = queries.initiative(adopted, "A1").node, queries.initiative(draft, "A1").node
    assert after.indicators == before.indicators
    assert after.indicators[0].measures
    assert after.detail == before.detail
    assert after.pk != before.pk


def test_one_draft_at_a_time_and_only_from_a_settled_version(adopted):
    draft = revise(adopted)
    with pytest.raises(actions.DraftExists):
        revise(adopted)
    with pytest.raises(actions.NotSettled):
        revise(draft)


def test_adopting_needs_a_reason_for_each_change(adopted):
    draft = revise(adopted)
    actions.edit_node(node=plans.part(draft, "A1"), text="講演会", number="", by=core.person())
    actions.remove_node(node=plans.part(draft, "A2"), by=core.person())
    with pytest.raises(actions.ReasonsMissing, match="講座の開催") as refusal:
        actions.adopt_version(version=draft, in_force_from=date(2023, 4, 1), by=core.person())
    assert {(change.kind, change.node.key) for change in refusal.value.changes} == {
        (ChangeKind.RENAMED, "A1"),
        (ChangeKind.DROPPED, "A2"),
    }
    explain(draft, LineageKind.RENAMED, "A1", "A1", "名を短くした")
    explain(draft, LineageKind.DROPPED, "A2", "", "終了した")
    settled = actions.adopt_version(version=draft, in_force_from=date(2023, 4, 1), by=core.person())
    assert settled.status == VersionStatus.REVISED
    assert kinds(adopted, settled) == [
        (ChangeKind.RENAMED, "A1", ("名を短くした",)),
        (ChangeKind.DROPPED, "A2", ("終了した",)),
    ]


def test_what_goes_with_its_parent_shares_the_reason(adopted):
    draft = revise(adopted)
    actions.remove_node(node=plans.part(draft, "OA"), by=core.person())
    explain(draft, LineageKind.DROPPED, "OA", "", "終了した")
    assert kinds(adopted, draft) == [(ChangeKind.DROPPED, key, ("終了した",)) for key in ("OA", "A1", "A2")]


def test_a_description_needs_no_reason(adopted):
    draft = revise(adopted)
    node = plans.part(draft, "A1")
    owners = [link.organisation for link in node.initiative.owner_links.all()]
    actions.edit_initiative(
        node=node,
        text=node.text,
        frequency="3回/年",
        description="新しい概要",
        owners=owners,
        tags=[],
        by=core.person(),
    )
    assert [change.kind for change in queries.compare(adopted, draft).changes] == [
        ChangeKind.DESCRIPTION,
        ChangeKind.TAGS,
    ]
    actions.adopt_version(version=draft, in_force_from=date(2023, 4, 1), by=core.person())


def test_owner_frequency_and_indicator_changes_are_seen(adopted):
    draft = revise(adopted)
    node, other = plans.part(draft, "A2"), core.organisation(area=adopted.plan.area)
    actions.edit_initiative(
        node=node, text=node.text, frequency="2回/年", description="", owners=[other], tags=[], by=core.person()
    )
    actions.set_plan_indicators(node=node, indicators=[actions.IndicatorEdit(text="満足度")], by=core.person())
    found = {change.kind: (change.was, change.now) for change in queries.compare(adopted, draft).changes}
    assert found[ChangeKind.FREQUENCY_CHANGED] == ("1回/年", "2回/年")
    assert found[ChangeKind.OWNER_CHANGED][1] == other.name
    assert found[ChangeKind.INDICATOR_CHANGED] == ("", "満足度")


def test_merged_and_split_parts_are_not_dropped_and_added(adopted):
    draft = revise(adopted)
    actions.remove_node(node=plans.part(draft, "A2"), by=core.person())
    actions.add_node(
        version=draft,
        parent=plans.part(draft, "OA"),
        kind=NodeKind.INITIATIVE,
        text="同時上映",
        key="A3",
        by=core.person(),
    )
    explain(draft, LineageKind.MERGED, "A2", "A1", "一つにした")
    explain(draft, LineageKind.SPLIT, "A1", "A3", "分けた")
    assert kinds(adopted, draft) == [(ChangeKind.SPLIT, "A3", ("分けた",)), (ChangeKind.MERGED, "A1", ("一つにした",))]


def test_only_the_part_that_moved_is_moved(adopted):
    draft = revise(adopted)
    for number in range(3):
        actions.add_node(
            version=draft,
            parent=plans.part(draft, "OA"),
            kind=NodeKind.INITIATIVE,
            text=f"前に{number}",
            place=0,
            by=core.person(),
        )
    assert all(kind == ChangeKind.ADDED for kind, _key, _reasons in kinds(adopted, draft))
    actions.move_node(node=plans.part(draft, "A2"), parent=plans.part(draft, "OA"), place=0, by=core.person())
    assert [key for kind, key, _reasons in kinds(adopted, draft) if kind == ChangeKind.MOVED] in (["A1"], ["A2"])
    actions.move_node(node=plans.part(draft, "A2"), parent=plans.part(draft, "SA"), by=core.person())
    assert [key for kind, key, _reasons in kinds(adopted, draft) if kind == ChangeKind.MOVED] == ["A2"]


def test_a_lineage_reason_is_replaced_not_doubled(adopted):
    draft = revise(adopted)
    first = explain(draft, LineageKind.RENAMED, "A1", "A1", "一")
    assert explain(draft, LineageKind.RENAMED, "A1", "A1", "二").pk == first.pk
    assert Lineage.objects.get().reason == "二"
    actions.remove_lineage(lineage=Lineage.objects.get(), by=core.person())
    assert not Lineage.objects.exists()


def test_lineage_that_makes_no_sense_is_refused(adopted):
    draft = revise(adopted)
    wrong = [
        (LineageKind.ADDED, "A1", "A1"),
        (LineageKind.DROPPED, "A1", "A1"),
        (LineageKind.RENAMED, "A1", ""),
        (LineageKind.MERGED, "", "A1"),
    ]
    for kind, before, after in wrong:
        with pytest.raises(actions.WrongLineage):
            explain(draft, kind, before, after)
    with pytest.raises(actions.BadPart):
        explain(draft, LineageKind.RENAMED, "A1", "A1", "  ")
    part = plans.part(draft, "A1")
    with pytest.raises(actions.WrongLineage):
        actions.record_lineage(
            version=draft, kind=LineageKind.RENAMED, before=part, after=part, reason="x", by=core.person()
        )


def test_the_first_version_is_based_on_nothing():
    version = plans.small_plan()
    with pytest.raises(actions.WrongLineage):
        actions.record_lineage(
            version=version,
            kind=LineageKind.ADDED,
            before=None,
            after=plans.part(version, "A1"),
            reason="x",
            by=core.person(),
        )


def test_adopting_is_refused_without_initiatives_or_before_its_predecessor(adopted):
    with pytest.raises(actions.BadPart):
        actions.adopt_version(version=plans.version(), in_force_from=date(2021, 4, 1), by=core.person())
    with pytest.raises(actions.BadPart):
        actions.adopt_version(version=revise(adopted), in_force_from=date(2021, 4, 1), by=core.person())
    with pytest.raises(actions.VersionSettled):
        actions.adopt_version(version=adopted, in_force_from=date(2022, 4, 1), by=core.person())


def test_the_version_in_force_is_the_last_settled_one(adopted):
    draft = revise(adopted)
    plan = adopted.plan
    assert queries.version_in_force(plan, date(2021, 3, 31)) is None
    assert queries.version_in_force(plan, date(2024, 1, 1)) == adopted
    actions.adopt_version(version=draft, in_force_from=date(2023, 4, 1), by=core.person())
    assert queries.version_in_force(plan, date(2023, 3, 31)) == adopted
    assert queries.version_in_force(plan, date(2023, 4, 1)) == draft


def test_stages_follow_a_part_through_its_renaming(adopted):
    draft = revise(adopted)
    actions.edit_node(node=plans.part(draft, "A1"), text="講演会", number="", by=core.person())
    explain(draft, LineageKind.RENAMED, "A1", "A1", "名を短くした")
    first, second = queries.stages(draft, "A1")
    assert (first.node.text, first.breaks) == ("講演会の開催", ())
    assert (second.node.text, [row.reason for row in second.breaks]) == ("講演会", ["名を短くした"])


def test_history_tells_every_edit_of_a_part_across_versions(adopted):
    draft = revise(adopted)
    actions.edit_node(node=plans.part(draft, "A1"), text="一", number="", by=core.person())
    actions.remove_node(node=plans.part(draft, "A1"), by=core.person())
    actions.undo_edit(version=draft, by=core.person())
    actions.edit_node(node=plans.part(draft, "SA"), text="別の部分", number="", by=core.person())
    assert [entry.action for entry in queries.history(adopted, "A1")] == [
        "plans.undo_edit",
        "plans.remove_part",
        "plans.edit_part",
    ]
