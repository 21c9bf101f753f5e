"""Shares of one whole, which should make 100 %.

Percentages that stand side by side are not always shares: rates of several groups look the same. So a list that
misses 100 is called wrong only where the text says that it is one whole, and one slip or a small gap explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zaitaku.analysis.check.model import Finding, Kind, Verdict
from zaitaku.analysis.check.numbers import Number, one_slip
from zaitaku.analysis.check.paper import Counted, Paper, joined, plain
from zaitaku.analysis.check.rates import Rate

HUNDRED = Fraction(100)
NEAR = 10  # points; a gap no larger is taken for a slip, not for a list of another kind
_GAP_LIMIT, _LOOK_BACK = 90, 80
_BREAK = re.compile(r"。|【|\n\s*\n|第[0-9]+回|[0-9元]年|[0-9]月|前回|今回|前年|昨年|から[0-9]|→|に対し|より")
_CHANGE = re.compile(r"\s?(?:増|減|上昇|低下|以上|以下|未満|超|引|ポイント)")
_RATE_HEAD = re.compile(r"割合|率|[解足知心]度|比[】:]")
_MANY_ANSWERS = re.compile(r"複数回答|複数選択|いくつでも|あてはまるもの|マルチアンサー|[（(]MA")
_REST = re.compile(r"無回答|未回答|わからない|分からない|その他|不明|どちらとも|特にない|特になし|上記以外|いずれも")
_WHOLE_WORD = re.compile(r"内訳|構成比|構成割合|内わけ|うちわけ")
_SUM_SAID = re.compile(r"合計[はが:：]?\s?$")
_WHOLE_COUNT = re.compile(r"[)\s:、]+[^\s、。:0-9]{1,20}[:\s(]*")


def findings(paper: Paper, rates: Sequence[Rate]) -> Iterator[Finding]:
    taken = {rate.percent.start for rate in rates}
    for shares in _lists(paper, taken):
        found = _judge(paper, shares)
        if found:
            verdict, message = found
            yield _finding(paper, shares, verdict, message)


def explained_by_rounding(gap: Fraction, steps: Sequence[Fraction]) -> bool:
    """Whether shares of exactly 100, each rounded half up to its step, can add up to 100 + gap.

    Rounding half up adds at most half a step to a share, and takes away less than half a step."""
    reach = sum(steps, Fraction(0)) / 2
    return -reach < gap <= reach


def _lists(paper: Paper, taken: set[int]) -> Iterator[list[Number]]:
    run: list[Number] = []
    for number in paper.numbers.all:
        if number.unit != "%":
            continue
        if number.start in taken or number.value > 100 or _is_no_share(paper, number):
            if len(run) > 1:
                yield run
            run = []
            continue
        if run and not _side_by_side(paper, run[-1], number):
            if len(run) > 1:
                yield run
            run = []
        run.append(number)
    if len(run) > 1:
        yield run


def _is_no_share(paper: Paper, number: Number) -> bool:
    """A change (3％増), or the sum of the shares said in words (内訳の合計は99.8％)."""
    before = paper.text[max(number.start - 6, 0) : number.start]
    return bool(_CHANGE.match(paper.text, number.unit_end) or _SUM_SAID.search(before))


def _side_by_side(paper: Paper, first: Number, second: Number) -> bool:
    """Whether only the name of the second, and perhaps a count in brackets behind the first, is between."""
    if second.start - first.unit_end > _GAP_LIMIT:
        return False
    gap = paper.text[first.unit_end : second.start]
    if _BREAK.search(gap) or not re.search(r"\w", gap):
        return False
    pair = paper.flow.bracket_after(first.unit_end)
    floor = pair.end if pair and pair.end < second.start else first.unit_end
    return not any(number.unit for number in paper.numbers.within(floor, second.start))


def _judge(paper: Paper, shares: Sequence[Number]) -> tuple[Verdict, str] | None:
    gap = sum((share.exact for share in shares), Fraction(0)) - HUNDRED
    steps = [Fraction(1, 10**share.decimals) for share in shares]
    floor = max(paper.flow.paragraph(shares[0].start)[0], shares[0].start - _LOOK_BACK)
    head = paper.text[floor : shares[0].start]
    body = paper.text[shares[0].start : shares[-1].unit_end + 20]
    if _MANY_ANSWERS.search(head) or _MANY_ANSWERS.search(body):
        return None
    named = _is_named_whole(paper, shares, head, body)
    whole = named or (_quoted_answers(paper, shares) and not _RATE_HEAD.search(head))
    if gap == 0:
        return Verdict.AGREE, "shares_agree"
    if explained_by_rounding(gap, steps) and (whole or len(shares) > 2):
        return Verdict.ROUNDING, "shares_rounding"
    if not whole:
        return None
    tolerance = sum(steps, Fraction(0)) / 2
    if abs(gap) <= NEAR or (named and one_slip(None, shares, gap, tolerance)):
        return Verdict.DIFFERS, "shares_differ"
    return Verdict.CANNOT_TELL, "shares_doubtful"


def _is_named_whole(paper: Paper, shares: Sequence[Number], head: str, body: str) -> bool:
    names = head[-20:] + body
    if _REST.search(names) or _WHOLE_WORD.search(head):
        return True
    if _RATE_HEAD.search(head):
        return False
    return _behind_count(paper, shares[0])


def _behind_count(paper: Paper, first: Number) -> bool:
    """50人　はい60％ …: the whole stands directly in front."""
    near = paper.numbers.within(max(first.start - 40, 0), first.start)
    if not near or not (near[-1].unit or paper.text[: near[-1].start].endswith(("n=", "N="))):
        return False
    return near[-1].unit != "%" and bool(_WHOLE_COUNT.fullmatch(paper.text, near[-1].unit_end, first.start))


def _quoted_answers(paper: Paper, shares: Sequence[Number]) -> bool:
    """「はい（60％）」「いいえ（40％）」: every share closes the quotation of its answer."""
    return all(re.match(r"[)\]]?」", paper.text[share.unit_end : share.unit_end + 2]) for share in shares)


def _finding(paper: Paper, shares: Sequence[Number], verdict: Verdict, message: str) -> Finding:
    parts = tuple(Counted(paper.numbers.label(share), share).part for share in shares)
    computed = sum((share.value for share in shares), start=shares[0].value * 0)
    stated = shares[0].value * 0 + 100
    params = (("sum", joined(parts)), ("computed", plain(computed)), ("gap", plain(abs(computed - 100))))
    spans = paper.flow.spans((shares[0].start, shares[-1].unit_end))
    return Finding(Kind.SHARES_100, verdict, spans, message, stated, computed, "%", parts, params)
