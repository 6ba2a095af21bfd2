"""How a card that cannot be read is refused."""

from dataclasses import dataclass


@dataclass
class BadCard(Exception):
    """A file that cannot be a character. ``field`` is where in the card; ``reason`` reads on after it."""

    field: str
    reason: str

    def __str__(self):
        return f"{self.field}: {self.reason}"
