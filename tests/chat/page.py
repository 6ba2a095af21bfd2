"""A page that follows a reply: what it shows after all it was told, and that nothing it was told is doubled."""

from chat.replies.following import Reset, Waiting
from chat.replies.stream import Cursor, Final, Piece


class Page:
    """``text`` is what the reader sees; ``state`` is set when the page was told that the reply is final."""

    def __init__(self, text="", cursor=None):
        self.text, self.cursor = text, cursor or Cursor()
        self.state = None
        self.num_resets = 0
        self.places = []

    def take(self, told):
        assert self.state is None, "nothing comes after the end"
        if isinstance(told, Piece):
            assert (told.attempt, told.start) == (self.cursor.attempt, len(self.text)), (
                "a gap, or doubled words"
            )
            assert told.text
            self.text += told.text
            self.cursor = Cursor(told.attempt, len(self.text))
        elif isinstance(told, Reset):
            self.text, self.cursor = "", Cursor(told.attempt, 0)
            self.num_resets += 1
        elif isinstance(told, Waiting):
            self.places.append(told.place)
        elif isinstance(told, Final):
            self.state = told.state
