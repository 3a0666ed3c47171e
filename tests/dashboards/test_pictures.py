"""What boards look like in a browser, wide and narrow, light and dark."""

from typing import Any

import pytest

from tests.browser.chromium import Chromium, Visit
from tests.dashboards.boards import UIDS, list_panels, read_board
from tests.dashboards.past import Past
from tests.dashboards.rendering import VIEWS, Host, View, prepare_host, take_pictures, write_page
from tests.legs.environments import CACHE


pytest_plugins = ["tests.browser.conftest"]

Looks = dict[tuple[str, View], Visit]


@pytest.fixture(scope="module")
def host() -> Host:
    """Grafana's components."""
    return prepare_host()


@pytest.fixture(scope="module")
def looks(host: Host, past: Past, chromium: Chromium) -> Looks:
    """Every board in every view; the pictures stay, to be looked at."""
    folder = CACHE / "dashboards" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    pages = [write_page(host, read_board("classic", uid), past, folder) for uid in UIDS]
    return take_pictures(chromium, pages, folder)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("uid", UIDS)
def test_every_panel_is_drawn(looks: Looks, uid: str, view: View) -> None:
    """Each panel is there, its title has width and is whole, and nothing is too wide."""
    seen: dict[str, Any] = looks[uid, view].value
    panels = [panel["title"] for panel in list_panels(read_board("classic", uid))]

    assert ("yes", len(panels)) == (seen["shown"], seen["panels"])
    assert {*panels} == {text for text, _ in seen["titles"]} - {read_board("classic", uid)["title"]}
    assert [] == [text for text, width in seen["titles"] if width < 10]
    assert [] == seen["cut"]
    assert seen["wide"] <= view.width
