"""Laws are tried without a clock: a slow machine breaks none of them."""

from hypothesis import settings


settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
