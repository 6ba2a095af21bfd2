"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import job_views, unanswered_views
from desk.bulk import views as bulk_views
from desk.costing import views as cost_views
from desk.editing import opening_views, writing_views
from desk.history import views as history_views
from desk.listing import filter_views, many_views
from desk.previewing import views as preview_views
from desk.redirects import views as redirect_views
from desk.reviewing import review_views, schedule_views
from desk.similar import graph_views
from desk.similar import views as similar_views
from desk.translating import views as translating_views
from desk.verdicts import report_views

app_name = "desk"

REVIEW = "characters/character/<int:pk>/review/"
PREVIEW = "characters/character/<int:pk>/preview/"

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
    path("characters/character/<int:pk>/languages/", translating_views.languages, name="languages"),
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
    path(PREVIEW, preview_views.preview, name="preview"),
    path(f"{PREVIEW}page/", preview_views.page_frame, name="preview_page"),
    path(f"{PREVIEW}card/", preview_views.card_frame, name="preview_card"),
    path(f"{PREVIEW}typed/", preview_views.typed, name="preview_typed"),
    path(f"{PREVIEW}links/", preview_views.make_link, name="make_link"),
    path(f"{PREVIEW}links/<int:link_pk>/end/", preview_views.end_link, name="end_link"),
    path("written/", writing_views.preview, name="written"),
    path("jobs/<int:pk>/undo/", many_views.undo_many, name="undo_many"),
    path("many/publish/", many_views.publish_many, name="publish_many"),
    path("many/withdraw/", many_views.withdraw_many, name="withdraw_many"),
    path("many/tag/", many_views.tag_many, name="tag_many"),
    path("many/assign/", many_views.assign_many, name="assign_many"),
    path("filters/", filter_views.save_filter, name="save_filter"),
    path("filters/<int:pk>/", filter_views.change_filter, name="change_filter"),
    path("filters/<int:pk>/delete/", filter_views.delete_filter, name="delete_filter"),
    path("characters/<int:pk>/unanswered/", unanswered_views.unanswered, name="unanswered"),
    path("characters/character/<int:pk>/similar/", similar_views.similar, name="similar"),
    path("characters/character/<int:pk>/similar/link/", similar_views.link_similar, name="link_similar"),
    path("characters/character/<int:pk>/similar/change/", similar_views.change_link, name="change_link"),
    path("characters/character/<int:pk>/similar/back/", similar_views.link_back, name="link_back"),
    path("characters/character/<int:pk>/similar/decide/", similar_views.decide, name="decide_suggestion"),
    path("characters/character/<int:pk>/similar/suggest/", similar_views.suggest, name="suggest_similar"),
    path("costs/", cost_views.replies_cost, name="costs"),
    path("reports/", report_views.report_list, name="reports"),
    path("reports/<int:pk>/", report_views.report, name="report"),
    path("reports/<int:pk>/resolve/", report_views.resolve_report, name="resolve_report"),
    path("ratings/", report_views.ratings, name="ratings"),
    path("similarity/", graph_views.graph, name="graph"),
    path("similarity/rebuild/", graph_views.rebuild, name="rebuild_suggestions"),
]
