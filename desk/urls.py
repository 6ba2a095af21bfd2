"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import (
    bulk_views,
    history_views,
    job_views,
    opening_views,
    redirect_views,
    review_views,
    schedule_views,
)

app_name = "desk"

REVIEW = "characters/character/<int:pk>/review/"

urlpatterns = [
    path("import/", bulk_views.import_characters, name="import"),
    path("import/<int:pk>/write/", bulk_views.import_for_real, name="import_for_real"),
    path("export/", bulk_views.export_characters, name="export"),
    path("export/<int:pk>/download/", bulk_views.download, name="download"),
    path("characters/character/<int:pk>/export/<str:format>/", bulk_views.export_one, name="export_one"),
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path("characters/character/<int:pk>/editions/", history_views.history, name="history"),
    path("characters/character/<int:pk>/editions/compare/", history_views.compare, name="compare"),
    path(
        "characters/character/<int:pk>/editions/<int:number>/restore/", history_views.restore, name="restore"
    ),
    path("characters/character/<int:pk>/merge/", redirect_views.merge, name="merge"),
    path("characters/character/<int:pk>/schedule/", schedule_views.schedule, name="schedule"),
    path(
        "characters/character/<int:pk>/schedule/publish/",
        schedule_views.schedule_publishing,
        name="schedule_publishing",
    ),
    path(
        "characters/character/<int:pk>/schedule/withdraw/",
        schedule_views.schedule_withdrawal,
        name="schedule_withdrawal",
    ),
    path("schedules/<int:pk>/call-off/", schedule_views.call_off, name="call_off"),
    path("characters/character/<int:pk>/open/", opening_views.sign, name="sign"),
    path("characters/character/<int:pk>/open/leave/", opening_views.leave, name="leave"),
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
