"""A Typst template of this folder, filled in and set as PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from zaitaku.reports.pdf_fonts import FAMILY, fonts


@cache
def _template(name: str) -> bytes:
    return Path(__file__).with_name(f"{name}.typ").read_bytes()


def typeset(name: str, data: Mapping[str, object], *, created: datetime, pdf_ua: bool = True) -> bytes:
    """`data` as the template `name` takes it; its words are `printable`. Equal bytes for equal data. `pdf_ua`: as
    PDF/UA, which what is written into the file afterwards would break.

    Raises typst.TypstError only for a fault of ours: no words can break a template.
    """
    inputs = {"data": json.dumps({"family": FAMILY, **data}, ensure_ascii=False)}
    compiler = typst.Compiler(_template(name), font_paths=fonts(), sys_inputs=inputs)
    made = compiler.compile(
        format="pdf", pdf_standards="ua-1" if pdf_ua else [], timestamp=created.replace(microsecond=0)
    )
    assert isinstance(made, bytes)  # noqa: S101 - tells mypy that no output file was asked for
    return made
