"""Jupyter: cells that are run again and modules that are loaded again give one span a call."""

import json
from pathlib import Path
from typing import Any

from tests.processes.launching import Stage, finish


MODULE = """
from google.genai import Client

client = Client()

def ask():
    return client.models.generate_content(model="gemini-3.5-flash", contents="{words}")
"""
EDIT = """
from pathlib import Path
from typing import Any
import os
file = Path("questions_of_mine.py")
file.write_text(file.read_text().replace("Hello?", "Hello again?"))
os.utime(file, (2_000_000_000, 2_000_000_000))
"""
INSTRUMENT = "import gemini_otel; gemini_otel.instrument()"
PROVIDE = """
from tests.processes.programs.pipeline import Providers
providers = Providers().make_global()
"""
IN_A_CELL = """
models = questions_of_mine.client.models
await questions_of_mine.client.aio.models.generate_content(
    model="gemini-3.5-flash", contents="from a cell"
)
for _ in models.generate_content_stream(model="gemini-3.5-flash", contents="a stream"):
    pass
"""
CELLS = (
    "%load_ext autoreload\n%autoreload 2",
    PROVIDE,
    INSTRUMENT,
    "import questions_of_mine\nquestions_of_mine.ask();",
    INSTRUMENT,
    "questions_of_mine.ask();",
    EDIT,
    "questions_of_mine.ask();",
    f"import importlib; importlib.reload(gemini_otel); {INSTRUMENT}",
    "questions_of_mine.ask();",
    IN_A_CELL,
)
NOTEBOOK: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 4,
    "metadata": {},
    "cells": [
        {
            "cell_type": "code",
            "source": cell,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for cell in CELLS
    ],
}


def test_a_notebook(stage: Stage, tmp_path: Path) -> None:
    """`%autoreload 2`, `instrument()` in three cells, an edited module: six calls, six spans."""
    file = tmp_path / "notebook.ipynb"
    (tmp_path / "questions_of_mine.py").write_text(MODULE.format(words="Hello?"), encoding="utf-8")
    file.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    paths = {name: str(tmp_path / name) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    done = finish(stage.start("jupyter", "execute", str(file), HOME=str(tmp_path), **paths))

    told = stage.check()
    assert 0 == done.code, done.errors
    assert 6 == told.calls() == len(told.usage())
    assert ["Hello?", "Hello?", "Hello again?", "Hello again?", "from a cell", "a stream"] == [
        request.body["contents"][0]["parts"][0]["text"] for request in stage.gemini.requests
    ]
