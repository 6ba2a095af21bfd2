"""What every engine is told, what it yields, and how it fails: the one door to what writes replies."""

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from engines.prices import Prices

USER, CHARACTER = "USER", "CHARACTER"
REPLY, NOTE = "REPLY", "NOTE"


@dataclass(frozen=True)
class PromptMessage:
    """One thing said before: ``role`` is USER or CHARACTER."""

    role: Literal["USER", "CHARACTER"]
    text: str


@dataclass(frozen=True)
class PromptPassage:
    """A passage of the edition that retrieval found for the message, best first.

    ``number`` is what a reply writes as ``[number]`` to cite it. ``text`` is the encyclopaedic text;
    ``spoken`` the same in the character's voice, empty where the editors wrote none. ``score`` is in 0..1,
    ``question`` is the starter question of an ANSWER; ``is_question`` says that it was asked (nearly) word for word.
    """

    number: int
    kind: Literal["BIOGRAPHY", "ANSWER", "REMARK"]
    heading: str
    text: str
    spoken: str = ""
    score: float = 0.0
    is_question: bool = False
    is_said: bool = False
    question: str = ""


@dataclass(frozen=True)
class Prompt:
    """All that an engine is told. Nothing else about the user or the site reaches it.

    ``passages`` are the edition's nearest to ``message``, best first; ``voices`` a few question and spoken
    answer pairs that show how the character speaks; ``offers`` the nearest curated questions.
    ``seed`` is stable for a reply and differs between replies, so that variation never flickers when one is written
    anew after a fault. ``so_far`` is the beginning of a reply that was cut: the engine yields only what comes after
    it, or raises EngineRefused when those are not its words and it cannot go on from them.
    ``note`` says in short what the first ``num_noted`` of ``messages_so_far`` were about, and what came before them.
    ``variants`` are the replies that were written to this very message before, of which another is asked for.
    ``kind`` is what is asked for: a REPLY to ``message``, or a NOTE of what was said, as ``message`` then asks for.
    ``language`` is the one that the character speaks and the editors wrote in, by its code of BCP 47.
    """

    character_name: str
    persona: str
    greeting: str
    message: str
    born: int | None = None
    died: int | None = None
    messages_so_far: tuple[PromptMessage, ...] = ()
    passages: tuple[PromptPassage, ...] = ()
    voices: tuple[tuple[str, str], ...] = ()
    offers: tuple[str, ...] = ()
    model_name: str = ""
    seed: int = 0
    so_far: str = ""
    note: str = ""
    num_noted: int = 0
    variants: tuple[str, ...] = ()
    kind: Literal["REPLY", "NOTE"] = "REPLY"
    language: str = "en"


@dataclass(frozen=True)
class Piece:
    """Some more text of the reply, never empty, clean (no NUL, no lone surrogate).

    ``num_pieces``: of how many pieces it came, as the model sent them: what one read brings is one text.
    """

    text: str
    num_pieces: int = 1


@dataclass(frozen=True)
class Ending:
    """The last thing an engine yields: why it stopped, and whether to offer curated questions.

    ``reason``: ``stop`` (said all) or ``length`` (cut at a limit). ``model_name`` is what the server says it was.
    """

    reason: Literal["stop", "length"] = "stop"
    offers_questions: bool = False
    model_name: str = ""
    usage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """All that an engine is told for one reply, in the form in which it is told.

    ``data`` is JSON with sorted keys and no blanks: equal for equal requests. ``parameters`` are what stands in it
    beside the prompt. Tokens are estimated; both counts are None of an engine that does not count any.
    ``num_left_out``: messages that were said before, stand in no note and did not fit.
    """

    data: bytes
    parameters: dict[str, str | int | float] = field(default_factory=dict)
    model_name: str = ""
    prompt_tokens: int | None = None
    context_tokens: int | None = None
    num_left_out: int = 0

    @property
    def hash(self) -> str:
        """SHA-256 in hexadecimal, for a receipt that can be compared and tells nothing."""
        return hashlib.sha256(self.data).hexdigest()


def canonical_json(value: object) -> bytes:
    """Return the one JSON text of a value, in ASCII: also lone surrogates and NUL have a form in it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


class Engine(Protocol):
    """Writes one reply. Closing the iterator (``aclose``) stops the writing and frees what it holds.

    ``context_tokens``: how many tokens it takes in all; ``budget_tokens``: how many of them a prompt may be, which
    leaves room for the reply and a margin. Both are None of an engine that has no such limit.
    """

    name: str
    prices: Prices
    context_tokens: int | None
    budget_tokens: int | None

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a message of this text is; estimated, and then rather too many, unless it knows."""
        ...

    def tell(self, prompt: Prompt) -> Told:
        """Return what the engine is told of this prompt, without telling it. Needs no event loop."""
        ...

    def stream(self, prompt: Prompt, told: Told | None = None) -> AsyncIterator[Piece | Ending]:
        """Yield pieces, then exactly one Ending. ``told`` spares the work where ``tell`` was asked already.

        :raises EngineError: a named fault; ``is_retryable`` says whether the same prompt may be tried again.
        """
        ...


class EngineError(Exception):
    """A fault of an engine. ``code`` is a stable word for logs and for the sentence a user reads.

    ``is_retryable``: the same prompt may do better later. ``is_ill``: the server itself is unwell, whatever it is
    asked. ``retry_after``: seconds the server asked to wait, or None. The message never holds what people wrote.
    """

    code = "engine"
    is_retryable = False
    is_ill = False

    def __init__(self, detail: str = "", *, retry_after: float | None = None):
        super().__init__(detail or self.code)
        self.retry_after = retry_after


class EngineUnreachable(EngineError):
    """No connection, or it was refused."""

    code, is_retryable, is_ill = "unreachable", True, True


class EngineBusy(EngineError):
    """429 or 503: come back later."""

    code, is_retryable, is_ill = "busy", True, True


class EngineFailed(EngineError):
    """The server answered with a fault of its own (5xx)."""

    code, is_retryable, is_ill = "failed", True, True


class EngineRefused(EngineError):
    """The server will not answer this request: key, model name or prompt (4xx, redirects)."""

    code = "refused"


class EngineOverflow(EngineRefused):
    """The request is longer than the server's context. ``most_tokens``: how many it takes, where it said so.

    Whoever raised it has learnt from it: asked to ``tell`` the same prompt again, it tells less.
    """

    code = "overflow"

    def __init__(self, detail: str = "", *, most_tokens: int | None = None):
        super().__init__(detail)
        self.most_tokens = most_tokens


class EngineStalled(EngineError):
    """Nothing came for too long: no first piece, or a gap between pieces, or over the reply's deadline."""

    code, is_retryable, is_ill = "stalled", True, True


class EngineBrokeOff(EngineError):
    """The stream ended without an ending."""

    code, is_retryable, is_ill = "broke_off", True, True


class EngineGarbled(EngineError):
    """What came is not the protocol: not JSON, a line without end, the wrong shape."""

    code, is_ill = "garbled", True


class EngineSilent(EngineError):
    """The reply ended without a word."""

    code, is_retryable = "silent", True


class EngineResting(EngineError):
    """Not asked: it failed again and again a moment ago. ``retry_after`` says when it will be asked again."""

    code, is_retryable = "resting", True
