"""Lists what an error was raised for."""

from typing import Final


_MOST: Final = 16


def list_ancestors(error: BaseException) -> list[BaseException]:
    """The error and all that it was raised for, or while that was handled; the nearest first.

    `raise ... from` names the same error twice as a rule, and each is listed once.
    """
    found = [error]
    for one in found:
        for before in (one.__cause__, one.__context__):
            is_new = before is not None and not any(before is known for known in found)
            if before is not None and is_new and len(found) < _MOST:
                found.append(before)
    return found
