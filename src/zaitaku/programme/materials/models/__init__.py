"""Guidebooks and sheets: titles, editions, print runs, destinations, movements of copies, orders."""

from zaitaku.programme.materials.models.ledger import Destination, Movement, Stocktake
from zaitaku.programme.materials.models.titles import Edition, PrintRun, Title

__all__ = ["Destination", "Edition", "Movement", "PrintRun", "Stocktake", "Title"]
