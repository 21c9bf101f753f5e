"""Figures of materials."""

from zaitaku.programme.materials.figures.issued import ISSUED

__all__ = ["ISSUED"]
