"""What an alert says to people, in the template language that Prometheus and Grafana share."""

import re
from typing import Final

from dashboards.alerts._rule import Alert
from dashboards.config import Links


# The dollar stands inside: Grafana takes `${...}` in a provisioning file for a variable of the
# environment.
_FORMS: Final = {
    "usd": '{{{{ {value} | printf "$%.2f" }}}}',
    "cost": '{{{{ {value} | printf "$%.6f" }}}}',
    "share": "{{{{ {value} | humanizePercentage }}}}",
    "number": '{{{{ {value} | printf "%.0f" }}}}',
    "ratio": '{{{{ {value} | printf "%.2f" }}}}',
    "time": "{{{{ {value} | humanizeDuration }}}}",
}
_LABEL: Final = re.compile(r"\{\[(\w+)(?:\|([^|\]]*)\|([^|\]]*))?\]\}")


def annotate(alert: Alert, links: Links, value: str) -> dict[str, str]:
    """An alert's annotations.

    Args:
        alert: The alert.
        links: Where it points to.
        value: What its value is called in templates.
    """
    return {
        "summary": _spell(alert.summary, value),
        "dashboard_url": f"{links.grafana.rstrip('/')}/d/{alert.board}",
        "runbook_url": f"{links.runbook}#{alert.name.lower()}",
    }


def label(alert: Alert) -> dict[str, str]:
    """An alert's labels."""
    return {"severity": alert.severity, **alert.labels}


def _spell(summary: str, value: str) -> str:
    told = _LABEL.sub(_spell_label, summary)
    for name, form in _FORMS.items():
        told = told.replace(f"{{{name}}}", form.format(value=value))
    return told


def _spell_label(found: re.Match[str]) -> str:
    name, before, instead = found.groups()
    if before is None:
        return f"{{{{ $labels.{name} }}}}"
    otherwise = f"{{{{ else }}}}{instead}" if instead else ""
    return f"{{{{ with $labels.{name} }}}}{before}{{{{ . }}}}{otherwise}{{{{ end }}}}"
