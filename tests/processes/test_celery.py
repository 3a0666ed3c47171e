"""Celery: each process of a prefork pool tells its own tasks."""

from pathlib import Path

from tests.processes.launching import PROGRAMS, TEMPORALITY, Stage, finish, stop


WORKER = (
    *("celery", "--app", f"{PROGRAMS}.tasks", "worker"),
    *("--pool", "prefork", "--concurrency", "2", "--loglevel", "WARNING"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)


def test_a_prefork_pool(stage: Stage, tmp_path: Path) -> None:
    """Providers are made and shut down by the signals of the pool's processes."""
    (tmp_path / "control").mkdir()
    stage.env[TEMPORALITY] = "delta"
    stage.env["CELERY_FOLDER"] = str(tmp_path)
    with stage.start(*WORKER) as worker:
        try:
            done = stage.run("ordering")
            worker.terminate()
            ended = finish(worker)
        finally:
            stop(worker)

    told = stage.check()
    assert (0, "2\n") == done[:2], done.errors
    assert 0 == ended.code, ended.errors
    assert 2 == len([one for one in stage.receiver.processes().values() if one.calls()])
    assert told.calls() == len(told.usage())
