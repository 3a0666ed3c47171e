"""The program that writes the boards: what it writes, what it refuses, and what it tells."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard
from grafana_foundation_sdk.models.dashboardv2 import Dashboard as DashboardV2

from dashboards.__main__ import main
from dashboards._files import GENERATED, generate
from dashboards._parts import put_above
from dashboards.config import Config
from tests.dashboards.boards import FILES, UIDS, read_board
from tests.legs.environments import ROOT


def test_what_is_checked_in_is_what_is_generated() -> None:
    """`python -m dashboards --check` finds nothing stale."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboards", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "All generated files are as they should be.\n") == (done.returncode, done.stdout)


def test_a_stale_file_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--check names each file that differs, with its first differences, and exits 1."""
    main(["--out", str(tmp_path)])
    changed = tmp_path / "classic" / f"{UIDS[0]}.json"
    changed.write_text(changed.read_text("utf-8").replace("cost overview", "costs"), "utf-8")
    (tmp_path / "v2" / "gemini-otel-old.json").write_text("{}", "utf-8")
    (tmp_path / "v2" / f"{UIDS[1]}.json").unlink()
    capsys.readouterr()

    code = main(["--check", "--out", str(tmp_path)])

    assert 1 == code
    assert capsys.readouterr().out.splitlines() == [
        "v2/gemini-otel-old.json: is no longer generated",
        f"classic/{UIDS[0]}.json: 2 lines differ",
        '  -  "title": "Gemini: costs",',
        '  +  "title": "Gemini: cost overview",',
        f"v2/{UIDS[1]}.json: is missing",
    ]


def test_nothing_depends_on_the_run() -> None:
    """Two runs in processes with other hash seeds write the same bytes."""
    script = (
        "import hashlib, json; from dashboards._files import generate;"
        "from dashboards.config import Config;"
        "print(hashlib.sha256(json.dumps(generate(Config())).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(told)


def test_settings_reach_the_boards(tmp_path: Path) -> None:
    """Budgets, labels and matchers of a user's file are on the boards."""
    file = tmp_path / "mine.toml"
    file.write_text(
        """
        [selectors]
        matchers = 'cluster="eu"'
        service = "app"
        tenant = "customer"
        [budget]
        month_usd = 250
        tenants_usd = { acme = 40 }
        """,
        encoding="utf-8",
    )

    code = main(["--config", str(file), "--out", str(tmp_path / "out")])

    cost = (tmp_path / "out/classic/gemini-otel-cost.json").read_text("utf-8")
    tenants = (tmp_path / "out/classic/gemini-otel-tenants.json").read_text("utf-8")
    assert 0 == code
    assert 'cluster=\\"eu\\", app=~\\"$service\\"' in cost
    assert '"query": "250"' in cost
    assert 'label_replace(vector(40), \\"gemini_attribution_customer\\", \\"acme\\"' in tenants


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[budget]\nmonth_usd = -1", "budget: month_usd is -1, and must be a number above 0."),
        ("[budgets]\n", "has no setting budgets: choose among"),
        ("month_usd", "is no TOML"),
    ],
)
def test_wrong_settings_are_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """A file that cannot be followed ends the program with 2 and a sentence."""
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")

    code = main(["--config", str(file), "--out", str(tmp_path / "out")])

    assert 2 == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("form", "uid"), FILES)
def test_the_sdk_reads_what_it_wrote(form: str, uid: str) -> None:
    """A Classic board that was read and written again is the same: no key is unknown."""
    text = (GENERATED / form / f"{uid}.json").read_text("utf-8")
    read = Dashboard.from_json(json.loads(text))
    put_above(read)

    assert text == _write(read)


@pytest.mark.parametrize("uid", UIDS)
def test_the_sdk_reads_what_it_wrote_for_grafana_13(uid: str) -> None:
    """So is the board of Grafana 13."""
    spec = read_board("v2", uid)["spec"]

    read = json.loads(_write(DashboardV2.from_json(spec)))

    for key, panel in read["elements"].items():
        if "custom" not in _defaults(spec["elements"][key]):
            del _defaults(panel)["custom"]  # it adds one that is empty, or has its own defaults
    assert spec == read


def _defaults(panel: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = panel["spec"]["vizConfig"]["spec"]["fieldConfig"]["defaults"]
    return found


class _Encoder(JSONEncoder):
    """The SDK's, but for a slip of its own: it reads the kind of a panel into a set of one."""

    def default(self, obj: Any) -> Any:
        if isinstance(obj, set):
            return next(iter(cast("set[str]", obj)))
        return super().default(obj)


def _write(model: object) -> str:
    return json.dumps(model, cls=_Encoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_every_file_is_json_with_a_last_newline() -> None:
    """Files are as a version control system likes them."""
    texts = [text for name, text in generate(Config()).items() if name.endswith(".json")]

    assert all(text.endswith("}\n") and json.loads(text) for text in texts)
