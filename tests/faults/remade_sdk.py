"""Makes another SDK of the one that is installed: a copy in which names are others."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import google.genai


def remake(folder: Path, names: Mapping[str, str]) -> Path:
    """Copies the SDK, renaming what it defines and uses.

    Args:
        folder: Where the copy goes; a program finds it first with this as its `PYTHONPATH`.
        names: What is called otherwise there, and how; a module's name renames its file.

    Returns:
        The folder.
    """
    copied = folder / "google" / "genai"
    own = Path(google.genai.__file__).parent
    shutil.copytree(own, copied, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    for file in copied.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        renamed = pattern.sub(lambda match: names[match[0]], text)
        if renamed != text:
            file.write_text(renamed, encoding="utf-8")
        if file.stem in names:
            file.rename(file.with_stem(names[file.stem]))
    return folder
