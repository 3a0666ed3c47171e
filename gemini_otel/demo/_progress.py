"""Tells what happens while it happens."""

from types import TracebackType
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text


if TYPE_CHECKING:
    from typing_extensions import Self

    from gemini_otel.demo._performance import Performance
    from gemini_otel.demo._stage import Stage


_TITLE_WIDTH: Final = 36


class Progress:
    """One line a scene, and on a terminal what is going on at the moment below them."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = console.status("Importing google-genai")

    def __enter__(self) -> "Self":
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._status.stop()

    def follow(self, stage: "Stage", played: "list[Performance]") -> None:
        """Tells of the scene that was played last and names the next."""
        if played:
            total = str(len(stage.scenes))
            self._tell(played[-1], f"{len(played):>{len(total)}}/{total}")
        else:
            self._console.print(stage.about)
            self._console.print()
        following = stage.scenes[len(played) :]
        self._status.update(following[0].title if following else "Reading what was recorded")

    def _tell(self, performance: "Performance", number: str) -> None:
        lead = f"{number}  {performance.scene.title:<{_TITLE_WIDTH}}  "
        outcome = performance.outcome
        said = _shorten(outcome.said, self._console.width - len(lead))
        said = said.encode(self._console.encoding, "replace").decode(self._console.encoding)
        self._console.print(Text.assemble(lead, (said, "green" if outcome.is_answer else "yellow")))


def _shorten(text: str, room: int) -> str:
    """The beginning of a text that a server sent, without anything a terminal would obey."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain if len(plain) <= room else plain[: max(room - 3, 0)].rstrip() + "..."
