"""Run the service on this machine until it is told to stop."""

import errno
import logging
import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import uvicorn

from api.app import CHILD, create_app
from api.jobs.service import JobService
from api.settings import Settings, settings_from
from api.workspace import is_for_forecasts_only
from planner.errors import ConflictError, InputError

logger = logging.getLogger(__name__)

GRACE_S = 2
MAX_CONNECTIONS = 1_000
ONLY_FORECASTS = (
    "has no people, sites, contracts and shifts, so the page can plan nothing; for forecasts "
    "use rotacast forecast"
)


def announce(url: str) -> None:
    """Tell a person at the terminal where the service is."""
    sys.stderr.write(f"rotacast is at {url}; Ctrl-C stops it\n")
    sys.stderr.flush()


def serve(
    folder: Path,
    port: int | None = None,
    *,
    host: str | None = None,
    on_ready: Callable[[str], None] = announce,
    environment: Mapping[str, str] = os.environ,
    command: Sequence[str] = CHILD,
) -> None:
    """
    Serve a workspace folder until SIGINT or SIGTERM.

    Parameters
    ----------
    port, host
        Where to listen; None as the settings say, port 0 takes a free one.
    on_ready
        Told the address once the service answers.
    environment
        Where settings ``ROTACAST_*`` come from.

    Raises
    ------
    InputError
        If the folder is no workspace or a setting is out of range.
    ConflictError
        If the port is in use.
    KeyboardInterrupt
        After a clean stop by SIGINT.
    """
    settings = _chosen(settings_from(environment), host, port)
    if not (folder / "rotacast.toml").is_file():
        raise InputError(
            f"{folder}: there is no rotacast.toml; give a workspace folder, or make one with "
            "rotacast init"
        )
    if is_for_forecasts_only(folder):
        sys.stderr.write(f"warning: {folder} {ONLY_FORECASTS}\n")
    listener = listening(settings)
    app = create_app(folder, settings, command)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=GRACE_S,
    )
    Server(config, app.state.jobs, _address(settings, listener), on_ready).run([listener])


def listening(settings: Settings) -> socket.socket:
    """
    Socket that listens where the settings say.

    Raises
    ------
    ConflictError
        If the port is in use.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise ConflictError(
            f"port {settings.port} on {settings.host} is in use; stop the other service or "
            "choose another with --port"
        ) from None
    return listener


class Server(uvicorn.Server):
    """Server that ends its jobs, and with them the event streams, before its connections."""

    def __init__(
        self, config: uvicorn.Config, jobs: JobService, url: str, on_ready: Callable[[str], None]
    ) -> None:
        super().__init__(config)
        self._jobs = jobs
        self._url = url
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell where."""
        await super().startup(sockets)
        logger.info("listening on %s", self._url)
        self._on_ready(self._url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop jobs keeping their best, then the rest."""
        await self._jobs.close()
        await super().shutdown(sockets)


def _chosen(settings: Settings, host: str | None, port: int | None) -> Settings:
    return replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )


def _address(settings: Settings, listener: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listener.getsockname()[1]}"
