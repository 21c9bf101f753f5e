from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "zaitaku.core.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"
