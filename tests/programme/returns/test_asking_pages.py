"""Pages on which a form is made: what they take, what they refuse, and whom they let in."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.returns.actions.adding import create_ready_form
from zaitaku.programme.returns.actions.asking import FormSettings, change_form, close_form
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, add_option, end_option, split_element
from zaitaku.programme.returns.actions.copying import copy_form
from zaitaku.programme.returns.actions.elements import relabel_element
from zaitaku.programme.returns.actions.ready import SUPPORT_CENTRE
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.actions.rules import RuleFields, add_rule
from zaitaku.programme.returns.choices import Adding, Rhythm, RuleKind, Severity
from zaitaku.programme.returns.models import Catchment, Form, Rule, Sender
from zaitaku.programme.returns.queries.asked import asked_in

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.PROGRAMME_OFFICER, organisation=owner)
    client.force_login(one)
    return one


@pytest.fixture
def form(owner):
    return returns.collected_form(owner=owner, elements=("n",))


@pytest.fixture
def who(form, officer):
    made = add_breakdown(form=form, label="相談者", adding=Adding.EXACT, options=["本人", "家族"], by=officer)
    split_element(element=form.elements.get(), breakdown=made, by=officer)
    return made


def answer(form, start=MAY):
    sheet = returns.sheet(form=form, organisation=form.owner, start=start, end=start.replace(day=28))
    return returns.value(sheet=sheet, element=form.elements.first(), value=Decimal(1))


def post(client, name, pk=None, **data):
    return client.post(reverse(f"returns:{name}", args=[] if pk is None else [pk]), data)


def labels(form, start):
    return [item.label for item in asked_in(form, start)]


def test_a_later_answer_appears_everywhere_from_its_month_and_an_ended_one_goes(form, who, officer):
    answer(form)
    with pytest.raises(FormRefused, match="令和8年6月1日"):
        add_option(breakdown=who, label="医療機関", valid_from=MAY, by=officer)
    add_option(breakdown=who, label="医療機関", valid_from=JUNE, by=officer)
    end_option(option=who.options.get(label="本人"), valid_to=JUNE, by=officer)
    assert labels(form, MAY) == ["項目1", "本人", "家族"]
    assert labels(form, JUNE) == ["項目1", "本人", "家族", "医療機関"]
    assert labels(form, JULY) == ["項目1", "家族", "医療機関"]
    assert [item.element.code for item in asked_in(form, JULY)] == ["n", "n.o2", "n.o3"]
    assert {item.group for item in asked_in(form, JULY)} == {"", "相談者"}


def test_a_question_worded_anew_keeps_its_words_for_earlier_months(client, form, officer):
    element = form.elements.get()
    answer(form)
    refused = post(client, "relabel", element.pk, label="相談", help_text="", since="R8.5")
    assert refused.status_code == 422
    assert post(client, "relabel", element.pk, label="相談", help_text="延べ", since="R8.6").status_code == 302
    relabel_element(element=form.elements.get(), label="相談の件数", since=JULY, by=officer)
    assert [labels(form, month) for month in (MAY, JUNE, JULY)] == [["項目1"], ["相談"], ["相談の件数"]]
    assert asked_in(form, JUNE)[0].help_text == "延べ"
    with pytest.raises(FormRefused):
        relabel_element(element=form.elements.get(), label="x", since=JUNE, by=officer)


def test_a_list_from_excel_is_looked_at_and_then_added_whole(client, form, who):
    lines = "項目\t数え方\n訪問\t回数\t\t相談者\t延べ\nうち夜間\t回\n割合\t％"
    address = ["paste_elements", form.pk]
    looked = post(client, *address, block=lines, valid_from="", step="look")
    assert looked.status_code == 200
    assert form.elements.count() == 3
    assert post(client, *address, block=lines, valid_from="R8.6", step="save").status_code == 302
    visits = form.elements.get(label="訪問")
    assert (visits.kind, visits.valid_from, visits.help_text) == ("times", JUNE, "延べ")
    assert [part.label for part in visits.parts.order_by("position")] == ["本人", "家族", "夜間"]
    count = form.elements.count()
    for wrong in (
        "\t件数",
        "訪問\t何か",
        "訪問\t件数\t\t地域",
        "うち夜間",
        "a\nうちb\nうちb",
        "率\t％\t\t相談者",
        "a" * 201,
    ):
        page = post(client, *address, block=wrong, valid_from="", step="save")
        assert page.status_code == 200, wrong
        assert "is_good" in page.context
        assert not page.context["is_good"], wrong
    assert form.elements.count() == count


def test_the_preview_shows_any_month_and_refuses_nonsense(client, form, who, officer):
    answer(form)
    end_option(option=who.options.get(label="家族"), valid_to=MAY, by=officer)
    address = reverse("returns:preview", args=[form.pk])
    assert "家族" in client.get(address + "?month=R8.5").content.decode()
    assert "家族" not in client.get(address).content.decode()
    assert client.get(address + "?month=R8.99").status_code == 200


def test_settings_are_changed_by_one_person_at_a_time(client, form, officer):
    now = {"title": "月報", "rhythm": "month", "is_collected": "on", "due_day": "5"}
    now |= {"remind_before": "2", "remind_every": "0", "version": form.version}
    assert post(client, "settings", form.pk, **now).status_code == 302
    form.refresh_from_db()
    assert (form.title, form.due_day, form.remind_every) == ("月報", 5, 0)
    assert post(client, "settings", form.pk, **now).status_code == 422
    assert post(client, "settings", form.pk, **now | {"due_day": "31"}).status_code == 422
    answer(form)
    for changed in ({"rhythm": Rhythm.YEAR}, {"is_collected": False}):
        settings = FormSettings(**{"title": "月報", "rhythm": Rhythm.MONTH, "is_collected": True} | changed)
        with pytest.raises(FormRefused):
            change_form(form=form, settings=settings, expected=form.version, by=officer)
    close_form(form=form, on=JULY, by=officer)
    assert "R8.7.1" in client.get(reverse("returns:close_form", args=[form.pk])).content.decode()


def test_a_copy_asks_what_the_form_asks_in_its_month(form, who, officer):
    element = form.elements.get(parent=None)
    fields = RuleFields(RuleKind.NOT_ABOVE, element.parts.all()[0], Severity.STOP, others=(element,))
    add_rule(form=form, fields=fields, by=officer)
    end_option(option=who.options.get(label="家族"), valid_to=MAY, by=officer)
    relabel_element(element=element, label="相談", since=JUNE, by=officer)
    gone = core.organisation(area=form.owner.area)
    Sender.objects.create(form=form, organisation=gone, valid_from=date(2020, 1, 1), valid_to=MAY)
    Sender.objects.create(form=form, organisation=form.owner, valid_from=date(2020, 1, 1))
    made = copy_form(form=form, code="copy", title="写し", start=JUNE, with_senders=True, by=officer)
    assert labels(made, MAY) == labels(made, JUNE) == labels(form, JUNE) == ["相談", "本人"]
    assert Rule.objects.get(form=made).others.get() == made.elements.get(parent=None)
    assert made.senders.get().organisation == form.owner
    assert made.elements.get(label="本人").breakdown.form == made
    with pytest.raises(FormRefused):
        copy_form(form=form, code="copy", title="写し", start=JUNE, with_senders=False, by=officer)


def test_the_ready_made_form_has_its_parts_and_rules(owner, officer):
    made = create_ready_form(ready=SUPPORT_CENTRE, owner=owner, code="c", title="月次", by=officer)
    first = made.elements.order_by("position")[0]
    assert first.parts.count() == sum(len(one.options) for one in SUPPORT_CENTRE.breakdowns)
    assert made.rules.filter(kind=RuleKind.HISTORY).count() == len(SUPPORT_CENTRE.items)
    assert made.is_collected


def test_rules_are_tried_then_kept_changed_and_removed(client, form, officer):
    answer(form)
    element = form.elements.get()
    data = {"element": element.pk, "maximum": "0.5", "severity": "stop", "valid_from": "", "valid_to": ""}
    address = reverse("returns:add_rule", args=[form.pk])
    assert client.get(address).status_code == 302
    tried = client.post(address + "?kind=fixed", data | {"step": "try"})
    assert tried.context["tried"].looked_at == 1
    assert not Rule.objects.exists()
    for wrong in (
        {"maximum": ""},
        {"maximum": "-1"},
        {"maximum": "0.12345"},
        {"maximum": "1" * 12},
        {"element": "9" * 30},
    ):
        assert client.post(address + "?kind=fixed", data | wrong).status_code == 422, wrong
    assert client.post(address + "?kind=fixed", data).status_code == 302
    rule = Rule.objects.get()
    assert post(client, "change_rule", rule.pk, **data | {"maximum": "7"}).status_code == 302
    assert Rule.objects.get().maximum == 7
    others = {"others": ["１", "9" * 30], "element": element.pk, "severity": "stop"}
    assert client.post(address + "?kind=sum", others).status_code == 422
    post(client, "remove_rule", rule.pk)
    assert not Rule.objects.exists()


def test_residents_are_pasted_for_a_day(client, owner, officer):
    block = f"センター名\t人数\n{owner.name}\t１２，３４５人"
    data = {"block": block, "as_of": "R5.4.1", "source": "住民基本台帳"}
    post(client, "paste_catchments", **data, step="look")
    assert not Catchment.objects.exists()
    assert post(client, "paste_catchments", **data, step="save").status_code == 302
    assert Catchment.objects.get().residents_65 == 12345
    for wrong in ("だれか\t5", f"{owner.name}\t0", f"{owner.name}\t5\n{owner.code}\t6", owner.name):
        page = post(client, "paste_catchments", **data | {"block": wrong}, step="save")
        assert not page.context["is_good"], wrong
    page = client.get(reverse("returns:catchments") + "?on=R5.3.31")
    assert not page.context["listed"].object_list
    assert post(client, "remove_catchment", Catchment.objects.get().pk).status_code == 302
    assert AuditEntry.objects.filter(action="returns.remove_catchment").exists()


PAGES = ["settings", "close_form", "copy_form", "paste_elements", "add_breakdown", "add_element"]


@pytest.mark.parametrize("role", Role)
def test_only_the_owner_makes_a_form(client, owner, form, who, role):
    option, element = who.options.all()[0], form.elements.get(parent=None)
    rule = Rule.objects.create(form=form, kind="fixed", severity="stop", element=element, maximum=1, position=1)
    own = [reverse(f"returns:{name}", args=[form.pk]) for name in PAGES]
    own += [
        reverse(f"returns:{name}", args=[element.pk]) for name in ("change_element", "end_element", "split_element")
    ]
    own += [reverse(f"returns:{name}", args=[option.pk]) for name in ("relabel_option", "end_option")]
    own += [reverse("returns:change_rule", args=[rule.pk]), reverse("returns:change_breakdown", args=[who.pk])]
    pressed = [("move_element", element), ("move_option", option), ("remove_rule", rule), ("remove_option", option)]
    records = role in (Role.PROGRAMME_OFFICER, Role.SECTION_OFFICER, Role.PARTNER)
    client.force_login(core.person(role=role, organisation=core.organisation(area=owner.area, parent=owner)))
    at_home = role is Role.PROGRAMME_OFFICER
    for address in own:
        assert client.get(address).status_code == (200 if at_home else 404 if records else 403), address
    client.force_login(core.person(role=role))
    for address in own:
        assert client.get(address).status_code == (404 if records else 403)
    for name, one in pressed:
        assert post(client, name, one.pk).status_code == (404 if records else 403)
    assert Form.objects.get(pk=form.pk).version == form.version


def test_the_list_of_items_takes_the_same_queries_however_long(client, form, who, django_assert_max_num_queries):
    for number in range(20):
        returns.element(form=form, code=f"x{number}")
    with django_assert_max_num_queries(20):
        client.get(reverse("returns:elements", args=[form.pk]))
