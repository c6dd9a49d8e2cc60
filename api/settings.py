"""Settings of the service; the only module that reads ``ROTACAST_*`` from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address

from planner.errors import InputError

PREFIX = "ROTACAST_"


@dataclass(frozen=True, slots=True)
class Settings:
    """
    How the service runs; every field can be set as ``ROTACAST_<NAME>``.

    Parameters
    ----------
    host, port
        Where to listen; loopback only, since there is no sign-in yet. Port 0 takes a free one.
    allowed_hosts
        Names accepted in the ``Host`` header, comma-separated in the environment.
    max_body_bytes, max_roster_bytes
        Largest request body, and the largest that holds a roster to validate.
    max_queued
        Jobs that may wait; one more is refused with 429.
    max_jobs
        Jobs remembered; the oldest finished ones are forgotten first, their files stay.
    max_events
        Events of one job kept for replay.
    max_output_bytes
        Bytes that a job's process may write to its pipe before it is stopped.
    cancel_s
        Seconds a cancelled job that has no roster yet is given to end by itself.
    keep_best_s
        Seconds a cancelled job that has a roster is given to write its files.
    overhead_s
        Seconds beyond its time limit after which a job is stopped, for each week that it plans;
        also the longest start-up.
    shutdown_s
        Seconds that running jobs are given when the service stops.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    max_body_bytes: int = 65_536
    max_roster_bytes: int = 16_777_216
    max_queued: int = 16
    max_jobs: int = 100
    max_events: int = 2_000
    max_output_bytes: int = 16_777_216
    cancel_s: float = 1.2
    keep_best_s: float = 20.0
    overhead_s: float = 300.0
    shutdown_s: float = 7.0

    def __post_init__(self) -> None:
        if not _is_loopback(self.host):
            raise InputError(
                f"host is {self.host}; the service has no sign-in, so use 127.0.0.1 and reach it "
                "through a tunnel or a proxy that signs people in"
            )
        if not 0 <= self.port <= 65_535:
            raise InputError(f"port is {self.port}; use 0 to 65535, 0 for any free one")
        for field in fields(self)[3:]:
            value = getattr(self, field.name)
            if not value > 0:
                raise InputError(f"{field.name} is {value:g}; use a number above 0")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """
    Settings with what the environment says.

    Raises
    ------
    InputError
        If a value cannot be read or is out of range.
    """
    values: dict[str, object] = {}
    for field in fields(Settings):
        text = environment.get(f"{PREFIX}{field.name.upper()}")
        if text is not None:
            values[field.name] = _read(field.name, field.type, text)
    return Settings(**values)  # type: ignore[arg-type]


def _read(name: str, kind: object, text: str) -> object:
    if kind is str:
        return text
    if kind not in (int, float):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        return int(text) if kind is int else float(text)
    except ValueError:
        raise InputError(f"{PREFIX}{name.upper()} is '{text}'; use a number") from None
