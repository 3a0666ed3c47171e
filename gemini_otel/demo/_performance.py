"""Plays the scenes one after the other, each under its own attribution."""

from collections.abc import Iterator
from dataclasses import dataclass

import gemini_otel
from gemini_otel.demo._program import Outcome
from gemini_otel.demo._scenes import Scene
from gemini_otel.demo._stage import Stage


ATTRIBUTION_KEY = "scene"


@dataclass(frozen=True, slots=True)
class Performance:
    """A scene that was played, and what came of it."""

    scene: Scene
    outcome: Outcome


def perform(stage: Stage) -> Iterator[Performance]:
    """Plays each scene when it is asked for."""
    for scene in stage.scenes:
        stage.prepare(scene)
        # Whatever is recorded inside carries the scene's title, so it can be told apart by it.
        with gemini_otel.attribution(**{ATTRIBUTION_KEY: scene.title}):
            outcome = _play(scene, stage)
        yield Performance(scene, outcome)


def _play(scene: Scene, stage: Stage) -> Outcome:
    try:
        return scene.play(stage.client, scene.model or stage.model)
    except Exception as error:  # noqa: BLE001 - an error is something to show, whichever it is
        problem = gemini_otel.classify(error)
        return Outcome(f"raised {type(error).__name__}: {problem.error_class}", is_answer=False)
