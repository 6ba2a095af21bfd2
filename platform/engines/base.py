"""What every engine is told, what it yields, and how it fails: the one door to what writes replies."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

USER, CHARACTER = "USER", "CHARACTER"


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


@dataclass(frozen=True)
class Piece:
    """Some more text of the reply, never empty, clean (no NUL, no lone surrogate)."""

    text: str


@dataclass(frozen=True)
class Ending:
    """The last thing an engine yields: why it stopped, and whether to offer curated questions.

    ``reason``: ``stop`` (said all) or ``length`` (cut at a limit). ``model_name`` is what the server says it was.
    """

    reason: Literal["stop", "length"] = "stop"
    offers_questions: bool = False
    model_name: str = ""
    usage: dict[str, int] = field(default_factory=dict)


class Engine(Protocol):
    """Writes one reply. Closing the iterator (``aclose``) stops the writing and frees what it holds."""

    name: str

    def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Ending]:
        """Yield pieces, then exactly one Ending.

        :raises EngineError: a named fault; ``is_retryable`` says whether the same prompt may be tried again.
        """
        ...


class EngineError(Exception):
    """A fault of an engine. ``code`` is a stable word for logs and for the sentence a user reads.

    ``retry_after``: seconds the server asked to wait, or None. The message never holds what people wrote.
    """

    code = "engine"
    is_retryable = False

    def __init__(self, detail: str = "", *, retry_after: float | None = None):
        super().__init__(detail or self.code)
        self.retry_after = retry_after


class EngineUnreachable(EngineError):
    """No connection, or it was refused."""

    code, is_retryable = "unreachable", True


class EngineBusy(EngineError):
    """429 or 503: come back later."""

    code, is_retryable = "busy", True


class EngineFailed(EngineError):
    """The server answered with a fault of its own (5xx)."""

    code, is_retryable = "failed", True


class EngineRefused(EngineError):
    """The server will not answer this request: key, model name or prompt (4xx, redirects)."""

    code = "refused"


class EngineStalled(EngineError):
    """Nothing came for too long: no first piece, or a gap between pieces, or over the reply's deadline."""

    code, is_retryable = "stalled", True


class EngineBrokeOff(EngineError):
    """The stream ended without an ending."""

    code, is_retryable = "broke_off", True


class EngineGarbled(EngineError):
    """What came is not the protocol: not JSON, a line without end, the wrong shape."""

    code = "garbled"


class EngineSilent(EngineError):
    """The reply ended without a word."""

    code, is_retryable = "silent", True
