"""Charges what is billed by the piece or by time: images, video, music, the storage of a cache."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from gemini_otel.pricing._bill import Bill
from gemini_otel.pricing._cards import Card, UnitRate
from gemini_otel.pricing._names import CACHE_STORAGE, MEDIA, TOKEN_HOUR
from gemini_otel.pricing._usage import MOST, Media


_MOST_DIGITS: Final = 12
_MOST_DECIMALS: Final = 18
_MODALITIES: Final = {"image": "image", "second": "video", "song": "audio", "clip": "audio"}


def charge_media(bill: Bill, card: Card, media: Iterable[Media]) -> None:
    """Adds a charge for each, or says why there is none."""
    for one in media:
        component = CACHE_STORAGE if one.unit == TOKEN_HOUR else MEDIA
        fitting = _find_fitting(card, one)
        if not _is_quantity(one.quantity):
            bill.miss(component, "malformed_usage", one.unit)
        elif card.gap:
            bill.miss(card.gap.component, card.gap.reason, card.gap.what)
        elif len({rate.rate.usd for rate in fitting}) != 1:
            bill.miss(component, "unit_not_priced", _describe(one))
        else:
            modality = _MODALITIES.get(one.unit, "text")
            nano = bill.charge(component, modality, one.unit, one.quantity, fitting[-1].rate)
            bill.savings_nano -= nano if component == CACHE_STORAGE else 0


def _find_fitting(card: Card, one: Media) -> list[UnitRate]:
    """The rates that may be the one; the user's own go before the package's."""
    fitting = [rate for rate in card.units if _fits(rate, one)]
    return [rate for rate in fitting if rate.is_users] or fitting


def _fits(rate: UnitRate, one: Media) -> bool:
    """Whether a rate may be the one; what is not known of a piece rules nothing out."""
    return (
        rate.unit == one.unit
        and (rate.size is None or one.size is None or rate.size.lower() == one.size.lower())
        and (rate.audio is None or one.audio is None or rate.audio == one.audio)
    )


def _is_quantity(quantity: int | Decimal) -> bool:
    """Whether it is a number that can be charged: not negative, not endless, not too fine."""
    if isinstance(quantity, int):
        return 0 <= quantity <= MOST
    if not isinstance(quantity, Decimal):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without types
        return False
    if not quantity.is_finite() or quantity.adjusted() > _MOST_DIGITS:
        return False
    return quantity >= 0 and int(quantity.as_tuple().exponent) >= -_MOST_DECIMALS


def _describe(one: Media) -> str:
    sound = {None: "", True: " with audio", False: " without audio"}[one.audio]
    return f"{one.unit}{f' {one.size}' if one.size else ''}{sound}"
