"""Write collections whole: what a file says, unless an editor has had a hand in it since."""

from django.db import transaction

from characters.content_files.collections import CollectionContent
from characters.models import Character, Collection, CollectionMember


@transaction.atomic
def keep(content: CollectionContent) -> bool:
    """Make the collection what its file says, with those members who are in the catalog; whether anything changed.

    One that an editor has saved is left as it is.
    """
    found = Collection.objects.select_for_update(of=("self",)).filter(slug=content.slug).first()
    if found and found.changed_by_id:
        return False
    ids = dict(Character.objects.filter(slug__in=dict(content.members)).values_list("slug", "id"))
    members = [(ids[slug], line) for slug, line in content.members if slug in ids]
    fields = {
        "title": content.title,
        "intro": content.intro,
        "position": content.position,
        "is_picks": content.is_picks,
        "is_published": True,
    }
    if found and _said(found) == (fields, members):
        return False
    collection, _ = Collection.objects.update_or_create(slug=content.slug, defaults=fields)
    collection.members.all().delete()
    CollectionMember.objects.bulk_create(
        CollectionMember(collection=collection, character_id=pk, line=line, position=position)
        for position, (pk, line) in enumerate(members)
    )
    return True


def _said(collection: Collection) -> tuple[dict, list]:
    names = ("title", "intro", "position", "is_picks", "is_published")
    return {name: getattr(collection, name) for name in names}, list(
        collection.members.values_list("character", "line")
    )
