from django.urls import path

from zaitaku.programme.library.views import videos

urlpatterns = [
    path("videos/", videos.videos, name="videos"),
    path("videos/export.xlsx", videos.export, name="export_videos"),
    path("videos/add/", videos.add, name="add_video"),
    path("videos/paste/", videos.paste, name="paste_views"),
    path("videos/<int:pk>/", videos.video, name="video"),
    path("videos/<int:pk>/change/", videos.change, name="change_video"),
]
