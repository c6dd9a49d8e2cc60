"""Text that a client may send: no lone surrogates, no control characters."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def _clean(text: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise ValueError("it holds control characters or broken letters; use plain text")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_clean)]
"""One line of up to 200 characters."""
