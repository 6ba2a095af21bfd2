"""Bring together what two people made of the same draft, as far as they did not change the same thing."""

from dataclasses import fields, replace

from characters.editions import ROW_FIELDS, CharacterContent

# What tells the rows of a list apart.
KEYS = {"starter_questions": "anchor", "remarks": "theme", "similar": "character"}


def combine(base: CharacterContent, theirs: CharacterContent, mine: CharacterContent) -> CharacterContent:
    """``mine``, with what they changed since ``base`` wherever I did not.

    Field by field, also within a question, a remark or a link. A row that one removed and the other changed stays.
    """
    values = {name: _pick(*(getattr(each, name) for each in (base, theirs, mine))) for name in ROW_FIELDS}
    lists = {
        name: _rows(*(getattr(each, name) for each in (base, theirs, mine)), key)
        for name, key in KEYS.items()
    }
    return CharacterContent(**values, **lists)


def _pick(base, theirs, mine):
    return theirs if mine == base else mine


def _rows(base, theirs, mine, key) -> tuple:
    base, theirs, mine = ({getattr(row, key): row for row in rows} for rows in (base, theirs, mine))
    rows = (
        _row(base.get(value), theirs.get(value), mine.get(value))
        for value in _order(list(base), list(theirs), list(mine))
    )
    return tuple(row for row in rows if row is not None)


def _row(base, theirs, mine):
    """Each may be None: not there."""
    if mine == base:
        return theirs
    if mine is None:
        return None if theirs == base else theirs
    if theirs is None or base is None:
        return mine
    names = [field.name for field in fields(mine)]
    return replace(mine, **{n: _pick(getattr(base, n), getattr(theirs, n), getattr(mine, n)) for n in names})


def _order(base, theirs, mine) -> list:
    """Mine, unless I left the order alone; what only the other has stands behind what it stood behind."""
    is_mine_moved = [key for key in mine if key in base] != [key for key in base if key in mine]
    order, others = (list(mine), theirs) if is_mine_moved else (list(theirs), mine)
    last = None
    for key in others:
        if key not in order:
            order.insert(order.index(last) + 1 if last is not None else 0, key)
        last = key
    return order
