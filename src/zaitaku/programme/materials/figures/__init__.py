"""Figures of materials."""

from zaitaku.programme.materials.figures.issued import ISSUED
from zaitaku.programme.materials.figures.served import DESTINATIONS_SERVED
from zaitaku.programme.materials.figures.stock import STOCK

__all__ = ["DESTINATIONS_SERVED", "ISSUED", "STOCK"]
