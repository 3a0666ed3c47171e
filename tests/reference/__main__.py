"""`python -m tests.reference` brings the README's tables up to date."""

from tests.reference._document import README, rewrite


README.write_text(rewrite(README.read_text()))
