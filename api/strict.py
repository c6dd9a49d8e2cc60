"""Bodies read strictly: no key twice in an object, no NaN or Infinity."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute


class StrictRequest(Request):
    """Request whose JSON is read strictly."""

    async def json(self) -> Any:
        """Body as JSON; 400 if it is ambiguous or not JSON at all."""
        body = await self.body()
        try:
            return json.loads(body, object_pairs_hook=_once, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise HTTPException(400) from None


class StrictRoute(APIRoute):
    """Route whose handlers get strict bodies."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Handler that reads its request strictly."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strictly


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
