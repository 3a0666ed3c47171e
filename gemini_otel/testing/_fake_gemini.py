"""The fake Gemini: a local server that speaks the REST surface of Google's API."""

from types import TracebackType
from typing import TYPE_CHECKING, Any

from gemini_otel.testing import _totals
from gemini_otel.testing._answers import Answer
from gemini_otel.testing._client import make_client
from gemini_otel.testing._ledger import Ledger, Served
from gemini_otel.testing._request import Request
from gemini_otel.testing._script import Handler, Script
from gemini_otel.testing._server import Server
from gemini_otel.testing._service import Service


if TYPE_CHECKING:
    from google.genai import Client
    from typing_extensions import Self


class FakeGemini:
    """A Gemini that runs on this machine, says what a test wants, and keeps a ledger.

    It speaks the REST surface of the Gemini Developer API and of Vertex AI over HTTP, so that
    the real SDK talks to it through real sockets::

        with FakeGemini() as gemini:
            gemini.queue("Paris.", Reply("Berlin.", usage={"prompt": 9, "candidates": 2}))
            client = gemini.client()
            answer = client.models.generate_content(model="gemini-3.5-flash", contents="Capital?")

    Where HTTP_PROXY is set, set NO_PROXY=127.0.0.1 as well, for the SDK obeys both.

    Args:
        default: What is answered when nothing is queued, where it fits the request; without it,
            a short text of 12 prompt and 7 answer tokens.
    """

    def __init__(self, *, default: Answer | str | None = None) -> None:
        self._script = Script(default)
        self._ledger = Ledger()
        self._service = Service(self._script, self._ledger)
        self._server: Server | None = None

    def __enter__(self) -> "Self":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> "Self":
        """Begins to listen on a free port of 127.0.0.1.

        Returns:
            This server, for `gemini = FakeGemini().start()`.
        """
        self._server = self._server or Server(self._service.serve)
        return self

    def close(self) -> None:
        """Ends every connection, the ones that wait as well; the ledger stays readable."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    @property
    def url(self) -> str:
        """The server's address, as `http_options={"base_url": ...}` takes it.

        Raises:
            RuntimeError: When the server is not running.
        """
        if self._server is None:
            raise RuntimeError(
                "FakeGemini is not running: use `with FakeGemini() as gemini:` or call start()."
            )
        return self._server.url

    def client(self, **options: Any) -> "Client":
        """A real google-genai client of this server.

        Args:
            options: Arguments of `google.genai.Client`. With `vertexai=True` a project, a
                location and credentials that open nothing are filled in; otherwise the API key
                `test-key`. `http_options` are kept, with this server's address added.

        Returns:
            The client. Keep it in a variable: the SDK closes a client with its last reference,
            and some versions do so in the middle of `gemini.client().models...`.
        """
        return make_client(self.url, options)

    def queue(self, *answers: Answer | str, model: str | None = None) -> None:
        """Scripts what the next requests are answered, first come, first served.

        An answer waits for the first request it fits: a reply for generate_content, an
        embedding for embed_content, a token count for count_tokens, an error for any.

        Args:
            answers: Replies, texts, errors, embeddings, token counts.
            model: Only requests to this model get them, and before those for any model; so
                that calls running side by side each get their own.
        """
        self._script.add(answers, model)

    def respond(self, handler: Handler) -> Handler:
        """Lets a function decide by the request; it is asked before the queue.

        Args:
            handler: Takes the request and returns an answer or a text, or None to leave it to
                the queue. It runs in the server's threads. What it raises becomes a 500.

        Returns:
            The handler, so that this is a decorator as well.
        """
        self._script.handler = handler
        return handler

    @property
    def unserved(self) -> list[Answer]:
        """What is still in the queue."""
        return self._script.unserved()

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in the order they came."""
        return self._ledger.requests()

    @property
    def served(self) -> list[Served]:
        """Every answer so far, in the order they were begun; those in progress as far as they are.

        Whatever a client has read is in here already.
        """
        return self._ledger.served()

    def totals(self, model: str | None = None, *, planned: bool = False) -> dict[str, int]:
        """The tokens of all billed answers, by kinds that do not overlap.

        Billed are answers with status 200 to generate_content and embed_content; a stream
        counts with the last usage that was written.

        Args:
            model: Only answers to requests for this model.
            planned: Count each answer with the usage of its complete form, also where the
                client left early.

        Returns:
            Tokens by kind: uncached_prompt, cached, tool_use, candidates, thoughts; and
            unknown, only where a server reported a total beyond these.
        """
        return _totals.by_kind(self._usages(model, planned=planned))

    def totals_by_modality(
        self, model: str | None = None, *, planned: bool = False
    ) -> dict[str, dict[str, int]]:
        """The same tokens, each kind by modality.

        Args:
            model: Only answers to requests for this model.
            planned: Count each answer with the usage of its complete form.

        Returns:
            Tokens by kind and lower-case modality; what the server gave no modality is
            `unknown`, thinking is `text`.
        """
        return _totals.by_modality(self._usages(model, planned=planned))

    def forget(self) -> None:
        """Begins the ledger anew, to measure one part of a program or to free memory.

        What is queued stays.
        """
        self._ledger.forget()

    def wait_idle(self, timeout: float = 5.0) -> None:
        """Waits until no request is in progress, such as a stream whose reader has left.

        Args:
            timeout: How many seconds at most.

        Raises:
            TimeoutError: When one is still in progress then.
        """
        if not self._ledger.wait_idle(timeout):
            raise TimeoutError(
                f"A request is still in progress after {timeout} seconds: release what holds "
                "its answer, or let its client leave."
            )

    def _usages(self, model: str | None, *, planned: bool) -> list[Any]:
        return _totals.usages(self._ledger.served(), model=model, planned=planned)
