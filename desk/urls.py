"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import job_views, review_views

app_name = "desk"

REVIEW = "characters/character/<int:pk>/review/"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path(REVIEW, review_views.review, name="review"),
    path(f"{REVIEW}submit/", review_views.submit, name="submit"),
    path(f"{REVIEW}take-back/", review_views.take_back, name="take_back"),
    path(f"{REVIEW}send-back/", review_views.send_back, name="send_back"),
    path(f"{REVIEW}publish/", review_views.publish, name="publish"),
    path(f"{REVIEW}withdraw/", review_views.withdraw, name="withdraw"),
    path(f"{REVIEW}notes/", review_views.add_note, name="add_note"),
    path(f"{REVIEW}notes/<int:note_pk>/resolve/", review_views.resolve_note, name="resolve_note"),
    path(f"{REVIEW}notes/<int:note_pk>/reopen/", review_views.reopen_note, name="reopen_note"),
]
