"""Grafana dashboards and cost alerts as code: `python -m dashboards` writes generated/."""
