"""The command `gemini-otel dashboards`, which hands out boards and alerts."""

from pathlib import Path

import click

from gemini_otel_exporters._dashboards._shipped import Shipped, read_shipped


@click.group()
def dashboards() -> None:
    """Grafana boards and cost alerts that come with the package."""


@dashboards.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace files that differ.")
def export(folder: Path, *, overwrite: bool) -> None:
    """Write all boards, alerts and provisioning files into DIR.

    classic is for Grafana 10 to 13 and grafana.com, v2 for Grafana 13 alone, victoriametrics for
    VictoriaMetrics, postgresql and clickhouse for a ledger in them; alerts has rules for
    Prometheus and for Grafana; compose.yaml starts a Grafana and all that is behind it.
    """
    files = _read()
    differing = [one.name for one in files if _differs(folder / one.name, one)]
    if differing and not overwrite:
        raise click.UsageError(
            f"{folder} has {len(differing)} files that differ, the first is {differing[0]}: "
            "give another folder, or --overwrite to replace them."
        )
    try:
        for one in files:
            _write(folder / one.name, one)
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be written: {error.strerror}.") from error
    click.echo(f"{len(files)} files in {folder}")


def _read() -> tuple[Shipped, ...]:
    try:
        return read_shipped()
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error


def _differs(path: Path, shipped: Shipped) -> bool:
    try:
        return path.is_file() and path.read_bytes() != shipped.content
    except OSError:
        return True


def _write(path: Path, shipped: Shipped) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(shipped.content)
