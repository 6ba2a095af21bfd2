"""Every page of the site, for what must hold on all of them and for screenshots."""

from embedded.processes import wait_for

# Who goes there, and the address; {grounded}, {offering}, {failed}, {branched} are conversations of the settled reader,
# {desk} the pages of a character with two editions and a draft that says something else.
PLACES = {
    "home": ("visitor", "/"),
    "catalog": ("visitor", "/characters/"),
    "catalog-searched": ("visitor", "/characters/?q=trots"),
    "catalog-nobody": ("visitor", "/characters/?q=xqzt-qwlekj"),
    "catalog-misspelt": ("visitor", "/characters/?q=trotzky"),
    "catalog-theme": (
        "visitor",
        "/characters/?q=women+who+wrote+about+revolution&era=20th-century&sort=born",
    ),
    "character": ("visitor", "/characters/leon-trotsky/"),
    "character-cited": ("visitor", "/characters/leon-trotsky/#cite_this"),
    "character-signed-in": ("settled", "/characters/leon-trotsky/"),
    "character-portrait": ("visitor", "/characters/confucius/"),
    "similar": ("visitor", "/characters/leon-trotsky/similar/"),
    "similar-end": ("visitor", "/characters/leon-trotsky/similar/?after=nobody"),
    "explore": ("visitor", "/explore/?seen=leon-trotsky,ada-lovelace&talked=ada-lovelace"),
    "collections": ("visitor", "/collections/"),
    "collection": ("visitor", "/collections/voices-of-1917/"),
    "timeline": ("visitor", "/timeline/"),
    "timeline-era": ("visitor", "/timeline/?era=20th-century"),
    "map": ("visitor", "/characters/leon-trotsky/map/"),
    "edition": ("visitor", "/characters/confucius/editions/1/"),
    "not-found": ("visitor", "/no-such-page/"),
    "no-such-character": ("visitor", "/characters/nobody/"),
    "home-german": ("visitor", "/de/"),
    "catalog-german": ("visitor", "/de/characters/?place=Germany"),
    "character-german": ("visitor", "/de/characters/marie-curie-de/"),
    "character-arabic": ("visitor", "/characters/ibn-battuta-ar/"),
    "character-told-in-english": ("visitor", "/de/characters/leon-trotsky/"),
    "timeline-german": ("visitor", "/de/timeline/"),
    "sign-in": ("visitor", "/accounts/login/"),
    "sign-up": ("visitor", "/accounts/signup/"),
    "reset": ("visitor", "/accounts/password/reset/"),
    "reset-done": ("visitor", "/accounts/password/reset/done/"),
    "sign-out": ("settled", "/accounts/logout/"),
    "account": ("settled", "/accounts/email/"),
    "change-password": ("settled", "/accounts/password/change/"),
    "second-factor": ("settled", "/accounts/2fa/"),
    "conversations": ("settled", "/chat/"),
    "conversations-none": ("newcomer", "/chat/"),
    "begin": ("settled", "/chat/with/leon-trotsky/"),
    "conversation": ("settled", "{grounded}"),
    "conversation-offers": ("settled", "{offering}"),
    "conversation-failed": ("settled", "{failed}"),
    "conversation-variants": ("settled", "{branched}"),
    "conversation-noted": ("settled", "{noted}"),
    "edit-note": ("settled", "/chat/notes/{note}/edit"),
    "edit-message": ("settled", "/chat/messages/{message}/edit"),
    "conversations-searched": ("settled", "/chat/?q=oppo"),
    "conversations-not-found": ("settled", "/chat/?q=nobody-said-this"),
    "conversations-archived": ("settled", "/chat/archived/"),
    "conversations-deleted": ("settled", "/chat/deleted/"),
    "admin-index": ("editor", "/admin/"),
    "admin-list": ("editor", "/admin/characters/character/"),
    "admin-list-filtered": ("editor", "/admin/characters/character/?status=published&q=o"),
    "admin-form": ("editor", "{form}"),
    "admin-form-portrait": ("editor", "{portrayed}"),
    "admin-form-questions": ("editor", "{form}#starter_questions"),
    "admin-add": ("editor", "/admin/characters/character/add/"),
    "desk-review": ("editor", "{waiting}"),
    "desk-review-lacking": ("writer", "{lacking}"),
    "preview": ("editor", "{preview}"),
    "preview-talk": ("editor", "{preview}?view=talk&width=desk"),
    "preview-page-frame": ("editor", "{preview}page/"),
    "preview-card-frame": ("editor", "{preview}card/"),
    "trial": ("editor", "{trial}"),
    "shared-preview": ("visitor", "{shared}"),
    "shared-preview-gone": ("visitor", "/preview/ended/"),
    "desk-schedule": ("editor", "{desk}schedule/"),
    "admin-schedules": ("editor", "/admin/characters/schedule/"),
    "admin-editions": ("editor", "/admin/characters/edition/"),
    "admin-import": ("editor", "/admin/import/"),
    "admin-import-report": ("editor", "{import_job}"),
    "admin-export": ("editor", "/admin/export/"),
    "admin-collections": ("editor", "/admin/characters/collection/"),
    "admin-collection": ("editor", "{collection}"),
    "admin-collection-add": ("editor", "/admin/characters/collection/add/"),
    "admin-redirects": ("editor", "/admin/characters/redirect/"),
    "admin-redirect-add": ("editor", "/admin/characters/redirect/add/"),
    "desk-history": ("editor", "{desk}editions/"),
    "desk-compare": ("editor", "{desk}editions/compare/?from=1&to=draft"),
    "desk-restore": ("editor", "{desk}editions/1/restore/"),
    "desk-merge": ("editor", "{desk}merge/"),
    "desk-languages": ("editor", "{desk}languages/"),
    "edition-newest": ("visitor", "/characters/confucius/editions/2/"),
    "admin-audit": ("editor", "/admin/desk/auditentry/"),
    "admin-audit-entry": ("editor", "/admin/desk/auditentry/{audited}/change/"),
    "desk-unanswered": ("editor", "/admin/characters/{trotsky}/unanswered/"),
    "desk-save-filter": ("editor", "/admin/filters/?query=status%3Dpublished"),
    "desk-similar": ("editor", "{similar}"),
    "desk-graph": ("editor", "/admin/similarity/"),
    "conversation-rated": ("settled", "{given}"),
    "share": ("settled", "{grounded}share/"),
    "share-made": ("settled", "{given}share/"),
    "export": ("settled", "{given}export/"),
    "export-all": ("settled", "/chat/export/"),
    "rate": ("settled", "{rating}"),
    "report": ("settled", "{to_report}"),
    "report-sent": ("settled", "{reported}"),
    "shared": ("visitor", "{shared_talk}"),
    "shared-gone": ("visitor", "/shared/nothing/"),
    "desk-reports": ("editor", "/admin/reports/"),
    "desk-report": ("editor", "{report}"),
    "desk-ratings": ("editor", "/admin/ratings/"),
    "desk-costs": ("payer", "/admin/costs/"),
    "desk-costs-wrong": ("payer", "/admin/costs/?since=yesterday"),
    "admin-generations": ("payer", "/admin/chat/generation/"),
}


def address(site, name) -> str:
    """``site.told["addresses"]`` holds those that are known only once the site is filled."""
    return PLACES[name][1].format(**site.told["addresses"])


def page_of(doors, name, **options):
    """A new page of whoever goes to this place, still at the front door."""
    return getattr(
        doors, {"visitor": "come", "newcomer": "new_reader"}.get(PLACES[name][0], PLACES[name][0])
    )(**options)


def wait_until_settled(site, seconds=60):
    """Until the replies to the conversations of the settled reader are written."""
    unfinished = """SELECT 1 FROM chat_generation g JOIN chat_conversation c ON c.id = g.conversation_id
        WHERE c.user_id = %s AND g.finished_at IS NULL"""
    assert wait_for(lambda: not site.query(unfinished, site.told["settled"]["id"]), seconds)
