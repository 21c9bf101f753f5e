"""Findings in words, Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from zaitaku.analysis.check.model import Finding, Kind, Unread, Verdict
from zaitaku.analysis.check.wording import FINDINGS, KINDS, UNREAD, VERDICTS

LANGUAGES = ("ja", "en")


def explain(finding: Finding | Unread, language: str = "ja") -> str:
    """One or two sentences with the numbers. Raises KeyError for a language other than ja and en."""
    at = LANGUAGES.index(language) if language in LANGUAGES else None
    if at is None:
        raise KeyError(language)
    if isinstance(finding, Unread):
        return UNREAD[finding.reason][at]
    return FINDINGS[finding.message][at].format_map(dict(finding.params))


def kind_name(kind: Kind, language: str = "ja") -> str:
    return _pick(KINDS, kind, language)


def verdict_name(verdict: Verdict, language: str = "ja") -> str:
    return _pick(VERDICTS, verdict, language)


def _pick(names: Mapping[str, tuple[str, str]], key: str, language: str) -> str:
    return names[key][LANGUAGES.index(language)]
