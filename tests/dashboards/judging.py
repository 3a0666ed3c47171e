"""What promtool says of an expression over a few series that are made up."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.backends.prometheus import run_promtool


def judge(folder: Path, series: Mapping[str, str], asked: str, value: float) -> str:
    """What promtool has against an expression being one number after ten minutes.

    Args:
        folder: Where its file goes.
        series: The values of each series, one a minute, in promtool's notation.
        asked: The expression.
        value: What it ought to be.

    Returns:
        Nothing where it is.
    """
    told = {"expr": asked, "eval_time": "10m", "exp_samples": [{"labels": "{}", "value": value}]}
    given = [{"series": name, "values": values} for name, values in series.items()]
    test = {"interval": "1m", "input_series": given, "promql_expr_test": [told]}
    file = folder / "test.json"
    file.write_text(json.dumps({"tests": [test]}), encoding="utf-8")
    done = run_promtool("test", "rules", str(file))
    return "" if done.returncode == 0 else done.stdout + done.stderr
