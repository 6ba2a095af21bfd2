"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import filter_views, job_views, many_views, unanswered_views

app_name = "desk"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path("jobs/<int:pk>/undo/", many_views.undo_many, name="undo_many"),
    path("many/publish/", many_views.publish_many, name="publish_many"),
    path("many/withdraw/", many_views.withdraw_many, name="withdraw_many"),
    path("many/tag/", many_views.tag_many, name="tag_many"),
    path("many/assign/", many_views.assign_many, name="assign_many"),
    path("filters/", filter_views.save_filter, name="save_filter"),
    path("filters/<int:pk>/", filter_views.change_filter, name="change_filter"),
    path("filters/<int:pk>/delete/", filter_views.delete_filter, name="delete_filter"),
    path("characters/<int:pk>/unanswered/", unanswered_views.unanswered, name="unanswered"),
]
