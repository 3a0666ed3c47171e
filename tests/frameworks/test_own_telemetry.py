"""What a framework records of the same calls itself doubles nothing of what we sum up."""

from tests.frameworks.observing import Seen, find_telemetry


def test_it_records_usage(all_seen: list[Seen]) -> None:
    """The other telemetry is really on: its spans or its metrics have tokens."""
    spans = [name for seen in all_seen for span in seen.theirs.spans for name in span]
    metrics = [name for seen in all_seen for name in seen.theirs.metrics]

    assert any("token" in name for name in [*spans, *metrics])


def test_no_metric_of_ours_is_theirs(all_seen: list[Seen]) -> None:
    """What our dashboards sum up, the metrics in `gemini.`, nobody else records."""
    theirs = {name for seen in all_seen for name in seen.theirs.metrics}

    assert not {name for name in theirs if name.startswith("gemini.")}


def test_the_standard_metrics_of_both_are_known(
    all_seen: list[Seen], framework: str, beside: str
) -> None:
    """Whoever sums a standard metric over all scopes must know which ones are recorded twice."""
    both = {name for seen in all_seen for name in seen.theirs.metrics & seen.ours.metrics}

    assert find_telemetry(framework)[beside].shared == both
