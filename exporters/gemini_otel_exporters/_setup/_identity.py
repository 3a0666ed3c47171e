"""The resource of this process, which tells its telemetry from that of others."""

import uuid
from typing import Any, Final

from opentelemetry.sdk.resources import Resource

from gemini_otel_exporters._setup._plan import Plan


_NAME: Final = "service.name"
_INSTANCE: Final = "service.instance.id"


def make_resource(plan: Plan) -> Resource:
    """What is given, what OpenTelemetry's variables say, and an id of this process alone.

    A forked child asks again: OpenTelemetry's SDK makes an id by itself from about 1.45 on, and
    renews it after a fork; older ones make none.
    """
    given: dict[str, Any] = dict(plan.resource)
    if plan.service_name:
        given[_NAME] = plan.service_name
    resource = Resource.create(given)
    if _INSTANCE in resource.attributes:
        return resource
    return resource.merge(Resource({_INSTANCE: str(uuid.uuid4())}))
