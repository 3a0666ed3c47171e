"""Takes the pictures of the documentation: `python -m tests.dashboards FOLDER`, wide ones only."""

import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import open_chromium
from tests.dashboards.boards import UIDS, read_board
from tests.dashboards.past import open_past
from tests.dashboards.rendering import VIEWS, prepare_host, take_pictures, write_page


STEPS = 72


def main(folder: Path) -> None:
    """Draws every board with six hours of a program."""
    folder.mkdir(parents=True, exist_ok=True)
    host, chromium = prepare_host(), open_chromium()
    wide = [view for view in VIEWS if view.width > 1000]
    with tempfile.TemporaryDirectory() as made, open_past(Path(made), STEPS) as past:
        pages = [write_page(host, read_board("classic", uid), past, folder) for uid in UIDS]
    take_pictures(chromium, pages, folder, wide)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
