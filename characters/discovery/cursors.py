"""The place of a reader in a feed, as an address carries it: whom they were shown, and where the list goes on."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass

# A feed that shows this many by themselves has long gone on to a list in order, which needs none of them named.
MOST_SHOWN, MOST_LETTERS = 1_000, 4_000
_LARGEST = 2**63 - 1


class BadCursor(Exception):
    """The text is no place in any feed: it was cut, typed, or made up."""


@dataclass(frozen=True)
class Cursor:
    """``shown`` are ids of characters. ``shelf`` is which of a feed's lists is being read; in one that has an order,
    the reader stands behind ``name`` and ``id``, among what was public at ``as_of`` (microseconds since 1970).
    """

    shown: frozenset[int] = frozenset()
    shelf: int = 0
    as_of: int = 0
    id: int = 0
    name: str = ""

    def __str__(self):
        """Ids in order by how far they are apart: two bytes for most, at any size of the catalog."""
        ids = sorted(self.shown)
        steps = [one - other for one, other in zip(ids, [0, *ids], strict=False)]
        numbers = [self.shelf, self.as_of, self.id, len(steps), *steps]
        data = b"".join(map(_packed, numbers)) + self.name.encode()
        return urlsafe_b64encode(data).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """:raises BadCursor: when it was not written by ``str``."""
        if len(text) > MOST_LETTERS or not text.isascii():
            raise BadCursor
        try:
            data = iter(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            shelf, as_of, pk, num = [_unpacked(data) for _ in range(4)]
            if num > MOST_SHOWN:
                raise BadCursor
            ids, last = set(), 0
            for _ in range(num):
                last += _unpacked(data)
                ids.add(last)
            name = bytes(data).decode()
        except (Error, StopIteration, ValueError) as error:
            raise BadCursor from error
        if last > _LARGEST or len(name) > 120 or "\0" in name:
            raise BadCursor
        return cls(frozenset(ids), shelf, as_of, pk, name)


def _packed(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


def _unpacked(data) -> int:
    number = shift = 0
    while True:
        byte = next(data)
        number |= (byte & 127) << shift
        if byte < 128:
            break
        shift += 7
        if shift > 63:
            raise BadCursor
    if number > _LARGEST:
        raise BadCursor
    return number
