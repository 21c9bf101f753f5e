from datetime import date

import pytest

from tests.factories import core, plans
from tests.programme.plans.tables import ROWS, table
from zaitaku.analysis.council_table import read_council_table, write_council_table
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.actions.importing import kind_of_name
from zaitaku.programme.plans.choices import ChangeKind
from zaitaku.programme.plans.models import Node, PlanVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    made = plans.plan()
    for name in ("地域課", "支援課"):
        core.organisation(area=made.area, name=name)
    return made


def take(plan, *rows, **kw):
    return actions.import_plan(plan=plan, table=table(*rows), by=core.person(), **kw)


def changes(outcome):
    return {(change.kind, change.node.name) for change in outcome.changes}


def names(version):
    return {node.name: node for node in queries.tree(version).initiatives()}


def test_a_first_import_makes_a_draft_with_keys_from_the_structure(plan):
    done = take(plan)
    assert (done.outcome, done.version.name, done.version.status) == ("created", "案", "draft")
    assert {node.key: node.name for node in queries.tree(done.version).initiatives()} == {
        "1-1-01": "講演会の開催",
        "1-1-02": "講座の開催",
        "1-1-03": "検討会の開催",
        "1-1-04": "症例検討会の開催",
    }
    entry = AuditEntry.objects.get(action="plans.import_plan")
    assert entry.details["digest"] == done.version.source_digest
    assert len(entry.details["changes"]) == len(done.changes) == Node.objects.count()


def test_initiatives_of_one_line_share_a_row(plan):
    found = names(take(plan).version)
    assert found["検討会の開催"].initiative.row == found["症例検討会の開催"].initiative.row == "1-1-03-1-1-04"
    assert found["講座の開催"].initiative.row == ""
    assert [line.text for line in found["症例検討会の開催"].indicators] == ["症例検討会の満足度"]


def test_the_same_table_again_changes_nothing_even_after_edits(plan):
    version = take(plan).version
    entries = AuditEntry.objects.count()
    assert take(plan).outcome == "unchanged"
    node = Node.objects.get(version=version, key="1-1-02")
    actions.edit_node(node=plans.part(version, "1-1-02"), text="手で直した名", number="", by=core.person())
    assert take(plan).outcome == "unchanged"
    node.refresh_from_db()
    assert node.text == "手で直した名"
    assert AuditEntry.objects.count() == entries + 1


def test_a_changed_table_updates_the_draft_and_keeps_keys_tags_and_measures(plan):
    version = take(plan).version
    figure = plans.figure(area=plan.area)
    node = plans.part(version, "1-1-02")
    standing = queries.initiative(version, "1-1-02").node
    actions.edit_initiative(
        node=node,
        text=node.text,
        frequency="1回/年",
        description=standing.initiative.description,
        owners=[link.organisation for link in node.initiative.owner_links.all()],
        tags=[("item", "ki")],
        by=core.person(),
    )
    line = standing.indicators[0]
    edit = actions.IndicatorEdit(key=line.key, text=line.text, measures=[figure.code], next_measured=2023)
    actions.set_plan_indicators(node=node, indicators=[edit], by=core.person())
    rows = (ROWS[0].replace("3回", "2回"), "\t\t医学講座の開催 1回/年\t学ぶ会\t受講者数\t\t地域課", ROWS[2])
    done = take(plan, *rows)
    assert (done.outcome, done.version) == ("updated", version)
    assert changes(done) == {
        (ChangeKind.FREQUENCY_CHANGED, "講演会の開催"),
        (ChangeKind.RENAMED, "医学講座の開催"),
        (ChangeKind.OWNER_CHANGED, "医学講座の開催"),
        (ChangeKind.INDICATOR_CHANGED, "医学講座の開催"),
    }
    after = names(version)["医学講座の開催"]
    assert (after.key, after.pk, after.initiative.tags) == ("1-1-02", node.pk, {("item", "ki")})
    assert [measure.code for measure in after.indicators[0].measures] == [figure.code]


def test_rows_added_dropped_and_moved(plan):
    version = take(plan).version
    rows = (ROWS[0], "\t\t窓口の開設\t開く\t相談件数\t\t支援課", ROWS[2])
    done = take(plan, *rows)
    assert {(ChangeKind.ADDED, "窓口の開設"), (ChangeKind.DROPPED, "講座の開催")} <= changes(done)
    assert names(version)["窓口の開設"].key not in {"1-1-01", "1-1-02", "1-1-03", "1-1-04"}
    assert names(version)["症例検討会の開催"].key == "1-1-04"


def test_a_key_of_a_dropped_part_is_not_given_again_while_a_version_holds_it(plan):
    version = take(plan).version
    actions.adopt_version(version=version, in_force_from=date(2021, 4, 1), by=core.person())
    done = take(plan, ROWS[0], "\t\t窓口の開設\t開く\t相談件数\t\t地域課・支援課", ROWS[2])
    assert done.version.based_on == version
    assert names(done.version)["窓口の開設"].key == "1-1-05"


def test_an_import_after_adoption_begins_a_revision(plan):
    version = actions.adopt_version(version=take(plan).version, in_force_from=date(2021, 4, 1), by=core.person())
    assert take(plan).outcome == "unchanged"
    done = take(plan, *ROWS[:2], name="改定案")
    assert (done.outcome, done.version.name, done.version.based_on) == ("updated", "改定案", version)
    assert (ChangeKind.DROPPED, "検討会の開催") in changes(done)
    assert len(names(version)) == 4


def test_a_renaming_far_off_is_known_by_lineage(plan):
    version = actions.adopt_version(version=take(plan).version, in_force_from=date(2021, 4, 1), by=core.person())
    draft = actions.new_version_from(version=version, name="改定", by=core.person())
    actions.edit_node(node=plans.part(draft, "1-1-02"), text="オンライン配信", number="", by=core.person())
    done = take(plan)
    assert done.outcome == "updated"
    assert changes(done) == {(ChangeKind.RENAMED, "講座の開催")}


def test_a_part_that_comes_back_has_its_old_key(plan):
    version = actions.adopt_version(version=take(plan).version, in_force_from=date(2021, 4, 1), by=core.person())
    draft = take(plan, *ROWS[:2]).version
    assert "検討会の開催" not in names(draft)
    done = take(plan, *ROWS[:2], ROWS[2].replace("話し合う", "語り合う"))
    assert (ChangeKind.ADDED, "検討会の開催") in changes(done)
    assert names(done.version)["検討会の開催"].key == names(version)["検討会の開催"].key == "1-1-03"
    assert {change.kind for change in queries.compare(version, draft).changes} == {ChangeKind.DESCRIPTION}


def test_unknown_owners_are_refused_then_created_when_asked(plan):
    rows = (ROWS[0].replace("地域課", "歯科医師会"),)
    preview = queries.preview_import(plan, table(*rows))
    assert (preview.owners_missing, preview.owners_known) == (("歯科医師会",), ())
    with pytest.raises(actions.UnknownOwners, match="歯科医師会"):
        take(plan, *rows)
    assert not PlanVersion.objects.exists()
    done = take(plan, *rows, create_missing_owners=True)
    made = Organisation.objects.get(name="歯科医師会")
    assert done.owners_created == ("歯科医師会",)
    assert (made.area, made.kind, made.valid_from.isoformat()) == (plan.area, "association", "2021-04-01")


def test_owners_are_known_whatever_the_width_of_their_letters(plan):
    core.organisation(area=plan.area, name="NPO法人ささえ")
    preview = queries.preview_import(plan, table(ROWS[0].replace("地域課", "ＮＰＯ法人ささえ")))
    assert preview.owners_known == ("NPO法人ささえ",)


def test_the_preview_says_what_the_import_does(plan):
    take(plan)
    rows = (ROWS[0].replace("3回", "2回"), *ROWS[1:])
    preview = queries.preview_import(plan, table(*rows))
    assert [(one.kind, one.was, one.now) for one in preview.changes] == [
        (ChangeKind.FREQUENCY_CHANGED, "3回/年", "2回/年")
    ]
    assert preview.draft
    done = take(plan, *rows)
    assert [(one.kind, one.node.key) for one in done.changes] == [(one.kind, one.node.key) for one in preview.changes]


@pytest.mark.parametrize(
    "row",
    [
        "知っている。\t周知\t" + "長" * 1001 + "\t\t\t\t地域課",
        "知っている。\t周知\t講演会\t\t" + "長" * 301 + "\t\t地域課",
        "知っている。\t周知\t講演会\t" + "長" * 5001 + "\t\t\t地域課",
        "\t\t講演会\t\t参加数\t\t地域課",
    ],
)
def test_a_table_that_cannot_be_stored_is_refused_whole(plan, row):
    preview = queries.preview_import(plan, table(row))
    assert preview.problems
    with pytest.raises(actions.TableRefused):
        take(plan, row)
    assert not PlanVersion.objects.exists()
    assert not AuditEntry.objects.exists()


def test_cells_edited_apart_inside_one_row_survive_an_export(plan):
    version = take(plan).version
    node = plans.part(version, "1-1-04")
    actions.edit_initiative(
        node=node,
        text=node.text,
        frequency="4回/年",
        description="症例を語る",
        owners=list(Organisation.objects.filter(name="支援課")),
        tags=[],
        by=core.person(),
    )
    before = queries.tree(version)
    for form in ("tsv", "xlsx"):
        data = write_council_table(queries.table_of(before), form)
        back = read_council_table(data, f"plan.{form}", organisations=queries.owner_names(plan.area)).table
        done = actions.import_plan(plan=plan, table=back, by=core.person())
        assert done.outcome == "unchanged"
        assert queries.tree(version) == before


def test_an_objective_without_initiatives_is_not_lost_by_an_import(plan):
    version = take(plan).version
    state = next(node for node in queries.tree(version).walk() if node.text == "知っている。")
    actions.add_node(
        version=version,
        parent=plans.part(version, state.key),
        kind="objective",
        text="まだ空",
        place=0,
        by=core.person(),
    )
    take(plan, ROWS[0].replace("3回", "2回"), *ROWS[1:])
    assert any(node.text == "まだ空" for node in queries.tree(version).walk())


def test_an_import_is_not_undone_by_parts(plan):
    version = take(plan).version
    with pytest.raises(actions.NothingToUndo):
        actions.undo_edit(version=version, by=core.person())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("地域医療課", OrganisationKind.SECTION),
        ("歯科医師会", OrganisationKind.ASSOCIATION),
        ("NPO法人認知症サポートセンター・ねりま", OrganisationKind.NPO),
        ("地域包括支援センター", OrganisationKind.SUPPORT_CENTER),
        ("認知症疾患医療センター", OrganisationKind.HOSPITAL),
        ("その他関係機関", OrganisationKind.OTHER),
    ],
)
def test_the_kind_of_an_owner_is_guessed_by_its_name(name, kind):
    assert kind_of_name(name) == kind
