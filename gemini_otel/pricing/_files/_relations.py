"""Judges what the records of a price file say of themselves and of one another."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from gemini_otel.pricing._files._faults import Fault
from gemini_otel.pricing._records import Fee, Life, Price, Records


_TOKENS: Final = "1M tokens"
_STORAGE: Final = "1M token-hours"
_VIDEO: Final = "second"


class Known(NamedTuple):
    """What a file may name without having it itself."""

    models: Container[str] = ()
    sources: Container[str] = ()


def check_relations(records: Records, known: Known) -> Iterator[Fault]:
    """Yield what contradicts itself, is there twice, or names what does not exist.

    Args:
        records: The records of the file.
        known: What another file has.
    """
    yield from _check_spans(records)
    for place, price in enumerate(records.prices):
        yield from (fault.under("prices", place) for fault in _check_circumstances(price))
    for place, fee in enumerate(records.fees):
        yield from (fault.under("fees", place) for fault in _check_generations(fee))
    yield from _check_repeats(records)
    yield from _check_models(records, known)
    yield from _check_sources(records, known)


def _check_spans(records: Records) -> Iterator[Fault]:
    for kind in ("prices", "uplifts", "fees", "discounts"):
        for place, one in enumerate(getattr(records, kind)):
            yield from _check_span(one.since, one.until, (kind, place, "until"), "from")
    for place, life in enumerate(records.lives):
        way = ("lifecycle", place, "shutdown")
        yield from _check_span(life.release, life.shutdown, way, "release")


def _check_span(
    first: date | None, last: date | None, path: tuple[str | int, ...], name: str
) -> Iterator[Fault]:
    if first and last and last < first:
        yield Fault(path, f'got {last}, which is before "{name}", {first}; swap or correct them.')


def _check_circumstances(price: Price) -> Iterator[Fault]:
    is_tokens = price.unit == _TOKENS
    wanted = {_TOKENS: "input or output", _STORAGE: "storage"}.get(price.unit, "output")
    if price.direction not in wanted.split(" or "):
        yield Fault(("direction",), f'got "{price.direction}"; {price.unit} is {wanted}.')
    if is_tokens and not price.modalities:
        yield Fault(("modality",), 'it is missing; tokens have modalities, such as ["text"].')
    yield from _check_absence("modality", price.modalities, is_tokens, "tokens")
    yield from _check_absence("band", price.band != "all", is_tokens, "tokens")
    yield from _check_absence("cached", price.cached, price.direction == "input", "input")
    is_piece = price.unit not in (_TOKENS, _STORAGE)
    yield from _check_absence("size", price.size, is_piece, "images, videos and music")
    yield from _check_absence("audio", price.audio is not None, price.unit == _VIDEO, "seconds")


def _check_absence(name: str, value: object, is_fitting: bool, of: str) -> Iterator[Fault]:
    if value and not is_fitting:
        yield Fault((name,), f"only prices of {of} have it; leave it out.")


def _check_generations(fee: Fee) -> Iterator[Fault]:
    first, last = fee.generation_from, fee.generation_until
    if first is not None and last is not None and last < first:
        yield Fault(("generation_until",), f'got "{last}", which is before "{first}".')


def _check_repeats(records: Records) -> Iterator[Fault]:
    yield from _check_ids("models", "id", [one.id for one in records.models])
    yield from _check_ids("aliases", "alias", [one.alias for one in records.aliases])
    yield from _check_ids("uplifts", "id", [one.id for one in records.uplifts])
    yield from _check_ids("fees", "id", [one.id for one in records.fees])
    yield from _check_ids("discounts", "id", [one.id for one in records.discounts])
    lives = [f"{one.model} on {one.platform}" for one in records.lives]
    yield from _check_ids("lifecycle", "model", lives)


def _check_ids(kind: str, field: str, ids: Iterable[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place, name in enumerate(ids):
        if first.setdefault(name, place) != place:
            problem = f'"{name}" is at {kind}[{first[name]}] already; keep one of them.'
            yield Fault((kind, place, field), problem)


def _check_models(records: Records, known: Known) -> Iterator[Fault]:
    own = {one.id for one in records.models}
    for place, alias in enumerate(records.aliases):
        if alias.alias in own or alias.alias in known.models:
            problem = f'"{alias.alias}" is the id of a model, which goes before an alias.'
            yield Fault(("aliases", place, "alias"), problem)
    for path, name in _list_named_models(records):
        if name not in own and name not in known.models:
            problem = f'no model "{name}" is known; correct it, or list it under "models".'
            yield Fault(path, problem)


def _list_named_models(records: Records) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for place, alias in enumerate(records.aliases):
        if alias.model is not None:
            yield ("aliases", place, "model"), alias.model
    for place, price in enumerate(records.prices):
        yield ("prices", place, "model"), price.model
    for place, uplift in enumerate(records.uplifts):
        yield from ((("uplifts", place, "models"), name) for name in sorted(uplift.models))
    for place, discount in enumerate(records.discounts):
        yield from ((("discounts", place, "models"), name) for name in sorted(discount.models))
    for place, life in enumerate(records.lives):
        yield from ((("lifecycle", place, field), name) for field, name in _list_names(life))


def _list_names(life: Life) -> Iterator[tuple[str, str]]:
    names = {"model": life.model, "replacement": life.replacement, "routed_to": life.routed_to}
    return ((field, name) for field, name in names.items() if name is not None)


def _check_sources(records: Records, known: Known) -> Iterator[Fault]:
    own = {one.id for one in records.sources}
    for kind, place, sources in _list_citations(records):
        for spot, name in enumerate(sources):
            if name not in own and name not in known.sources:
                problem = f'no source "{name}" is known; list it under "sources".'
                yield Fault((kind, place, "sources", spot), problem)


def _list_citations(records: Records) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    yield from (("prices", place, one.sources) for place, one in enumerate(records.prices))
    yield from (("uplifts", place, one.sources) for place, one in enumerate(records.uplifts))
    yield from (("fees", place, one.sources) for place, one in enumerate(records.fees))
    yield from (("lifecycle", place, one.sources) for place, one in enumerate(records.lives))
