"""The command behind `make prices-check`: `python -m tests.pricing.check`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from tests.pricing.check.differences import Comparison, Difference, compare, read_explanations
from tests.pricing.check.from_genai_prices import list_genai_prices
from tests.pricing.check.from_litellm import list_litellm
from tests.pricing.check.quotes import list_days
from tests.pricing.check.wheels import GENAI_PRICES, LITELLM, DownloadError, fetch


NEEDED: Final = (3, 11)


def main() -> int:
    """Print every difference and return 0 if each is explained, and each explanation is used."""
    if sys.version_info < NEEDED:
        print("genai-prices needs Python 3.11 or newer; run this with PYTHON=python3.11.")
        return 2
    try:
        comparisons = _compare_all()
    except (DownloadError, ImportError) as error:
        print(error, file=sys.stderr)
        return 2
    return report([one for comparison in comparisons for one in comparison.differences])


def _compare_all() -> list[Comparison]:
    genai_prices, litellm = fetch(GENAI_PRICES), fetch(LITELLM)
    days = list_days()
    comparisons = [
        compare(list_genai_prices(genai_prices, days)),
        compare(list_litellm(litellm, days[0])),
    ]
    for wheel, comparison in zip((GENAI_PRICES, LITELLM), comparisons, strict=True):
        count = f"{comparison.shared} cells compared, {len(comparison.differences)} differences"
        print(f"{wheel.name} {wheel.version} ... {count}", flush=True)
    return comparisons


def report(differences: Collection[Difference]) -> int:
    """Print the differences, and return 1 if one is not explained, or one explanation stale."""
    explanations = read_explanations()
    unexplained = [one for one in differences if one not in explanations]
    stale = [one for one in explanations if one not in set(differences)]
    _print_table("Explained", [one for one in differences if one in explanations], explanations)
    _print_table("NOT EXPLAINED: correct the catalog, or add to explained.json", unexplained, {})
    _print_table("STALE: no such difference any more; remove from explained.json", stale, {})
    explained = len(differences) - len(unexplained)
    print(f"\n{explained} explained, {len(unexplained)} not explained, {len(stale)} stale")
    return 1 if unexplained or stale else 0


def _print_table(
    title: str, rows: Iterable[Difference], explanations: Mapping[Difference, Mapping[str, str]]
) -> None:
    lines = [
        f"  {one.oracle:<12} {one.model:<36} {one.platform:<10} {one.cell:<40} "
        f"theirs {one.theirs:<10} ours {one.ours:<8} {_say_why(explanations.get(one))}".rstrip()
        for one in rows
    ]
    if lines:
        print("\n".join(["", title, *lines]))


def _say_why(explanation: Mapping[str, str] | None) -> str:
    return f"{explanation['reason']} [{explanation['source']}]" if explanation else ""


if __name__ == "__main__":
    sys.exit(main())
