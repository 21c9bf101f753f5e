"""The register of destinations, and what goes to them."""

from django.urls import path

from zaitaku.programme.materials.views import destinations, handing_out

urlpatterns = [
    path("destinations/", destinations.destinations, name="destinations"),
    path("destinations/new/", destinations.add_destination, name="add_destination"),
    path("destinations/paste/", destinations.paste_destinations, name="paste_destinations"),
    path("destinations.xlsx", destinations.destinations_xlsx, name="destinations_xlsx"),
    path("destinations/<int:pk>/", destinations.destination, name="destination"),
    path("destinations/<int:pk>/change/", destinations.change_destination, name="change_destination"),
    path("destinations/<int:pk>/merge/", destinations.merge_destination, name="merge_destination"),
    path("destinations/<int:pk>/separate/", destinations.separate_destination, name="separate_destination"),
    path("destinations/<int:pk>/remove-contact/", destinations.remove_contact, name="remove_contact"),
    path("hand-out/", handing_out.grid, name="grid"),
    path("hand-out/paste/", handing_out.paste_grid, name="paste_grid"),
    path("<int:pk>/never-served/", handing_out.unserved, name="unserved"),
    path("<int:pk>/never-served.xlsx", handing_out.unserved_xlsx, name="unserved_xlsx"),
    path("by-destination/", handing_out.kinds, name="kinds"),
    path("by-destination.xlsx", handing_out.kinds_xlsx, name="kinds_xlsx"),
]
