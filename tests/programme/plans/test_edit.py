from decimal import Decimal

import pytest

from tests.factories import core, plans
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import Direction, VersionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return plans.small_plan()


def edit(version, key="A1", **kw):
    node = plans.part(version, key)
    standing = queries.initiative(version, key).node
    detail = standing.initiative
    defaults = {
        "text": node.text,
        "frequency": detail.frequency,
        "description": detail.description,
        "owners": [link.organisation for link in node.initiative.owner_links.all()],
        "tags": sorted(detail.tags),
        "by": core.person(),
    }
    return actions.edit_initiative(node=node, **(defaults | kw))


def test_an_edit_is_saved_read_and_told(version):
    section, other = core.organisation(area=version.plan.area), core.organisation(area=version.plan.area)
    edit(
        version,
        text=" 在宅療養講演会 ",
        frequency="１回／３年",
        description="語る会",
        owners=[other, section],
        tags=[("item", "ku"), ("theme", "acp")],
    )
    node = queries.initiative(version, "A1").node
    assert node.text == "在宅療養講演会"
    assert (node.initiative.frequency, node.initiative.times, node.initiative.per_years) == ("１回／３年", 1, 3)
    assert [owner.name for owner in node.initiative.owners] == [other.name, section.name]
    assert node.initiative.tags == {("item", "ku"), ("theme", "acp")}
    entry = AuditEntry.objects.get(action="plans.edit_part")
    assert entry.details["before"][0]["text"] == "講演会の開催"
    assert entry.details["after"][0]["text"] == "在宅療養講演会"
    assert entry.details["after"][0]["initiative"]["owners"] == [[other.pk, other.name], [section.pk, section.name]]


def test_a_frequency_nobody_can_read_stays_as_words(version):
    edit(version, frequency="適宜")
    detail = queries.initiative(version, "A1").node.initiative
    assert (detail.frequency, detail.times, detail.per_years) == ("適宜", None, None)


def test_saving_without_a_change_tells_nothing(version):
    edit(version)
    assert not AuditEntry.objects.exists()


def test_a_part_other_than_an_initiative(version):
    actions.edit_node(node=plans.part(version, "SA"), text="知って\r\n語れる", number="", by=core.person())
    assert plans.part(version, "SA").text == "知って\n語れる"


def test_a_stale_form_is_refused_with_both_values(version):
    seen = actions.digest_of(actions.snapshot(plans.part(version, "A1")))
    edit(version, text="先に直した名")
    with pytest.raises(actions.StaleEdit) as refusal:
        edit(version, text="後から直した名", seen=seen)
    assert refusal.value.current["text"] == "先に直した名"
    assert refusal.value.yours["text"] == "後から直した名"
    assert plans.part(version, "A1").text == "先に直した名"


def test_moving_a_part_does_not_make_its_form_stale(version):
    seen = actions.digest_of(actions.snapshot(plans.part(version, "A1")))
    actions.move_node(node=plans.part(version, "A1"), parent=plans.part(version, "OA"), place=1, by=core.person())
    edit(version, text="直した名", seen=seen)
    assert plans.part(version, "A1").text == "直した名"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"text": "  "}, "空"),
        ({"text": "あ" * 1001}, "1001"),
        ({"text": "a\x00b"}, "使えない文字"),
        ({"text": "a\ud800b"}, "使えない文字"),
        ({"text": "a\u202eb"}, "使えない文字"),
        ({"frequency": "3" * 41}, "41"),
        ({"tags": [("item", "zz")]}, "item:zz"),
        ({"tags": [("colour", "red")]}, "colour:red"),
    ],
)
def test_what_cannot_stand_in_a_plan_is_refused(version, change, word):
    with pytest.raises(actions.BadPart, match=word):
        edit(version, **change)
    assert not AuditEntry.objects.exists()


def test_a_settled_version_tells_to_start_a_revision():
    version = plans.small_plan(status=VersionStatus.ADOPTED, in_force_from="2021-04-01")
    with pytest.raises(actions.VersionSettled, match="改定"):
        edit(version, text="別の名")
    with pytest.raises(actions.VersionSettled):
        actions.remove_node(node=plans.part(version, "A1"), by=core.person())
    with pytest.raises(actions.VersionSettled):
        actions.set_plan_indicators(node=plans.part(version, "A1"), indicators=[], by=core.person())


def test_indicators_are_set_in_order_and_keep_their_rows(version):
    node = plans.part(version, "A1")
    kept = node.plan_indicators.get(key="A1.1")
    figure = plans.figure(area=version.plan.area)
    actions.set_plan_indicators(
        node=node,
        indicators=[
            actions.IndicatorEdit(text="満足度", source="アンケート", target=Decimal("80"), target_year=2023),
            actions.IndicatorEdit(
                key="A1.1", text="参加人数", direction=Direction.UP, next_measured=2023, measures=[figure.code]
            ),
        ],
        by=core.person(),
    )
    first, second = queries.initiative(version, "A1").node.indicators
    assert (first.key, first.text, first.target, first.target_year) == ("i1", "満足度", Decimal("80.00"), 2023)
    assert (second.key, second.direction, second.next_measured) == ("A1.1", Direction.UP, 2023)
    assert [measure.code for measure in second.measures] == [figure.code]
    assert node.plan_indicators.get(key="A1.1").pk == kept.pk


@pytest.mark.parametrize(
    "line",
    [
        {"text": ""},
        {"text": "割合", "target_year": 202},
        {"text": "割合", "next_measured": 99999},
        {"text": "割合", "target": Decimal("NaN")},
        {"text": "割合", "target": Decimal("1e20")},
        {"text": "割合", "measures": ["nowhere"]},
    ],
)
def test_an_indicator_that_cannot_be_is_refused(version, line):
    with pytest.raises(actions.BadPart):
        actions.set_plan_indicators(
            node=plans.part(version, "A1"), indicators=[actions.IndicatorEdit(**line)], by=core.person()
        )
    assert plans.part(version, "A1").plan_indicators.count() == 1


def test_a_figure_of_another_area_is_no_figure(version):
    elsewhere = plans.figure()
    line = actions.IndicatorEdit(text="割合", measures=[elsewhere.code])
    with pytest.raises(actions.BadPart, match=elsewhere.code):
        actions.set_plan_indicators(node=plans.part(version, "A1"), indicators=[line], by=core.person())
