"""Settings from the environment."""

from dataclasses import fields
from pathlib import Path

import pytest

import api.settings
from api.settings import Settings, settings_from
from planner.errors import InputError


def test_every_setting_has_a_default() -> None:
    assert settings_from({}) == Settings()


def test_every_setting_can_come_from_the_environment() -> None:
    values = {f"ROTACAST_{f.name.upper()}": "3" for f in fields(Settings)}
    values |= {"ROTACAST_HOST": "localhost", "ROTACAST_ALLOWED_HOSTS": "a, b"}
    found = settings_from(values)
    assert (found.host, found.allowed_hosts) == ("localhost", ("a", "b"))
    assert {getattr(found, f.name) for f in fields(Settings)[3:]} == {3}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HOST", "0.0.0.0", "no sign-in"),
        ("HOST", "example.org", "no sign-in"),
        ("PORT", "http", "use a number"),
        ("PORT", "65536", "use 0 to 65535"),
        ("MAX_QUEUED", "0", "use a number above 0"),
        ("CANCEL_S", "-1", "use a number above 0"),
        ("OVERHEAD_S", "nan", "use a number above 0"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(name: str, value: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        settings_from({f"ROTACAST_{name}": value})


def test_the_reference_names_every_setting() -> None:
    text = (Path(api.settings.__file__).parent / "README.md").read_text("utf-8")
    for field in fields(Settings):
        assert f"`ROTACAST_{field.name.upper()}`" in text
