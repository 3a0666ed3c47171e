"""The ways a streamed answer can stop being well."""

from dataclasses import dataclass
from threading import Event

from gemini_otel.testing._fault import Fault


@dataclass(frozen=True, slots=True)
class Break:
    """What happens to an answer on its way, after some of its chunks were sent.

    Make one with `Break.cut`, `Break.error`, `Break.malformed` or `Break.pause`. An answer that
    is not streamed has no chunks: it is cut in the middle of its body, replaced by the error or
    by a body that is not JSON, or paused before its first byte.
    """

    after: int
    pauses: Event | None = None
    says: Fault | bytes | None = None
    cuts: bool = False

    @classmethod
    def cut(cls, *, after: int) -> "Break":
        """The connection closes in the middle of the answer.

        Args:
            after: How many chunks are sent before.

        Returns:
            The break, for `Reply(breaks=...)`.
        """
        return cls(after, cuts=True)

    @classmethod
    def error(cls, fault: Fault, *, after: int) -> "Break":
        """The server reports an error in the middle of the stream it has begun with 200.

        Args:
            fault: The error.
            after: How many chunks are sent before.

        Returns:
            The break, for `Reply(breaks=...)`.
        """
        return cls(after, says=fault)

    @classmethod
    def malformed(cls, text: bytes = b'{"candidates": [{"content": ', *, after: int) -> "Break":
        """The stream ends with something that is not JSON.

        Args:
            text: What is sent in place of JSON.
            after: How many chunks are sent before.

        Returns:
            The break, for `Reply(breaks=...)`.
        """
        return cls(after, says=text)

    @classmethod
    def pause(cls, until: Event, *, after: int) -> "Break":
        """The server falls silent, and goes on once it is released.

        Args:
            until: The rest is sent when this event is set, and never if the client leaves or the
                server closes before.
            after: How many chunks are sent before.

        Returns:
            The break, for `Reply(breaks=...)`.
        """
        return cls(after, pauses=until)
