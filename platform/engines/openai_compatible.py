"""Let any server that speaks the OpenAI chat API write replies: vLLM, Ollama, llama.cpp, OpenAI."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import aiohttp

from engines.base import (
    Ending,
    EngineBrokeOff,
    EngineError,
    EngineGarbled,
    EngineOverflow,
    EngineRefused,
    EngineStalled,
    EngineUnreachable,
    Piece,
    Prompt,
    Told,
    canonical_json,
)
from engines.contexts import context_of, too_long
from engines.event_lines import EventLines, LineTooLong
from engines.going_on import Seam
from engines.limits import Clock, Limits
from engines.openai_faults import fault_of_status
from engines.openai_prompt import fitted, prompt_budget
from engines.openai_reply import ReplyReader
from engines.prices import UNKNOWN, Prices
from engines.session import get_session
from engines.tokenizers import count_tokens
from engines.tokens import estimate_tokens

ERROR_BODY_BYTES = 4096
ERROR_BODY_SECONDS = 2


class OpenAICompatibleEngine:
    """Streams chat completions. One connection a reply, no redirects, no retries of its own.

    ``name`` tells several servers apart; ``prices`` is what this one asks. ``tokenizer`` says that the server counts
    tokens itself, and in which way: see engines.tokenizers.
    """

    def __init__(
        self,
        *,
        base_url: str,
        name: str = "openai_compatible",
        api_key: str = "",
        model_name: str = "",
        context_tokens: int = 8192,
        max_tokens: int = 700,
        temperature: float | None = 0.7,
        limits: Limits | None = None,
        prices: Prices = UNKNOWN,
        tokenizer: str = "",
    ) -> None:
        self.name = name
        self.prices = prices
        self._base_url, self._tokenizer = base_url, tokenizer
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._api_key = api_key.strip()
        self._model_name = model_name
        self._said_context_tokens = context_tokens
        self._max_tokens = max_tokens
        self._temperature = temperature
        self._limits = limits or Limits()

    def tell(self, prompt: Prompt) -> Told:
        """Return the request's body, byte for byte as it is sent, and an estimate of its tokens."""
        model_name = prompt.model_name or self._model_name
        context = context_of(f"{self._url} {model_name}", said=self._said_context_tokens)
        budget = prompt_budget(context_tokens=context, max_tokens=self._max_tokens)
        fit = fitted(prompt, max_prompt_tokens=budget)
        if self._tokenizer and fit.is_cut:
            fit = fitted(prompt, max_prompt_tokens=budget, count=self.count_tokens)
        parameters = self._parameters()
        body = {
            "model": model_name,
            "messages": fit.messages,
            "stream": True,
            "stream_options": {"include_usage": True},
            **parameters,
        }
        left_out = {"messages_left_out": fit.num_left_out} if fit.num_left_out else {}
        return Told(
            canonical_json(body),
            parameters | left_out,
            model_name,
            fit.num_tokens,
            context,
            num_left_out=fit.num_left_out,
        )

    @property
    def context_tokens(self) -> int:
        return context_of(f"{self._url} {self._model_name}", said=self._said_context_tokens)

    @property
    def budget_tokens(self) -> int:
        return prompt_budget(context_tokens=self.context_tokens, max_tokens=self._max_tokens)

    def count_tokens(self, text: str) -> int:
        if not self._tokenizer:
            return estimate_tokens(text)
        server = {"base_url": self._base_url, "api_key": self._api_key, "model_name": self._model_name}
        return count_tokens(text, tokenizer=self._tokenizer, **server)

    def _parameters(self) -> dict:
        # OpenAI's own newer models refuse the old name, other servers may not know the new one.
        parameters = {"max_completion_tokens" if self._is_openai else "max_tokens": self._max_tokens}
        return parameters if self._temperature is None else {**parameters, "temperature": self._temperature}

    async def stream(self, prompt: Prompt, told: Told | None = None) -> AsyncIterator[Piece | Ending]:
        """Yield pieces, then one Ending; closing the iterator closes the connection at once."""
        told = told or self.tell(prompt)
        clock = Clock(self._limits)
        with _named_faults(EngineUnreachable):
            response = await self._post(told, clock)
        try:
            await self._refuse_all_but_200(response)
            incoming, seam = _IncomingReply(response, self._limits, clock), Seam(prompt.so_far)
            num_before = 0
            while text := await incoming.next_text():
                if joined := seam.feed(text):
                    yield Piece(joined, incoming.reader.num_pieces - num_before)
                    num_before = incoming.reader.num_pieces
            if joined := seam.flush():
                yield Piece(joined, incoming.reader.num_pieces - num_before)
            yield incoming.reader.ending()
        except EngineOverflow as overflow:
            server = f"{self._url} {told.model_name}"
            too_long(server, counted_on=told.context_tokens, most=overflow.most_tokens)
            raise
        finally:
            # Drops the connection, unless the response was read to its end: then it is free already.
            response.close()

    async def _post(self, told: Told, clock: Clock) -> aiohttp.ClientResponse:
        session = await get_session()
        async with asyncio.timeout_at(clock.deadline):
            return await session.post(
                self._url,
                data=told.data,
                headers=self._headers(),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, connect=self._limits.connect_seconds),
            )

    @property
    def _is_openai(self) -> bool:
        return urlsplit(self._url).hostname == "api.openai.com"

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            "Accept-Encoding": "identity",
        }
        return {**headers, "Authorization": f"Bearer {self._api_key}"} if self._api_key else headers

    async def _refuse_all_but_200(self, response: aiohttp.ClientResponse) -> None:
        if response.status == 200:
            return
        raise fault_of_status(
            response.status,
            await _beginning_of_body(response),
            retry_after=response.headers.get("Retry-After"),
            max_retry_after=self._limits.max_retry_after,
        )


class _IncomingReply:
    """The text of one response, as it comes."""

    def __init__(self, response: aiohttp.ClientResponse, limits: Limits, clock: Clock) -> None:
        self.reader = ReplyReader(max_characters=limits.max_characters)
        self._lines = EventLines(max_line_bytes=limits.max_line_bytes)
        self._content = response.content
        self._clock = clock
        self._fault: Exception | None = None
        self._has_ended = False

    async def next_text(self) -> str:
        """Return some more text, or none at the end.

        What one read brings is one text: fewer pieces cost less all the way down.
        """
        # The time that the text's reader took is not the server's.
        if self.reader.num_signs:
            self._clock.heard()
        text = ""
        with _named_faults(EngineBrokeOff):
            while not (text or self._has_ended or self.reader.is_cut):
                if self._fault:
                    raise self._fault
                text = self._take(await self._next_chunk())
        return text

    def _take(self, chunk: bytes) -> str:
        signs, text = self.reader.num_signs, ""
        try:
            for payload in self._lines.feed(chunk) if chunk else self._lines.end():
                text += self.reader.read(payload)
        except (EngineError, LineTooLong) as fault:
            # What came before the fault goes on first.
            self._fault = fault
        if self.reader.num_signs > signs:
            self._clock.heard()
        if self.reader.is_finished:
            self._clock.finished()
        if not chunk:
            self._has_ended = not self._fault
            text += self.reader.last_text()
        return text

    async def _next_chunk(self) -> bytes:
        """Return some bytes, or none at the end."""
        try:
            # A timeout only ends what waits; a server that floods us never makes us wait.
            if self._clock.is_over:
                raise TimeoutError
            async with asyncio.timeout_at(self._clock.deadline):
                return await self._content.readany()
        except (TimeoutError, aiohttp.ClientError, OSError):
            # The reply is whole; only its end was untidy.
            if self.reader.is_finished:
                return b""
            raise


@contextmanager
def _named_faults(broken_connection):
    """Name what aiohttp and the line reader raise; a lost connection is a ``broken_connection``."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError:
        raise EngineUnreachable("no connection in time") from None
    except TimeoutError:
        raise EngineStalled from None
    except LineTooLong:
        raise EngineGarbled("a line without an end") from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
        raise EngineRefused("the address is not one") from None
    except aiohttp.ClientResponseError:
        raise EngineGarbled("not HTTP") from None
    except (aiohttp.ClientError, OSError) as error:
        raise broken_connection(type(error).__name__) from None


async def _beginning_of_body(response: aiohttp.ClientResponse) -> bytes:
    try:
        async with asyncio.timeout(ERROR_BODY_SECONDS):
            return await response.content.read(ERROR_BODY_BYTES)
    except (TimeoutError, aiohttp.ClientError, OSError):
        return b""
