"""One sheet."""

from django.urls import path

from zaitaku.programme.returns.views import sheet

urlpatterns = [
    path("sheets/<int:pk>/", sheet.sheet, name="sheet"),
    path("sheets/<int:pk>/paste/", sheet.paste, name="paste"),
    path("sheets/<int:pk>/<int:element>/history/", sheet.history, name="history"),
    path("sheets/<int:pk>/<int:element>/undo/", sheet.undo, name="undo"),
]
