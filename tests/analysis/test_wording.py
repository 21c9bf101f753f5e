"""Result cells in words. The printed examples are those of the FY2023 council paper."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.figure import OPEN, Figure, Kind, Span, State, rate, total
from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.analysis.wording import compose, full_text, marks, parse, typed_numbers, value_text
from zaitaku.analysis.wording.refusals import (
    TemplateRefused,
    UnbalancedBraces,
    UnknownCode,
    UnknownOption,
    UnknownPart,
    WrongPlace,
    WrongUnit,
)

COVER = date(2023, 12, 31)
NOVEMBER = date(2023, 11, 30)
YEAR = FiscalYear(2023).period


def figure(value: int | str | None, code: str = "x", label: str = "", kind: Kind = Kind.PERSON_TIMES, **kw) -> Figure:
    number = None if value is None else Decimal(value)
    return Figure(
        code, label, kind, kw.pop("span", Span.PERIOD), kw.pop("period", YEAR), kw.pop("as_of", COVER), number, **kw
    )


def lectures() -> Figure:
    channels = ("本会場", "同時上映", "Zoom", "後日上映会")
    counts = ((59, 12, 60, 65), (59, 36, 41, 49), (105, 32, 37, None))
    titles = ("「自分の明日」", "家族の明日", "「自分の明日」")
    sessions = [
        total(
            [
                figure(count, code="c", label=name, state=State.FINAL if count else State.AFTER_EVENT)
                for name, count in zip(channels, row, strict=True)
            ],
            code="s",
            label=f"第{number}回",
            note=title,
        )
        for number, (row, title) in enumerate(zip(counts, titles, strict=True), 1)
    ]
    return total(sessions, code="A1.attendance", label="参加者数")


def said(template: str, *figures: Figure, cover: date = COVER) -> str:
    return "".join(piece.text for piece in compose(template, {one.code: one for one in figures}, cover=cover))


def test_the_lecture_cell_of_the_paper() -> None:
    template = (
        "総参加者数：延べ人数{A1.attendance|名}\n"
        "{each A1.attendance}\n"
        "{.label}「{.note}」\n"
        "参加者:{.|名|mark}（{.|parts}）\n"
        "{/each}\n"
        "【アンケート結果】"
    )
    assert said(template, lectures()) == (
        "総参加者数：延べ人数555名（確定後追記あり）\n"
        "第1回「「自分の明日」」\n"
        "参加者:196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）\n"
        "第2回「家族の明日」\n"
        "参加者:185名（本会場59人、同時上映36人、Zoom41人、後日上映会49人）\n"
        "第3回「「自分の明日」」\n"
        "参加者:確定後追記（本会場105人、同時上映32人、Zoom37人、後日上映会（実施後追記））\n"
        "【アンケート結果】"
    )


def test_pieces_know_their_figure_and_state() -> None:
    pieces = compose(
        "計{A1.attendance/第3回}、{A1.attendance/第1回/本会場|bare}", {"A1.attendance": lectures()}, cover=COVER
    )
    assert [(p.text, p.code, p.path, p.mark) for p in pieces] == [
        ("計", "", (), ""),
        ("174人（確定後追記あり）", "A1.attendance", ("第3回",), "open"),
        ("、", "", (), ""),
        ("59", "A1.attendance", ("第1回", "本会場"), ""),
    ]


def test_as_of_of_two_joined_figures_is_said_once() -> None:
    centres = figure(27, "centres", kind=Kind.PLACES, as_of=NOVEMBER)
    cases = figure(9869, "cases", kind=Kind.CASES, as_of=NOVEMBER)
    assert said("{centres|join}{cases}", centres, cases) == "27か所9,869件（11月末時点）"
    assert said("{centres|join}{cases}", replace(centres, as_of=COVER), cases) == "27か所9,869件（11月末時点）"
    assert said("{centres|join}\n{cases}", centres, replace(cases, as_of=COVER)) == "27か所（11月末時点）\n9,869件"
    assert said("{centres|join}まで", centres) == "27か所まで（11月末時点）"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (figure(87, kind=Kind.CASES, as_of=date(2023, 10, 31), as_of_text="10月"), "87件（10月時点）"),
        (figure(4, kind=Kind.PLACES, span=Span.POINT, as_of=date(2023, 7, 1)), "4か所（7月1日時点）"),
        (figure(8, as_of=date(2023, 3, 31), as_of_text="令和4年度調査"), "8人（令和4年度調査）"),
        (figure(9, as_of=date(2022, 12, 31), as_of_text="令和4年1月～12月"), "9人（令和4年1月～12月）"),
        (figure(9, as_of=date(2023, 3, 31)), "9人（令和5年3月末時点）"),
        (figure(0, kind=Kind.TIMES, state=State.PLANNED, mark="2,3月予定"), "0回（2,3月予定）"),
        (figure(None, kind=Kind.PERCENT, state=State.TALLYING), "集計中"),
        (figure(None, kind=Kind.PLACES, state=State.ASKING), "意向確認中"),
        (figure(None, state=State.SUPPRESSED), "秘匿"),
        (figure(None, state=State.NOT_APPLICABLE), "該当なし"),
        (figure(7, state=State.PRELIMINARY, as_of=NOVEMBER), "7人（11月末時点、速報）"),
        (
            figure(105500, kind=Kind.COPIES, span=Span.RUNNING_TOTAL, period=Period(date(2015, 10, 1), COVER)),
            "105,500部（平成27年10月～）",
        ),
        (figure(75000, kind=Kind.COPIES, span=Span.RUNNING_TOTAL, period=Period(None, COVER)), "75,000部（累計）"),
    ],
)
def test_marks_beside_a_number(made: Figure, expected: str) -> None:
    assert said("{x}", made) == full_text(made, COVER) == expected


def test_words_right_before_a_figure_may_say_its_mark() -> None:
    sheets = figure(75000, kind=Kind.COPIES, span=Span.RUNNING_TOTAL, period=Period(None, COVER))
    assert said("累計　{x}", sheets) == "累計　75,000部"
    assert said("累計ではない{x}", sheets) == "累計ではない75,000部（累計）"


def test_shares_with_their_fraction_and_with_colons() -> None:
    def share(label: str, above: int, below: int) -> Figure:
        made = rate(figure(above, kind=Kind.CASES), figure(below, kind=Kind.CASES), code="r", label=label)
        return replace(made, label=label)

    clinics = figure("35.5", "G2", kind=Kind.PERCENT, parts=(share("病院", 8, 18), share("診療所", 167, 541)))
    assert said("{G2|fraction}", replace(clinics, numerator=Decimal(653), denominator=Decimal(1837))) == (
        "35.5％（653/1,837件）"
    )
    assert said("{G2|parts|fraction}", clinics) == "病院44.4％（8/18件）、診療所30.9％（167/541件）"
    assert said("{G2|colon}", clinics) == "病院：44.4％、診療所：30.9％"
    assert said("{G2/病院|fraction|%}", clinics) == "44.4%（8/18件）"


def test_shares_that_do_not_make_a_hundred_say_so() -> None:
    values = ("0.5", "10.9", "37.3", "15.3", "30.7", "5.1")
    parts = tuple(figure(v, label=f"答{n}", kind=Kind.PERCENT) for n, v in enumerate(values))
    wish = figure("99.8", "G4", kind=Kind.PERCENT, parts=parts)
    assert said("{G4}", wish) == "99.8％（四捨五入のため内訳の合計は99.8％）"
    assert said("{G4|parts}", wish).endswith("答5 5.1％".replace(" ", "") + "（四捨五入のため内訳の合計は99.8％）")
    assert said("{each G4}{.}{/each}", wish).endswith("（四捨五入のため内訳の合計は99.8％）")
    far = figure(
        "90", "G4", kind=Kind.PERCENT, parts=(figure("60", kind=Kind.PERCENT), figure("30", kind=Kind.PERCENT))
    )
    assert said("{G4}", far) == "90％（内訳の合計は90％）"


def test_an_as_of_date_shared_by_all_parts_is_said_once() -> None:
    parts = [figure(n, label=name, as_of=NOVEMBER) for n, name in ((7, "診療所"), (42, "病院"))]
    assert said("{t|parts}", total(parts, code="t")) == "診療所7人、病院42人（いずれも11月末時点）"
    whole = figure(9, "w", as_of=NOVEMBER)
    assert said("{w|join}、{t|parts}", whole, total(parts, code="t")) == "9人、診療所7人、病院42人（11月末時点）"
    mixed = total([parts[0], replace(parts[1], as_of=COVER)], code="t")
    assert said("{t|parts}", mixed) == "診療所7人（11月末時点）、病院42人"


def test_a_heading_may_announce_the_day() -> None:
    hospitals = figure(4, kind=Kind.PLACES, span=Span.POINT, as_of=date(2023, 7, 1))
    assert said("{x|as_of}の資源状況\n・在支病：{x}", hospitals) == "令和5年7月1日時点の資源状況\n・在支病：4か所"


def test_a_total_open_by_itself_says_so_after_each() -> None:
    held = figure(80, "D1", state=State.TO_FOLLOW, parts=(figure(80, label="第1回"),))
    assert said("{each D1}{.label}{.}{/each}", held) == "第1回80人（確定後追記あり）"


def test_each_of_a_figure_without_parts_prints_the_figure() -> None:
    assert said("{each x}{.}{/each}", figure(None, state=State.TALLYING)) == "集計中"


def test_shares_without_a_common_share_are_printed_by_parts_only() -> None:
    parts = (figure("25.0", label="地域連携室", kind=Kind.PERCENT), figure("3.0", label="診療所", kind=Kind.PERCENT))
    ict = figure(None, "D6", kind=Kind.PERCENT, state=State.NOT_APPLICABLE, parts=parts)
    assert said("{D6|colon}", ict) == "地域連携室：25.0％、診療所：3.0％"
    assert said("{each D6}{.label}{.} {/each}", ict) == "地域連携室25.0％ 診療所3.0％ "


def test_counts_are_whole_however_they_were_stored() -> None:
    assert said("{x}", replace(figure(59), value=Decimal("59.0000"))) == "59人"


def test_doubled_braces_are_printed() -> None:
    assert said("{{x}} {x}", figure(3)) == "{x} 3人"


@pytest.mark.parametrize(
    ("template", "refusal", "line", "column"),
    [
        ("参加者 {x", UnbalancedBraces, 1, 5),
        ("参加者 x}", UnbalancedBraces, 1, 6),
        ("a\n{x{x}}", UnbalancedBraces, 2, 1),
        ("{}", UnbalancedBraces, 1, 1),
        ("{x//}", UnbalancedBraces, 1, 1),
        ("{each x}{.}", UnbalancedBraces, 1, 1),
        ("{x}{/each}", UnbalancedBraces, 1, 4),
        ("{x|大量}", UnknownOption, 1, 1),
        ("{x|人|名}", UnknownOption, 1, 1),
        ("{each x|parts}{.}{/each}", UnknownOption, 1, 1),
        ("{.}", WrongPlace, 1, 1),
        ("{each x}{each .}{each .}{each .}{/each}{/each}{/each}{/each}", WrongPlace, 1, 25),
    ],
)
def test_what_the_grammar_refuses(template: str, refusal: type[TemplateRefused], line: int, column: int) -> None:
    with pytest.raises(refusal) as caught:
        parse(template)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.message_ja.startswith(f"{line}行目の{column}文字目：")


def test_what_the_figures_refuse() -> None:
    with pytest.raises(UnknownCode, match="一覧から選んで"):
        said("{y}", figure(1))
    with pytest.raises(UnknownPart, match="第4回"):
        said("{A1.attendance/第4回}", lectures())
    with pytest.raises(WrongUnit):
        said("{x|％}", figure(1))
    with pytest.raises(WrongUnit):
        said("{x|人}", figure(1, kind=Kind.PERCENT))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("参加者 12人、３か所で1,234 件", ["12人", "３か所", "1,234 件"]),
        ("割合：44.4％（8/18件）", ["44.4％", "18件"]),
        ("三十二人が参加", ["三十二人"]),
        ("8病院 59名", ["8病院", "59名"]),
        ("1{x}", ["1"]),
        ("{x|bare}５", ["５"]),
        ("{x/第1回}2{x}", ["2"]),
        ("満足度96パーセント", ["96パーセント"]),
        ("全4回（第1回から第３回）、3回/年、1回／3年", []),
        ("令和5年度、R5.12.1、2023-12-31、12月末、2,3月予定、24時間365日、40代～50代", []),
        ("一人暮らし、1人暮らし、令和2年3月～", []),
        ("{x.label}{each x}{.label}「{.note}」12人{/each}", ["12人"]),
    ],
)
def test_typed_numbers(template: str, found: list[str]) -> None:
    listed = typed_numbers(template)
    assert [one.text for one in listed] == found
    assert all(template[one.position :].startswith(one.text) for one in listed)


def test_a_number_equal_to_a_figure_is_typed_even_without_a_counter() -> None:
    assert [one.text for one in typed_numbers("延べ５５５、5", [Decimal(555), Decimal(5)])] == ["５５５"]


states = st.sampled_from(State)
days = st.dates(date(2022, 1, 1), date(2024, 6, 30))
labels = st.text("本会場同時上映後日Zoom", min_size=1, max_size=4)


@st.composite
def leaves(draw: st.DrawFn) -> Figure:
    state = draw(states)
    value: int | None = draw(st.integers(0, 10**7))
    if state in (State.SUPPRESSED, State.NOT_APPLICABLE) or (state in OPEN and draw(st.booleans())):
        value = None
    mark = draw(st.sampled_from(["", "2,3月予定", "調査中"])) if state in OPEN else ""
    return figure(value, "f", draw(labels), state=state, mark=mark, as_of=draw(days))


@st.composite
def trees(draw: st.DrawFn) -> Figure:
    parts = draw(st.lists(leaves(), min_size=1, max_size=4, unique_by=lambda one: one.label))
    return total(parts, code="x") if draw(st.booleans()) else replace(parts[0], code="x")


FORMS = [
    "{x}",
    "{x|join}",
    "{x|join}{x}",
    "{x|bare}。",
    "{x|parts}",
    "{x|colon}",
    "{x|mark}",
    "{x|名|join}\n済",
    "{each x}{.}\n{/each}",
    "{each x}{.|join}、{/each}",
    "{each x}{.label}{.|mark}{/each}",
]


@given(trees(), st.lists(st.sampled_from(FORMS), min_size=1, max_size=4))
def test_no_mark_is_ever_lost(made: Figure, forms: list[str]) -> None:
    """For every form in which a figure is printed, each mark of what is printed stands in the words."""
    for form in forms:
        words = said(form, made)
        whole = not made.parts or not ("each" in form or "parts" in form or "colon" in form)
        printed = [made] if whole else list(made.parts)
        for one in printed:
            for mark in marks(one, COVER):
                shortened = mark.text.removesuffix("あり") if "|mark" in form else mark.text
                assert shortened in words, (form, words)


@given(trees(), trees(), st.lists(st.sampled_from(FORMS), min_size=2, max_size=4))
def test_deferred_marks_survive_any_neighbourhood(first: Figure, second: Figure, forms: list[str]) -> None:
    second = replace(second, code="y")
    template = "".join(form.replace("x", "y") if at % 2 else form for at, form in enumerate(forms))
    words = said("{x|join}" + template, first, second)
    assert all(mark.text in words for mark in marks(first, COVER))


@given(trees())
def test_values_are_printed_whole(made: Figure) -> None:
    words = said("{x}", made)
    assert words.startswith(value_text(made))
    if made.value is not None:
        assert words.split("人")[0].replace(",", "") == str(made.value)


@given(st.text("{}|/. xeach\n本1人", max_size=30))
def test_any_text_is_composed_or_refused_by_name(template: str) -> None:
    refused: TemplateRefused | None = None
    try:
        said(template, lectures(), figure(5))
    except TemplateRefused as found:
        refused = found
    assert refused is None or 0 <= refused.position <= len(template)


@given(st.integers(1, 10**6), st.sampled_from(["人", "件", "か所", "％", "団体"]), st.booleans())
def test_every_counted_number_is_found(number: int, counter: str, wide: bool) -> None:
    text = f"{number:,}"
    if wide:
        text = text.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert [one.text for one in typed_numbers(f"実績は{text}{counter}でした")] == [text + counter]
