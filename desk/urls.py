"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import history_views, job_views, redirect_views

app_name = "desk"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path("characters/character/<int:pk>/editions/", history_views.history, name="history"),
    path("characters/character/<int:pk>/editions/compare/", history_views.compare, name="compare"),
    path(
        "characters/character/<int:pk>/editions/<int:number>/restore/", history_views.restore, name="restore"
    ),
    path("characters/character/<int:pk>/merge/", redirect_views.merge, name="merge"),
]
