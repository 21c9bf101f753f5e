"""What a form of an order holds, and the addresses of its pages."""

from django.urls import reverse

from zaitaku.core.pages.forms import new_key


def filled(offer, copies="60", **kw):
    fields = {"wanted_by": "", "contact": "練馬 花子", "phone": "03-1234-5678", "remark": "", "key": new_key()}
    return fields | {f"copies_{offer.pk}": copies} | kw


def to(name, *args):
    return reverse(f"materials:{name}", args=args)
