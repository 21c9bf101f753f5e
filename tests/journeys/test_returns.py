"""A month's return in a real browser: a centre fills, saves and sends it; a query is asked and answered."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.models import Breakdown, Option, Return, Rule, Value

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = {
    ("who", "相談者別"): ["本人", "家族・親族", "民生委員・近隣住民", "医療機関", "ケアマネジャー"],
    ("what", "相談内容別（複数計上可）"): ["介護保険", "認知症", "在宅療養・看取り", "権利擁護・虐待"],
}


@pytest.fixture
def form():
    owner = core.organisation(name="高齢者支援課")
    made = returns.form(owner=owner, code="hub", title="地域包括支援センター月次報告", is_collected=True)
    made.instructions = "前月1日から末日までの件数を入力してください。"
    made.save()
    whole = returns.element(
        form=made, code="talks", label="総合相談件数", kind="cases", help_text="電話・来所・訪問の延べ件数"
    )
    for place, ((code, label), options) in enumerate(PARTS.items(), 1):
        adding = Adding.EXACT if code == "who" else Adding.SEVERAL
        split = Breakdown.objects.create(form=made, code=code, label=label, adding=adding, position=place)
        for number, name in enumerate(options, 1):
            option = Option.objects.create(breakdown=split, code=f"{code}{number}", label=name, position=number)
            returns.element(
                form=made, code=f"talks_{option.code}", label=name, parent=whole, breakdown=split, option=option
            )
    returns.element(form=made, code="dementia", label="認知症に関する相談", kind="cases")
    groups = returns.element(form=made, code="groups", label="登録している通いの場", kind="groups", span="point")
    given = returns.element(form=made, code="given", label="ガイドブック配布累計", kind="copies", span="running_total")
    Rule.objects.create(form=made, kind="fixed", severity="doubt", element=groups, maximum=20, position=1)
    Rule.objects.create(form=made, kind="not_below_last", severity="stop", element=given, position=2)
    centre = core.organisation(area=owner.area, name="練馬地域包括支援センター", code="C01")
    for one in (centre, core.organisation(area=owner.area, name="光が丘地域包括支援センター", code="C02")):
        returns.sender(form=made, organisation=one)
    by = core.person(role=Role.SECTION_OFFICER, organisation=owner, name="区 花子")
    for month in (10, 11):
        round_ = returns.round_(form=made, start=made_day(month), by=by)
        if month == 10:
            sent(round_.sheets.get(organisation=centre))
    return made


def made_day(month):
    return date(2023, month, 1)


def sent(sheet):
    """October is there: 100 in all."""
    values = {"talks": 100, "dementia": 31, "groups": 12, "given": 840}
    values |= {f"talks_who{n}": 20 for n in range(1, 6)} | {f"talks_what{n}": 30 + n for n in range(1, 5)}
    for element in sheet.form.elements.all():
        returns.value(sheet=sheet, element=element, value=values[element.code])
    sheet.status, sheet.first_sent_on = "accepted", made_day(11).replace(day=8)
    sheet.save()


@pytest.fixture
def enter(page_at, sign_in, form):
    def begin(width, role, organisation):
        page = page_at(width)
        sign_in(page, core.person(role=role, organisation=organisation, name="練馬 太郎"))
        return page

    return begin


def fills_in(page, sheet, look):
    """Down the column as in Excel; what is wrong saves nothing, blanks are filled at once."""
    page.goto("/")
    look(page, "home")
    page.get_by_role("link", name="令和5年11月").click()
    page.wait_for_url("**" + reverse("returns:sheet", args=[sheet.pk]))
    look(page, "empty")
    first = page.get_by_label("総合相談件数 今回", exact=True)
    first.focus()
    first.press("Enter")  # down, as in Excel; the whole is added up from its parts
    for number in ("18", "25", "3", "9", "7", "12", "30", "11", "x4"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    page.get_by_label("登録している通いの場 変更なし").check()
    page.get_by_label("ガイドブック配布累計 今回", exact=True).fill("835")
    page.get_by_role("button", name="保存して入力を続ける").click()
    page.get_by_text("保存していません。次の点を直してください").wait_for()
    assert not Value.objects.filter(sheet=sheet).exists()
    look(page, "wrong")
    page.get_by_label("権利擁護・虐待 今回", exact=True).fill("4")
    page.get_by_label("登録している通いの場 今回", exact=True).fill("25")
    page.get_by_role("button", name="空欄を「該当なし」にする").click()
    page.get_by_text("仮入力（未保存）").first.wait_for()
    look(page, "prefilled")


def sends(page, sheet, look):
    """What stops is mended, a doubt gets its word."""
    page.get_by_role("button", name="保存して提出前の確認へ").click()
    page.get_by_role("heading", name="提出前に修正が必要").wait_for()
    look(page, "submit_stops")
    page.get_by_role("link", name="ガイドブック配布累計").first.click()
    page.get_by_label("ガイドブック配布累計 今回", exact=True).fill("850")
    page.get_by_label("登録している通いの場 備考", exact=True).fill("11月に13か所増えたため")
    look(page, "doubt")
    page.get_by_role("button", name="保存して提出前の確認へ").click()
    page.get_by_text("13項目すべて入力済みです").wait_for()
    look(page, "submit")
    page.get_by_role("button", name="提出する").click()
    page.get_by_text("報告を提出しました").wait_for()
    assert Value.objects.get(sheet=sheet, element__code="talks", superseded_at=None).value == 62
    look(page, "sent")


def asks_and_hands_back(officer, sheet, look):
    """An open query keeps the sheet from being accepted."""
    officer.goto(reverse("returns:sheet", args=[sheet.pk]))
    officer.get_by_role("link", name="照会 登録している通いの場").click()
    officer.get_by_label("照会の内容").fill("増えた13か所の内訳を教えてください。")
    look(officer, "ask")
    officer.get_by_role("button", name="照会する").click()
    officer.get_by_text("提出元にメールで知らせます").wait_for()
    officer.get_by_role("button", name="受理する").click()
    officer.get_by_text("未完了の照会が1件あります").wait_for()
    look(officer, "officer")
    officer.get_by_role("link", name="差し戻す").click()
    officer.get_by_role("button", name="差し戻す").click()
    officer.get_by_text("差し戻しました").wait_for()


def answers_and_sends_again(page, sheet, look):
    """The question asks for its answer before the sheet goes."""
    send = reverse("returns:submit", args=[sheet.pk])
    page.goto(send)
    page.get_by_role("button", name="提出する").click()
    page.get_by_text("未回答の照会が1件あります").wait_for()
    look(page, "submit_query")
    page.get_by_role("region", name="未回答の照会").get_by_role("link", name="登録している通いの場").click()
    page.get_by_label("回答").fill("体操教室9か所、茶話会4か所です。")
    look(page, "query")
    page.get_by_role("button", name="回答").click()
    page.get_by_text("書き込みました").wait_for()
    page.goto(send)
    page.get_by_role("button", name="提出する").click()
    page.get_by_text("報告を提出しました").wait_for()


def accepts_and_locks(officer, sheet, look):
    """The round at once; the sheet can be opened again."""
    officer.goto(reverse("returns:query", args=[sheet.queries.get().pk]))
    officer.get_by_text("茶話会4か所").wait_for()
    officer.get_by_role("button", name="照会を完了する").click()
    officer.get_by_text("照会を完了しました").wait_for()
    officer.get_by_role("link", name="受理待ちの一覧").click()
    look(officer, "accept_round")
    officer.get_by_role("button", name="チェックした報告を受理する").click()
    officer.get_by_text("1件中1件を受理しました").wait_for()
    officer.goto(reverse("returns:lock_round", args=[sheet.round_id]))
    look(officer, "lock_round")
    officer.get_by_role("button", name="受理済み1件を確定する").click()
    officer.get_by_text("1件を確定しました").wait_for()
    officer.goto(reverse("returns:sheet", args=[sheet.pk]))
    look(officer, "locked")
    officer.get_by_role("link", name="履歴 登録している通いの場").click()
    look(officer, "history")
    officer.go_back()
    officer.get_by_role("link", name="再開する").click()
    look(officer, "reopen")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_centre_sends_its_month_and_answers_a_query(enter, look, form, width):
    sheet = Return.objects.get(organisation__code="C01", round__start=made_day(11))
    centre, section = (Role.PARTNER, sheet.organisation), (Role.SECTION_OFFICER, form.owner)
    turns = [
        (centre, [fills_in, sends]),
        (section, [asks_and_hands_back]),
        (centre, [answers_and_sends_again]),
        (section, [accepts_and_locks]),
    ]
    for who, steps in turns:
        page = enter(width, *who)
        for step in steps:
            step(page, sheet, look)
        page.context.close()
