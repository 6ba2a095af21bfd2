"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import job_views, preview_views

app_name = "desk"

PREVIEW = "characters/character/<int:pk>/preview/"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path(PREVIEW, preview_views.preview, name="preview"),
    path(f"{PREVIEW}page/", preview_views.page_frame, name="preview_page"),
    path(f"{PREVIEW}card/", preview_views.card_frame, name="preview_card"),
    path(f"{PREVIEW}typed/", preview_views.typed, name="preview_typed"),
    path(f"{PREVIEW}links/", preview_views.make_link, name="make_link"),
    path(f"{PREVIEW}links/<int:link_pk>/end/", preview_views.end_link, name="end_link"),
]
