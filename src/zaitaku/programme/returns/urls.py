"""Addresses of returns."""

from django.urls import path

from zaitaku.programme.returns.views import asking, forms, sheet

app_name = "returns"
urlpatterns = [
    path("", forms.form_list, name="forms"),
    path("new/", asking.add_form, name="add"),
    path("<int:pk>/", forms.form, name="form"),
    path("<int:pk>/elements/", asking.elements, name="elements"),
    path("<int:pk>/elements/new/", asking.add_element, name="add_element"),
    path("elements/<int:pk>/label/", asking.relabel, name="relabel"),
    path("<int:pk>/open/", forms.open_sheet, name="open"),
    path("sheets/<int:pk>/", sheet.sheet, name="sheet"),
    path("sheets/<int:pk>/paste/", sheet.paste, name="paste"),
    path("sheets/<int:pk>/<int:element>/history/", sheet.history, name="history"),
    path("sheets/<int:pk>/<int:element>/undo/", sheet.undo, name="undo"),
]
