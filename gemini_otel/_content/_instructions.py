"""The system instruction of a request, as text parts."""

from gemini_otel._content._copier import Copier
from gemini_otel._content._fields import read
from gemini_otel._content._limits import Limits
from gemini_otel._content._parts import parts_of
from gemini_otel._content._shape import TEXT, Part, omitted
from gemini_otel._content._turns import turns


def system_instructions(config: object, limits: Limits) -> list[Part]:
    """The system instruction: text only, as the conventions want it.

    Args:
        config: The argument `config` of `generate_content`: the model, a dict, or None.
        limits: Bounds on the export.

    Returns:
        Parts of type `text`; none where no instruction was given.
    """
    given = turns((read(config) or {}).get("system_instruction"))
    frames = [frame for turn in given for part in turn.parts for frame in parts_of(part)]
    texts = [frame for frame in frames if frame["type"] is TEXT]
    copier = Copier(limits)
    parts = copier.take(texts, len(texts))
    left_out = len(texts) - len(parts)
    return [*parts, copier.frame(omitted(left_out))] if left_out else parts
