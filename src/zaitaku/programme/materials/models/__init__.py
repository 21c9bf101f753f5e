"""Guidebooks and sheets: titles, editions, print runs, destinations, movements of copies, orders."""

from zaitaku.programme.materials.models.ledger import Destination, Movement, Stocktake
from zaitaku.programme.materials.models.orders import (
    DestinationWish,
    Offer,
    Order,
    OrderLine,
    OrderLink,
    OrderStep,
)
from zaitaku.programme.materials.models.titles import Edition, PrintRun, Title

__all__ = [
    "Destination",
    "DestinationWish",
    "Edition",
    "Movement",
    "Offer",
    "Order",
    "OrderLine",
    "OrderLink",
    "OrderStep",
    "PrintRun",
    "Stocktake",
    "Title",
]
