from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MovementKind(TextChoices):
    ISSUED = "issued", _("Issued")
    DISTRIBUTED = "distributed", _("Distributed")
    RETURNED = "returned", _("Came back")
    DISPOSED = "disposed", _("Disposed of")
    FOUND = "found", _("Found in a stocktake")
    LOST = "lost", _("Missing in a stocktake")


# What a movement does to the stock. The only place that says so.
SIGN = {
    MovementKind.ISSUED: 1,
    MovementKind.RETURNED: 1,
    MovementKind.FOUND: 1,
    MovementKind.DISTRIBUTED: -1,
    MovementKind.DISPOSED: -1,
    MovementKind.LOST: -1,
}
# Those that have somebody at the other end.
WITH_PLACE = (MovementKind.DISTRIBUTED, MovementKind.RETURNED)
# Those that change the stock without anybody at the other end: they say why.
WITH_REASON = (MovementKind.DISPOSED, MovementKind.FOUND, MovementKind.LOST)


class DestinationKind(TextChoices):
    """Who the guidebooks are handed out through, as papers list it."""

    PUBLIC_FACILITY = "public_facility", pgettext_lazy("destination", "Facilities of the municipality")
    SUPPORT_CENTER = "support_center", pgettext_lazy("destination", "Community general support centers")
    ASSOCIATION = "association", pgettext_lazy("destination", "Associations of doctors, dentists and pharmacists")
    HOSPITAL = "hospital", pgettext_lazy("destination", "Hospitals")
    CLINIC = "clinic", pgettext_lazy("destination", "Clinics and dental clinics")
    PHARMACY = "pharmacy", pgettext_lazy("destination", "Pharmacies")
    HOME_NURSING = "home_nursing", pgettext_lazy("destination", "Home-visit nursing")
    CARE = "care", pgettext_lazy("destination", "Care offices and care homes")
    NEIGHBOURHOOD = "neighbourhood", pgettext_lazy("destination", "Neighbourhood associations and older people's clubs")
    EVENT = "event", pgettext_lazy("destination", "Events and lectures")
    OTHER = "other", pgettext_lazy("destination", "Other destinations")


class OrderWay(TextChoices):
    """How an order came in."""

    LINK = "link", _("Private link")
    ACCOUNT = "account", _("Signed in")
    PHONE = "phone", _("Telephone")
    FAX = "fax", _("Fax")
    COUNTER = "counter", _("Counter")


class OrderStatus(TextChoices):
    REQUESTED = "requested", pgettext_lazy("order", "Requested")
    GRANTED = "granted", pgettext_lazy("order", "Granted")
    PACKED = "packed", pgettext_lazy("order", "Packed")
    SENT = "sent", pgettext_lazy("order", "Sent")
    RECEIVED = "received", pgettext_lazy("order", "Received")
    DECLINED = "declined", pgettext_lazy("order", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


# What the store room still has to deliver, and what nobody has to see to any more.
TO_DELIVER = (OrderStatus.GRANTED, OrderStatus.PACKED)
COMPLETED = (OrderStatus.RECEIVED, OrderStatus.DECLINED, OrderStatus.CANCELLED)


class OrderStepKind(TextChoices):
    """What happened to an order."""

    REQUESTED = "requested", pgettext_lazy("order step", "Requested")
    GRANTED = "granted", pgettext_lazy("order step", "Granted")
    PACKED = "packed", pgettext_lazy("order step", "Packed")
    UNPACKED = "unpacked", pgettext_lazy("order step", "Unpacked")
    SENT = "sent", pgettext_lazy("order step", "Sent")
    SENT_BACK = "sent_back", pgettext_lazy("order step", "Sending undone")
    RECEIVED = "received", pgettext_lazy("order step", "Received")
    DECLINED = "declined", pgettext_lazy("order step", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("order step", "Cancelled")
    REMOVED = "removed", pgettext_lazy("order step", "Contact removed")
