"""Statements of each kind in small texts: what is found, and with which verdict."""

from __future__ import annotations

import pytest

from zaitaku.analysis.check import Finding, Kind, SourceLine, check, explain, lines_of


def found(text: str) -> list[tuple[str, str]]:
    return [(str(f.kind), str(f.verdict)) for f in check(lines_of(text)).findings]


def only(text: str) -> Finding:
    (finding,) = check(lines_of(text)).findings
    return finding


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("参加者196名（会場100人、Zoom96人）", "agree"),
        ("参加者１９６名（会場１００人，Ｚｏｏｍ９６人）", "agree"),
        ("参加者1,196名（会場1,100人、Zoom96人）", "agree"),
        ("参加者196名が参加（会場100人・Zoom96人）", "agree"),
        ("参加者196名〔会場100人 Zoom96人〕", "agree"),
        ("参加者196名（会場100、Zoom 96）", "agree"),
        ("参加者196名（会場100人、Zoom97人）", "differs"),
        ("参加者196名（会場100、Zoom 97）", "differs"),
        ("参加者196名（会場100人、Zoom80人、等）", "cannot_tell"),
        ("参加者196名（会場100人、Zoom97人ほか）", "differs"),
        ("相談38件（区民20人、医師18人）", "agree"),
        ("相談38件（区民20人、医師19人）", "differs"),
        ("講座3件（区民220人、医師19人）", "cannot_tell"),
        ("決算額 105千円（報酬51千円、需用費55千円）", "rounding"),
        ("決算額 105千円（報酬51千円、需用費65千円）", "differs"),
        ("面積の計 10.5点（北5.2点、南5.2点）", "rounding"),
        ("申込196名（新規100人、継続96人）", "agree"),
    ],
)
def test_a_total_and_its_parts(text: str, verdict: str) -> None:
    assert found(text) == [("parts_sum", verdict)]


@pytest.mark.parametrize(
    ("text", "so_far", "verdict"),
    [
        ("参加者：確定後追記（会場100人、Zoom20人）", 120, "cannot_tell"),
        ("参加者：確定後追記（会場100人、Zoom20人、後日（集計中））", 120, "cannot_tell"),
        ("参加者150名（会場100人、Zoom20人、後日（集計中））", 120, "cannot_tell"),
        ("参加者110名（会場100人、Zoom20人、後日（集計中））", 120, "differs"),
    ],
)
def test_a_total_that_is_open(text: str, so_far: int, verdict: str) -> None:
    finding = only(text)
    assert (finding.kind, finding.computed, finding.verdict) == (Kind.OPEN_TOTAL, so_far, verdict)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("延べ人数30名\n第1回「あ」\n参加者10人\n第2回「い」\n参加者20人", "agree"),
        ("延べ人数31名\n第1回「あ」\n参加者10人\n第2回「い」\n参加者20人", "differs"),
        ("第1回 参加者10人\n第2回 参加者20人\n合計30人", "agree"),
        ("第1回 参加者10人\n第2回 参加者20人\n合計32人", "differs"),
        ("総参加者数30人\n第1回 講師2人 参加者10人\n第2回 講師3人 参加者20人", "agree"),
        ("延べ人数30名\n第1回 参加者10人\n第2回 参加者20人\n第3回 集計中", "agree"),
        ("延べ人数10名\n第1回 参加者10人\n第2回 確定後追記（会場5人、Zoom4人）\n第3回 集計中", "agree"),
        ("延べ人数75名\n第1回 参加者10人\n第2回 参加者20人\n第3回 集計中", "cannot_tell"),
        ("延べ人数25名\n第1回 参加者10人\n第2回 参加者20人\n第3回 集計中", "differs"),
        ("相談 延べ300件\n第1回 事例3件\n第2回 事例4件", "cannot_tell"),
        ("延べ参加者300人\n第1回 参加者95人\n第2回 参加者28人", "differs"),
        ("延べ人数35名\n第1回 参加者10人\n第2回 参加者20人\n第3回 開催した", "cannot_tell"),
    ],
)
def test_a_total_over_sessions(text: str, verdict: str) -> None:
    assert ("total_over_sessions", verdict) in found(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("病院44.4%（8/18件）", "agree"),
        ("病院４４．４％（８／１８件）", "agree"),
        ("病院44.4%\n（8／18件）", "agree"),
        ("病院44.4%（18件中8件）", "agree"),
        ("18件中8件（44.4%）が回答", "agree"),
        ("8/18件（44.4%）", "agree"),
        ("病院44%（8/18件）", "agree"),
        ("病院44.44%（8/18件）", "agree"),
        ("病院0.5%（1/200件）", "agree"),
        ("病院0.1%（1/2,000件）", "agree"),  # 0.05: half goes up
        ("病院44.5%（8/18件）", "differs"),
        ("病院30.8%（167/541件）", "differs"),  # cut off, not rounded
        ("病院55.6%（18/10件）", "differs"),
        ("病院55.6%（18/0件）", "differs"),
        ("回収率：35.5%（653件）", "cannot_tell"),
        ("送付件数1,837件\n回収率：35.5%（653件）", "agree"),
        ("送付件数1,837件\n回収率：35.6%（653件）", "differs"),
        ("送付件数9,999件\n回収率：35.5%（653件）", "cannot_tell"),
    ],
)
def test_a_rate_and_its_fraction(text: str, verdict: str) -> None:
    assert found(text) == [("rate_fraction", verdict)]


def test_a_rate_that_was_cut_off_says_so() -> None:
    assert "切り捨て" in explain(only("病院30.8%（167/541件）"))


@pytest.mark.parametrize(
    ("head", "above", "below"),
    [
        ("全体50.0%（10/20件）", "agree", "agree"),
        ("全体47.6%（10/21件）", "agree", "differs"),
        ("全体55.0%（11/20件）", "differs", "agree"),
        ("全体57.3%（43/75件）", "cannot_tell", "cannot_tell"),
    ],
)
def test_numerators_and_denominators_of_the_overall_rate(head: str, above: str, below: str) -> None:
    verdicts = dict(found(f"{head}\n北60.0%（6/10件）、南40.0%（4/10件）"))
    assert (verdicts["numerators_sum"], verdicts["denominators_sum"]) == (above, below)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("死亡 6,259人 病院60％、自宅22％、施設18％", "agree"),
        ("死亡 6,259人 病院60％、自宅22％、施設19％", "rounding"),
        ("死亡 6,259人 病院60％、自宅22％、施設28％", "differs"),
        ("「はい（33.3％）」「いいえ（66.6％）」", "differs"),
        ("「はい（50.1％）」「いいえ（50.0％）」", "rounding"),
        ("「はい（33.3％）」「いいえ（66.6％）」「無回答（0.0％）」（四捨五入のため内訳の合計は99.9％）", "rounding"),
        ("満足50.0％、普通30.0％、無回答20.0％", "agree"),
        ("満足50.0％、普通30.0％、無回答25.0％", "differs"),
        ("満足50.0％（50人）、普通30.0％（30人）、無回答20.0％（20人）", "agree"),
        ("「電話（90.3％）」「窓口（80.2％）」「訪問（71.1％）」", "cannot_tell"),
        ("「知っている（48.0％）」「利用したことがある（12.0％）」", "cannot_tell"),
    ],
)
def test_shares_of_one_whole(text: str, verdict: str) -> None:
    assert found(text) == [("shares_100", verdict)]


@pytest.mark.parametrize(
    "text",
    [
        "利用する割合 病院25.0％、診療所3.0％、薬局17.2％、居宅59.2％",
        "【ICTを活用する割合】\n病院90％、診療所5％、薬局17％",
        "理解が深まった割合：(第1回)96％ (第2回)4％ (第3回)1％",
        "困りごと（複数回答）「電話（90.3％）」「窓口（80.2％）」「その他（7.1％）」",
        "前年比5％増、前々年比3％減",
        "令和4年度 30％、令和5年度 35％、令和6年度 36％",
    ],
)
def test_rates_side_by_side_are_not_shares(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("【申込】38件\n追跡調査は38件中12件が回答。", "agree"),
        ("【申込】38件\n追跡調査は39件中12件が回答。", "differs"),
        ("【申込】38件\n追跡調査は20件中12件が回答。", "cannot_tell"),
        ("追跡調査は38件中42件が回答。", "differs"),
        ("【申込】38件\n【つながった方（追跡調査より）】5人\n※追跡調査は38件中12件が回答。", "agree"),
        ("【申込】38件\n【つながった方（追跡調査より）】15人\n※追跡調査は38件中12件が回答。", "differs"),
    ],
)
def test_a_follow_up_and_its_base(text: str, verdict: str) -> None:
    assert found(text) == [("follow_up_base", verdict)]


def test_equal_titles_of_one_series() -> None:
    finding = only("第1回「自分の明日～家で～」\n第2回「家族の明日」\n第3回「自分の明日〜家で〜」")
    assert finding.kind == Kind.EQUAL_TITLES
    assert [span.line for span in finding.spans] == [1, 3]
    assert found("第1回「春」\n第2回「秋」\n\n第1回「春」\n第2回「冬」") == []


COVER = "令和５年度　事業実施結果（令和５年12月末現在）\n\n"


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("利用87件（10月時点）", "as_of_before_cover", "as_of_before_cover"),
        ("利用87件（１１月末時点）", "as_of_before_cover", "as_of_before_cover"),
        ("R5年7月1日現在", "as_of_before_cover", "as_of_before_cover"),
        ("2023年7月1日時点", "as_of_before_cover", "as_of_before_cover"),
        ("㋿5年7月1日時点", "as_of_before_cover", "as_of_before_cover"),
        ("令和6年1月15日時点", "as_of_after_cover", "as_of_after_cover"),
        ("2月末時点", "as_of_after_cover", "as_of_year_unclear"),
    ],
)
def test_as_of_dates_that_are_not_the_papers(text: str, kind: str, message: str) -> None:
    (finding,) = check(lines_of(COVER + text)).findings
    assert (finding.kind, finding.verdict, finding.message) == (kind, "notice", message)


def test_an_as_of_date_equal_to_the_cover_or_without_a_cover_is_no_finding() -> None:
    assert found(COVER + "利用87件（12月末時点）（令和5年12月31日現在）") == []
    assert found("利用87件（10月時点）") == []


@pytest.mark.parametrize(
    ("text", "message", "months"),
    [
        ("検討会0回(2,3月予定)", "planned_zero", "2・3"),
        ("検討会０回（２～３月予定）", "planned_zero", "2・3"),
        ("検討会0回（年度内に実施予定）", "planned_zero_undated", ""),
        (COVER + "検討会0回（10月予定）", "planned_zero_passed", "10"),
        (COVER + "検討会0回（1月予定）", "planned_zero", "1"),
    ],
)
def test_a_zero_with_months_to_go(text: str, message: str, months: str) -> None:
    finding = only(text)
    assert (finding.message, dict(finding.params)["months"]) == (message, months)


@pytest.mark.parametrize(
    "text",
    [
        "電話03-1234-5678（内線1234、5678）",
        "〒176-8501 豊玉北6丁目12番1号（区役所5階、6階）",
        "医療法（昭和23年法律第205号）第6条の2第3項（平成18年改正）",
        "第3回（第1回、第2回を除く）",
        "令和５年４月１日（土）～令和６年３月31日（日）",
        "計画期間3年（令和3年度、令和4年度、令和5年度）",
        "要介護者5人（要介護1、要介護2）",
        "3回/年（5月、10月、2月）",
        "10時30分から12時まで（受付10時、開会10時30分）",
        "10回（うち2回、3回は休止）",
        "参加3名（定員10名、申込5名）",
        "1人1台の端末を2人で（1人ずつ）",
        "50%（4/1時点）、60%（10/1時点）",
        "回答率50%（別表2-1、2-2）",
        "０件（該当なし）",
        "30回（延329人、実120人）",
        "会員250人（令和4年度240人、令和5年度245人）",
        "相談10件（新規3件、前年度比2件増）",
        "参加者150人（各回50人、計150人）",
    ],
)
def test_numbers_that_are_no_arithmetic(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "reason", "shown"),
    [
        ("参加者五十三人", "kanji_number", "五十三"),
        ("参加者1,83人", "groups", "1,83"),
        ("参加者\ufffd\ufffd人", "damaged", "\ufffd\ufffd"),
        ("参加者12345678901234567890人", "too_long", "12345678901234567890"),
        ("参加者20人（会場10人、Zoom10人", "unclosed", "（"),
        ("（13月末時点）", "no_date", "13月末時点"),
    ],
)
def test_what_could_not_be_read_is_said(text: str, reason: str, shown: str) -> None:
    (unread,) = check(lines_of(text)).unread
    assert (unread.reason, unread.spans[0].text) == (reason, shown)
    assert explain(unread, "ja") != explain(unread, "en")


def test_locations_and_spans_of_a_statement_over_two_cells() -> None:
    lines = (SourceLine("シート1!B7", "　参加者 ３０名（会場"), SourceLine("シート1!B8", "１０人、Zoom２０人）　ほか"))
    (finding,) = check(lines).findings
    assert finding.verdict == "agree"
    assert [(s.location, s.line, s.start, s.end, s.text) for s in finding.spans] == [
        ("シート1!B7", 1, 5, 11, "３０名（会場"),
        ("シート1!B8", 2, 0, 12, "１０人、Zoom２０人）"),
    ]
