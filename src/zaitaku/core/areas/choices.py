from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AreaKind(TextChoices):
    NATION = "nation", _("Nation")
    PREFECTURE = "prefecture", _("Prefecture")
    MEDICAL_AREA = "medical_area", _("Secondary medical area")
    MUNICIPALITY = "municipality", _("Municipality")
    LIVING_AREA = "living_area", _("Daily living area")
    TOWN = "town", _("Town block")


class OrganisationKind(TextChoices):
    SECTION = "section", _("Section of the town hall")
    SUPPORT_CENTER = "support_center", _("Community general support center")
    ASSOCIATION = "association", _("Professional association")
    HOSPITAL = "hospital", _("Hospital")
    NPO = "npo", _("Non-profit organisation")
    OTHER = "other", _("Other")
