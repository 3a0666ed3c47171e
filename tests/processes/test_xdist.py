"""pytest-xdist: a suite that uses gemini_otel.testing passes in two processes side by side."""

from pathlib import Path

from tests.processes.launching import Stage, finish


SUITE = '''
import pytest
from gemini_otel.testing import FakeGemini, Reply, record_telemetry

WORKERS = set()

@pytest.mark.parametrize("number", range(8))
def test_an_answer_is_counted_once(number, worker_id):
    """Each test has a server and telemetry of its own, in whatever process it runs."""
    assert worker_id in {"gw0", "gw1"}
    with FakeGemini() as gemini, record_telemetry() as telemetry:
        gemini.queue(Reply("Paris.", usage={"prompt": 9, "candidates": number + 1}))
        client = gemini.client()

        client.models.generate_content(model="gemini-3.5-flash", contents="Capital?")
        list(client.models.generate_content_stream(model="gemini-3.5-flash", contents="Hello?"))

        assert 9 + number + 1 + 19 == telemetry.total("gemini.client.tokens")
        assert 2 == len(telemetry.spans) == len(telemetry.events("gemini.usage"))
        assert gemini.totals() == {
            kind: telemetry.total("gemini.client.tokens", **{"gemini.token.kind": kind})
            for kind in gemini.totals()
        }
'''


def test_a_suite_in_two_processes(stage: Stage, tmp_path: Path) -> None:
    """Eight tests, all of them in one of the two workers."""
    (tmp_path / "test_mine.py").write_text(SUITE, encoding="utf-8")
    command = ("pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "--rootdir", str(tmp_path))
    done = finish(stage.start(*command, "-c", "/dev/null", str(tmp_path)))

    assert 0 == done.code, done.output + done.errors
    assert "8 passed" in done.output
