"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import job_views, writing_views

app_name = "desk"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path("written/", writing_views.preview, name="written"),
]
