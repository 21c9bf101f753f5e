"""The few words a renderer adds by itself, in the language of the paper.

Django's catalogues are not at hand here: a paper is made from its data alone and must come out equal years later.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    continued: str
    draft: str
    frozen: str
    digest: str
    sources: str
    skip: str
    contents: str
    sheet_paper: str
    sheet_figures: str
    sheet_sources: str
    figure_columns: tuple[str, ...]
    part_joint: str


_JA = Words(
    continued="（続き）",
    draft="案",
    frozen="確定版",
    digest="照合番号",
    sources="数値の出典",
    skip="本文へ移動",
    contents="目次",
    sheet_paper="資料",
    sheet_figures="数値",
    sheet_sources="出典",
    figure_columns=(
        "指標コード",
        "取組",
        "項目",
        "内訳",
        "値",
        "単位",
        "種別",
        "期間の取り方",
        "状態",
        "時点",
        "分子",
        "分母",
        "確認日",
        "出典",
    ),
    part_joint="／",
)

_EN = Words(
    continued="(continued)",
    draft="DRAFT",
    frozen="Final",
    digest="Digest",
    sources="Sources of the figures",
    skip="Skip to content",
    contents="Contents",
    sheet_paper="Paper",
    sheet_figures="Figures",
    sheet_sources="Sources",
    figure_columns=(
        "Indicator code",
        "Initiative",
        "Item",
        "Part",
        "Value",
        "Unit",
        "Kind",
        "Span",
        "State",
        "As of",
        "Numerator",
        "Denominator",
        "Confirmed on",
        "Source",
    ),
    part_joint=" / ",
)

WORDS = {"ja": _JA, "en": _EN}
