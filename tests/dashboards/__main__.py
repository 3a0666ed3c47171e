"""Takes the pictures of the documentation, and those of all other views: `python -m ... FOLDER`."""

import sys
import tempfile
from pathlib import Path

from dashboards.sql._board import name_board
from dashboards.sql._engine import POSTGRESQL
from tests.browser.chromium import open_chromium
from tests.dashboards.boards import UIDS, read_board
from tests.dashboards.ledger import open_ledger_past
from tests.dashboards.past import open_past
from tests.dashboards.rendering import prepare_host, take_pictures, write_page
from tests.databases import PostgreSQL


STEPS = 72


def main(folder: Path) -> None:
    """Draws every board with six hours of a program, and the ledger's with a month."""
    folder.mkdir(parents=True, exist_ok=True)
    host, chromium = prepare_host(), open_chromium()
    with tempfile.TemporaryDirectory() as made, open_past(Path(made), STEPS) as past:
        pages = [write_page(host, read_board("classic", uid), past, folder) for uid in UIDS]
    uid, _ = name_board(POSTGRESQL)
    with PostgreSQL() as server, open_ledger_past(server) as ledger:
        pages.append(write_page(host, read_board("postgresql", uid), ledger, folder))
    take_pictures(chromium, pages, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
