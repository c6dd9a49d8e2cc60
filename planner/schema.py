"""How documents become domain objects: pydantic refuses keys that an object does not have."""

from typing import Final

FORBID_EXTRA: Final = {"extra": "forbid"}
