"""Two people save the same part at the same moment: one is first, the other is told."""

import pytest

from tests.factories import core, plans
from tests.programme.plans.tables import table
from tests.racing import at_once
from zaitaku.programme.plans import actions
from zaitaku.programme.plans.models import Node, Plan, PlanVersion

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_edits_from_the_same_form_one_is_stale():
    version, by = plans.small_plan(), core.person()
    seen = actions.digest_of(actions.snapshot(plans.part(version, "SA")))

    def saving(text):
        node = plans.part(version, "SA")
        return lambda: actions.edit_node(node=node, text=text, number="", seen=seen, by=by)

    results = at_once(saving("一"), saving("二"), saving("三"), refusal=actions.PlanRefused)
    assert sum(isinstance(one, Node) for one in results) == 1
    assert sum(isinstance(one, actions.StaleEdit) for one in results) == 2


def test_of_two_imports_of_the_same_table_one_changes_nothing():
    plan, by = plans.plan(), core.person()
    content = table()

    def importing():
        mine = Plan.objects.get(pk=plan.pk)
        return lambda: actions.import_plan(plan=mine, table=content, by=by, create_missing_owners=True)

    results = at_once(importing(), importing(), refusal=actions.PlanRefused)
    assert sorted(one.outcome for one in results) == ["created", "unchanged"]
    assert PlanVersion.objects.count() == 1


def test_of_two_revisions_begun_at_once_one_is_refused():
    from datetime import date

    version, by = plans.small_plan(), core.person()
    actions.adopt_version(version=version, in_force_from=date(2021, 4, 1), by=by)

    def revising(name):
        mine = PlanVersion.objects.get(pk=version.pk)
        return lambda: actions.new_version_from(version=mine, name=name, by=by)

    results = at_once(revising("一"), revising("二"), refusal=actions.PlanRefused)
    assert sum(isinstance(one, PlanVersion) for one in results) == 1
    assert sum(isinstance(one, actions.DraftExists) for one in results) == 1
