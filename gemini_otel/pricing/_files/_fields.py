"""The fields that each kind of record in a price file has, and which values they take."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from gemini_otel.pricing._files._faults import Fault
from gemini_otel.pricing._files._values import (
    Check,
    among,
    check_amount,
    check_band,
    check_day,
    check_flag,
    check_generation,
    check_model,
    check_multiplier,
    check_name,
    check_open_day,
    check_percent,
    check_read,
    check_text,
    describe,
    each,
    is_list,
    is_table,
    or_null,
)
from gemini_otel.pricing._names import PLATFORMS, TIERS


VERSION: Final = 1
UNITS: Final = ("1M tokens", "1M token-hours", "image", "second", "song", "clip")
MODALITIES: Final = ("text", "image", "video", "document", "audio")
TOOLS: Final = (
    "google_search",
    "google_maps",
    "web_grounding_for_enterprise",
    "grounding_with_your_data",
)


class Field(NamedTuple):
    """A field of a record: how its value is checked, and whether it has to be there."""

    check: Check
    is_required: bool = False


Fields = Mapping[str, Field]

_platform: Final = Field(among(*PLATFORMS), is_required=True)
_models: Final = Field(each(check_model, of='"gemini-3.8-flash"'), is_required=True)
_since: Final = Field(check_day, is_required=True)
_until: Final = Field(check_open_day)
_note: Final = Field(check_text)
_id: Final = Field(check_name, is_required=True)
_citation: Final[Fields] = {
    "sources": Field(each(check_name, of="ids of sources")),
    "read": Field(check_read),
    "confidence": Field(among("high", "medium", "low")),
    "note": _note,
}

_SOURCE: Final[Fields] = {
    "title": Field(check_name, is_required=True),
    "url": Field(check_text, is_required=True),
    "read": Field(check_read, is_required=True),
}
_RECORDS: Final[Mapping[str, Fields]] = {
    "models": {
        "id": Field(check_model, is_required=True),
        "generation": Field(check_generation),
        "note": _note,
    },
    "aliases": {
        "alias": Field(check_model, is_required=True),
        "model": Field(or_null(check_model), is_required=True),
        "note": _note,
    },
    "prices": {
        "model": Field(check_model, is_required=True),
        "platform": _platform,
        "tier": Field(among(*TIERS), is_required=True),
        "direction": Field(among("input", "output", "storage"), is_required=True),
        "unit": Field(among(*UNITS), is_required=True),
        "usd": Field(check_amount, is_required=True),
        "from": _since,
        "until": _until,
        "location": Field(among("any", "global")),
        "band": Field(check_band),
        "modality": Field(each(among(*MODALITIES), of='"text"')),
        "cached": Field(check_flag),
        "size": Field(check_name),
        "audio": Field(check_flag),
        **_citation,
    },
    "uplifts": {
        "id": _id,
        "platform": _platform,
        "models": _models,
        "locations": Field(among("non_global"), is_required=True),
        "multiplier": Field(check_multiplier, is_required=True),
        "from": _since,
        "until": _until,
        **_citation,
    },
    "fees": {
        "id": _id,
        "tool": Field(among(*TOOLS), is_required=True),
        "platform": _platform,
        "generation_from": Field(check_generation),
        "generation_until": Field(check_generation),
        "unit": Field(among("query", "prompt", "request"), is_required=True),
        "usd": Field(check_amount, is_required=True),
        "from": _since,
        "until": _until,
        "needs_sources": Field(check_flag),
        "bills_retrieved_tokens": Field(check_flag),
        "free": Field(check_text),
        **_citation,
    },
    "lifecycle": {
        "model": Field(check_model, is_required=True),
        "platform": _platform,
        "stage": Field(among("ga", "preview", "agent"), is_required=True),
        "release": Field(check_open_day),
        "shutdown": Field(check_open_day),
        "replacement": Field(or_null(check_model)),
        "routed_to": Field(or_null(check_model)),
        **_citation,
    },
    "discounts": {
        "id": _id,
        "percent": Field(check_percent, is_required=True),
        "models": _models._replace(is_required=False),
        "platforms": Field(each(among(*PLATFORMS), of='"vertex"')),
        "tiers": Field(each(among(*TIERS), of='"batch"')),
        "from": Field(check_open_day),
        "until": _until,
    },
}
"""The kinds of record that a file lists."""

_CITED: Final = ("sources", "read", "confidence")
_PACKAGED_ONLY: Final[Fields] = {"gap_before": Field(check_name)}
_USERS_ONLY: Final = "discounts"


def list_fields(kind: str, *, is_packaged: bool = False) -> Fields:
    """The fields of a kind of record; in the package's own file, prices have to be cited."""
    fields = _RECORDS[kind]
    if not is_packaged:
        return fields
    cited = {
        name: field._replace(is_required=field.is_required or name in _CITED)
        for name, field in fields.items()
    }
    return {**cited, **(_PACKAGED_ONLY if kind == "prices" else {})}


def check_shape(document: Mapping[str, object], *, is_packaged: bool = False) -> Iterator[Fault]:
    """Yield what is wrong with the fields and values of a file, each looked at by itself."""
    kinds = [kind for kind in _RECORDS if not (is_packaged and kind == _USERS_ONLY)]
    yield from _check_version(document)
    yield from _check_names(document, ["schema", "checked", "sources", *kinds])
    if "checked" in document:
        yield from (fault.under("checked") for fault in check_day(document["checked"]))
    yield from _check_sources(document.get("sources", {}))
    for kind in kinds:
        yield from _check_list(kind, document.get(kind, []), is_packaged=is_packaged)


def _check_version(document: Mapping[str, object]) -> Iterator[Fault]:
    version = document.get("schema")
    if "schema" not in document:
        yield Fault(("schema",), f"it is missing; say which form the file has: schema, {VERSION}.")
    elif version is True or version != VERSION:
        yield Fault(("schema",), f"got {describe(version)}; this release reads {VERSION}.")


def _check_sources(value: object) -> Iterator[Fault]:
    if not is_table(value):
        yield Fault(("sources",), f"got {describe(value)}; a table of sources by id is needed.")
        return
    for name, source in value.items():
        yield from (fault.under("sources", name) for fault in _check_record(source, _SOURCE))


def _check_list(kind: str, value: object, *, is_packaged: bool) -> Iterator[Fault]:
    if not is_list(value):
        wanted = f"a list of records is needed: [[{kind}]] in TOML, [...] in JSON"
        yield Fault((kind,), f"got {describe(value)}; {wanted}.")
        return
    fields = list_fields(kind, is_packaged=is_packaged)
    for place, record in enumerate(value):
        yield from (fault.under(kind, place) for fault in _check_record(record, fields))


def _check_record(record: object, fields: Fields) -> Iterator[Fault]:
    if not is_table(record):
        yield Fault((), f"got {describe(record)}; a table of fields is needed.")
        return
    yield from _check_names(record, fields)
    for name, field in fields.items():
        if name in record:
            yield from (fault.under(name) for fault in field.check(record[name]))
        elif field.is_required:
            yield Fault((name,), f"it is missing; {_say_needed(field)}")


def _say_needed(field: Field) -> str:
    refused = next(field.check(object()))  # no check takes this
    return refused.problem.partition("; ")[2]


def _check_names(record: Mapping[str, object], known: Collection[str]) -> Iterator[Fault]:
    for name in record:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f'did you mean "{near[0]}"? ' if near else ""
            yield Fault((name,), f"no such field; {hint}Allowed: {', '.join(known)}.")
