import pytest

from tests.factories import core, plans
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Node

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return plans.small_plan()


def keys(version):
    return [node.key for node in queries.tree(version).walk()]


def test_positions_are_the_printed_order(version):
    actions.add_node(
        version=version,
        parent=plans.part(version, "OA"),
        kind=NodeKind.INITIATIVE,
        text="間の取組",
        key="A9",
        place=1,
        by=core.person(),
    )
    assert keys(version) == ["goal", "P1", "P1-1", "SA", "OA", "A1", "A9", "A2"]
    assert list(Node.objects.filter(version=version).values_list("position", flat=True)) == list(range(1, 9))


def test_a_part_added_without_a_key_gets_a_new_one(version):
    parent = plans.part(version, "OA")
    made = [
        actions.add_node(version=version, parent=parent, kind=NodeKind.INITIATIVE, text="新", by=core.person())
        for _ in range(2)
    ]
    assert made[0].key != made[1].key
    actions.remove_node(node=made[1], by=core.person())
    assert queries.initiative(version, made[0].key).node.detail is not None


def test_moving_takes_everything_along_and_can_be_undone(version):
    state = actions.add_node(
        version=version,
        parent=plans.part(version, "P1-1"),
        kind=NodeKind.DESIRED_STATE,
        text="支え合う",
        key="SB",
        place=0,
        by=core.person(),
    )
    actions.move_node(node=plans.part(version, "OA"), parent=state, by=core.person())
    assert keys(version) == ["goal", "P1", "P1-1", "SB", "OA", "A1", "A2", "SA"]
    actions.undo_edit(version=version, by=core.person())
    assert keys(version) == ["goal", "P1", "P1-1", "SB", "SA", "OA", "A1", "A2"]
    actions.undo_edit(version=version, by=core.person())
    assert keys(version) == ["goal", "P1", "P1-1", "SA", "OA", "A1", "A2"]
    with pytest.raises(actions.NothingToUndo):
        actions.undo_edit(version=version, by=core.person())


def test_undoing_a_removal_brings_back_everything_below(version):
    before = queries.tree(version)
    taken = [actions.snapshot(plans.part(version, key)) for key in keys(version)]
    actions.remove_node(node=plans.part(version, "SA"), by=core.person())
    assert keys(version) == ["goal", "P1", "P1-1"]
    entry = actions.undo_edit(version=version, by=core.person())
    assert entry.details["undoes"] == AuditEntry.objects.get(action="plans.remove_part").number
    assert keys(version) == [node.key for node in before.walk()]
    assert [actions.snapshot(plans.part(version, key)) for key in keys(version)] == taken


def test_edits_are_undone_youngest_first_across_people(version):
    one, two = core.person(), core.person()
    actions.edit_node(node=plans.part(version, "SA"), text="一", number="", by=one)
    actions.edit_node(node=plans.part(version, "OA"), text="二", number="", by=two)
    actions.undo_edit(version=version, by=one)
    assert (plans.part(version, "SA").text, plans.part(version, "OA").text) == ("一", "周知")
    actions.edit_node(node=plans.part(version, "OA"), text="三", number="", by=two)
    actions.undo_edit(version=version, by=one)
    actions.undo_edit(version=version, by=one)
    assert (plans.part(version, "SA").text, plans.part(version, "OA").text) == ("知っている", "周知")


def test_an_initiative_hangs_under_a_state_or_an_objective_only(version):
    for parent in (None, plans.part(version, "P1"), plans.part(version, "A1")):
        with pytest.raises(actions.WrongPlace):
            actions.add_node(version=version, parent=parent, kind=NodeKind.INITIATIVE, text="取組", by=core.person())
    with pytest.raises(actions.WrongPlace):
        actions.move_node(node=plans.part(version, "SA"), parent=plans.part(version, "OA"), by=core.person())


def test_a_part_of_another_version_is_no_parent(version):
    elsewhere = plans.part(plans.small_plan(), "OA")
    with pytest.raises(actions.WrongPlace):
        actions.move_node(node=plans.part(version, "A1"), parent=elsewhere, by=core.person())


def test_a_key_is_given_once_in_a_plan(version):
    with pytest.raises(actions.BadPart, match="A1"):
        actions.add_node(
            version=version,
            parent=plans.part(version, "OA"),
            kind=NodeKind.INITIATIVE,
            text="取組",
            key="A1",
            by=core.person(),
        )


@pytest.mark.parametrize("key", ["a/b", "a b", " a"])
def test_a_key_stands_in_addresses(version, key):
    with pytest.raises(actions.BadPart):
        actions.add_node(version=version, parent=None, kind=NodeKind.GOAL, text="目標", key=key, by=core.person())
