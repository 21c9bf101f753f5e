import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import core, plans
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.choices import VersionStatus
from zaitaku.programme.plans.models import Lineage, Node, PlanVersion

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def version():
    return plans.small_plan()


def client_of(version, role=Role.PROGRAMME_OFFICER):
    client = Client()
    client.force_login(core.person(role=role, organisation=core.organisation(area=version.plan.area)))
    return client


def get(client, name, *args, **query):
    return client.get(reverse(f"plans:{name}", args=args), query)


def post(client, name, *args, data=None, **extra):
    return client.post(reverse(f"plans:{name}", args=args), data or {}, **extra)


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def form_values(response):
    form = response.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "")}


def test_the_tree_shows_every_initiative(version):
    response = get(client_of(version), "tree")
    page = text_of(response)
    assert response.status_code == 200
    for words in ("講演会の開催", "講座の開催", "3回/年", "参加人数", "基礎調査 知っている人の割合"):
        assert words in page


def test_the_tree_takes_the_same_number_of_queries_however_large(version):
    client = client_of(version)

    def count():
        with CaptureQueriesContext(connection) as caught:
            assert get(client, "version", version.pk).status_code == 200
        return len(caught)

    count()
    small = count()
    for _ in range(20):
        plans.plan_indicator(node=plans.node(parent=plans.part(version, "OA")))
    assert count() == small


def test_without_a_plan_the_page_says_what_to_do():
    client = Client()
    client.force_login(core.person())
    page = text_of(get(client, "tree"))
    assert reverse("plans:import") in page


@pytest.mark.parametrize("name", ["version", "crosstab", "judgeable"])
def test_pages_of_another_municipality_are_not_found(version, name):
    assert get(client_of(version), name, version.pk).status_code == 200
    assert get(client_of(plans.version()), name, version.pk).status_code == 404


def test_a_part_of_another_municipality_is_neither_read_nor_edited(version):
    stranger = client_of(plans.version())
    for name in ("initiative", "edit", "indicators", "add", "move", "remove"):
        assert get(stranger, name, version.pk, "A1").status_code == 404
    assert post(stranger, "undo", version.pk).status_code == 404
    assert get(stranger, "compare", before=version.pk, after=version.pk).status_code == 404


def test_a_council_member_reads_but_does_not_edit(version):
    client = client_of(version, Role.COUNCIL_MEMBER)
    page = text_of(get(client, "initiative", version.pk, "A1"))
    assert reverse("plans:edit", args=[version.pk, "A1"]) not in page
    for name in ("edit", "indicators", "add", "move", "remove"):
        assert get(client, name, version.pk, "A1").status_code == 403
    assert get(client, "import").status_code == 403
    assert post(client, "undo", version.pk).status_code == 403


def test_an_initiative_is_edited_without_script(version):
    client = client_of(version)
    values = form_values(get(client, "edit", version.pk, "A1"))
    response = post(client, "edit", version.pk, "A1", data=values | {"text": "在宅療養講演会", "frequency": "2回/年"})
    assert response.status_code == 302
    node = queries.initiative(version, "A1").node
    assert (node.text, node.initiative.times, len(node.initiative.owners)) == ("在宅療養講演会", 2, 1)
    assert node.initiative.tags == {("scene", "daily"), ("item", "ki")}
    page = text_of(get(client, "initiative", version.pk, "A1"))
    assert '<del class="lines">講演会の開催</del>' in page


def test_an_initiative_is_edited_in_place(version):
    client = client_of(version)
    form = client.get(reverse("plans:edit", args=[version.pk, "A1"]), **HTMX)
    assert "<html" not in form.content.decode()
    saved = post(client, "edit", version.pk, "A1", data=form_values(form) | {"text": "新しい名"}, **HTMX)
    assert saved.status_code == 200
    assert "新しい名" in text_of(saved)
    assert "<html" not in saved.content.decode()
    refused = post(client, "edit", version.pk, "A1", data=form_values(form) | {"text": ""}, **HTMX)
    assert refused.status_code == 422


def test_a_stale_form_shows_both_values_and_can_be_saved_again(version):
    client = client_of(version)
    values = form_values(get(client, "edit", version.pk, "A1"))
    post(client, "edit", version.pk, "A1", data=values | {"text": "先の名"})
    late = post(client, "edit", version.pk, "A1", data=values | {"text": "後の名"})
    assert late.status_code == 422
    assert "先の名" in text_of(late)
    assert "後の名" in text_of(late)
    again = {field.html_name: field.value() for field in late.context["form"]}
    again = {name: value for name, value in again.items() if value not in (None, "")}
    assert post(client, "edit", version.pk, "A1", data=again).status_code == 302
    assert plans.part(version, "A1").text == "後の名"


def test_indicators_are_edited_added_and_removed(version):
    client = client_of(version)
    figure = plans.figure(area=version.plan.area)
    page = get(client, "indicators", version.pk, "A1")
    data = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 1,
        "form-0-key": "A1.1",
        "form-0-text": "参加人数（延べ）",
        "form-0-ORDER": 2,
        "form-1-text": "満足度",
        "form-1-source": "アンケート",
        "form-1-direction": "up",
        "form-1-target": "80.5",
        "form-1-target_year": "２０２３",
        "form-1-next_measured": "2023",
        "form-1-measures": figure.code,
        "form-1-ORDER": 1,
        "seen": page.context["seen"],
    }
    assert post(client, "indicators", version.pk, "A1", data=data).status_code == 302
    first, second = queries.initiative(version, "A1").node.indicators
    assert (first.text, str(first.target), first.target_year) == ("満足度", "80.50", 2023)
    assert (second.key, second.text) == ("A1.1", "参加人数（延べ）")
    stale = post(client, "indicators", version.pk, "A1", data=data)
    assert stale.status_code == 422
    unknown = data | {
        "form-1-measures": "どこにもない",
        "seen": get(client, "indicators", version.pk, "A1").context["seen"],
    }
    assert post(client, "indicators", version.pk, "A1", data=unknown).status_code == 422


def test_parts_are_added_moved_removed_and_undone(version):
    client = client_of(version)
    post(client, "add", version.pk, "OA", data={"kind": "initiative", "text": "窓口の開設"})
    made = Node.objects.get(version=version, text="窓口の開設")
    post(client, "move", version.pk, made.key, data={"parent": "OA", "place": "1"})
    assert queries.tree(version).initiatives()[0].key == made.key
    assert get(client, "remove", version.pk, made.key).status_code == 200
    post(client, "remove", version.pk, made.key)
    assert not Node.objects.filter(version=version, text="窓口の開設").exists()
    for _ in range(3):
        post(client, "undo", version.pk)
    assert [node.key for node in queries.tree(version).initiatives()] == ["A1", "A2"]
    assert post(client, "undo", version.pk).status_code == 302


def test_a_settled_version_offers_a_revision():
    version = plans.small_plan(status=VersionStatus.ADOPTED, in_force_from="2021-04-01")
    client = client_of(version)
    assert reverse("plans:revise", args=[version.pk]) in text_of(get(client, "version", version.pk))
    assert get(client, "edit", version.pk, "A1").status_code == 302
    assert post(client, "revise", version.pk, data={"name": "改定案"}).status_code == 302
    draft = PlanVersion.objects.get(name="改定案")
    assert draft.based_on == version
    assert post(client, "revise", version.pk, data={"name": "また"}).status_code == 422


def test_reasons_are_given_on_the_comparison_and_the_revision_adopted():
    version = plans.small_plan(status=VersionStatus.ADOPTED, in_force_from="2021-04-01")
    client = client_of(version)
    draft = actions.new_version_from(version=version, name="改定案", by=core.person())
    actions.edit_node(node=plans.part(draft, "A1"), text="講演会", number="", by=core.person())
    assert "講演会" in text_of(get(client, "adopt", draft.pk))
    assert post(client, "adopt", draft.pk, data={"in_force_from": "R5.4.1"}).status_code == 422
    page = text_of(get(client, "compare", before=version.pk, after=draft.pk))
    assert reverse("plans:reason", args=[draft.pk]) in page
    data = {"kind": "renamed", "before": "A1", "after": "A1", "reason": "名を短くした"}
    post(client, "reason", draft.pk, data=data)
    assert Lineage.objects.get().reason == "名を短くした"
    assert "名を短くした" in text_of(get(client, "compare", before=version.pk, after=draft.pk))
    post(client, "adopt", draft.pk, data={"in_force_from": "R5.4.1"})
    draft.refresh_from_db()
    assert (draft.status, draft.in_force_from.isoformat()) == ("revised", "2023-04-01")
    page = text_of(get(client, "initiative", draft.pk, "A1"))
    assert "名を短くした" in page


def test_a_reason_without_words_is_refused():
    version = plans.small_plan(status=VersionStatus.ADOPTED, in_force_from="2021-04-01")
    draft = actions.new_version_from(version=version, name="改定案", by=core.person())
    post(client_of(version), "reason", draft.pk, data={"kind": "renamed", "before": "A1", "after": "A1", "reason": " "})
    assert not Lineage.objects.exists()


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("tsv", "計画".encode())])
def test_the_plan_is_exported(version, form, start):
    response = get(client_of(version), "export", version.pk, form)
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert f"plan.{form}" in response["Content-Disposition"]


def test_an_unknown_form_of_export_is_not_found(version):
    assert get(client_of(version), "export", version.pk, "pdf").status_code == 404


@pytest.mark.parametrize("asked", ["x", "-1", "１", "9" * 30, "999999"])
def test_a_comparison_with_nonsense_is_not_found(version, asked):
    assert get(client_of(version), "compare", before=asked).status_code == 404


def test_versions_crosstab_and_findings_are_shown(version):
    client = client_of(version)
    assert version.name in text_of(get(client, "versions"))
    table = text_of(get(client, "crosstab", version.pk))
    assert table.count("plan-gap") == 31
    findings = get(client, "judgeable", version.pk)
    assert "知っている人の割合" in text_of(findings)
