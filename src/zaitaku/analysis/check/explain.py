"""Findings in words, Japanese and English."""

from __future__ import annotations

from zaitaku.analysis.check.model import Finding, Unread, Verdict
from zaitaku.analysis.check.wording import FINDINGS, UNREAD, VERDICTS

LANGUAGES = ("ja", "en")


def explain(finding: Finding | Unread, language: str = "ja") -> str:
    """One or two sentences with the numbers. Raises KeyError for a language other than ja and en."""
    if isinstance(finding, Unread):
        return UNREAD[finding.reason][_index(language)]
    return FINDINGS[finding.message][_index(language)].format_map(dict(finding.params))


def verdict_word(verdict: Verdict, language: str = "ja") -> str:
    return VERDICTS[verdict][_index(language)]


def _index(language: str) -> int:
    if language not in LANGUAGES:
        raise KeyError(language)
    return LANGUAGES.index(language)
