"""Keep how often each live character is talked to: whoever counts conversations stands above and tells it."""

from django.db import connection


def keep(nums: dict[int, int]):
    """``nums`` of conversations by the original's id, of all who have any; translations are told the same.

    Only rows that change are written.
    """
    sql = """WITH told AS (SELECT * FROM unnest(%s::bigint[], %s::int[]) AS t (id, num))
        UPDATE characters_searchentry e SET num_conversations = coalesce(told.num, 0)
        FROM characters_searchentry f LEFT JOIN told ON told.id = coalesce(f.translation_of_id, f.character_id)
        WHERE e.character_id = f.character_id AND e.num_conversations <> coalesce(told.num, 0)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(nums), list(nums.values())])
