"""Delete a character that nobody has talked with: what editors tried with its draft goes with it."""

from django.db import transaction

from chat import trials


class DeletesTrials:
    """The part of the character's admin that does not let trial conversations keep a draft for ever."""

    def get_deleted_objects(self, objs, request):
        """As if the trials were gone already: asking deletes none."""
        with transaction.atomic():
            for character in objs:
                trials.forget(character)
            found = super().get_deleted_objects(objs, request)
            transaction.set_rollback(True)
        return found

    @transaction.atomic
    def delete_model(self, request, obj):
        trials.forget(obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for character in queryset:
            trials.forget(character)
        super().delete_queryset(request, queryset)
