from django.urls import path

from zaitaku.programme.library.views import documents, shared, sharing

urlpatterns = [
    path("", documents.documents, name="documents"),
    path("export.xlsx", documents.export, name="export_documents"),
    path("documents/add/", documents.add, name="add_document"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/change/", documents.change, name="change_document"),
    path("documents/<int:pk>/add-version/", documents.add_version, name="add_version"),
    path("versions/<int:pk>/", documents.version, name="version"),
    path("versions/<int:pk>/open/", documents.open_one, name="open_version"),
    path("versions/<int:pk>/withdraw/", documents.withdraw, name="withdraw_version"),
    path("versions/<int:pk>/share/", sharing.share, name="share"),
    path("sharings/<int:pk>/", sharing.sharing, name="sharing"),
    path("sharings/<int:pk>/addressees.xlsx", sharing.export, name="export_addressees"),
    path("sharings/<int:pk>/remind/", sharing.remind, name="remind"),
    path("sharings/<int:pk>/undo/", sharing.undo, name="undo_sharing"),
    path("addressees/<int:pk>/forget/", sharing.forget, name="forget_address"),
    path("shared/<str:key>/", shared.shared, name="shared"),
    path("shared/<str:key>/open/", shared.open_shared, name="open_shared"),
]
