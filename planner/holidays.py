"""Public holidays and weekends per country and region, from the package `holidays`."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import holidays as catalogue

from planner.errors import InputError


def public_holidays(country: str, region: str | None, years: tuple[int, ...]) -> dict[date, str]:
    """
    Public holidays by date, with their English or local names.

    Parameters
    ----------
    country
        ISO 3166 code, such as ``GB``.
    region
        Subdivision code of the package `holidays`, such as ``SCT``; None for the whole country.
    years
        Calendar years to cover.

    Raises
    ------
    InputError
        For a country or region that the package does not know.
    """
    return dict(_public_holidays(country, region, years))


@lru_cache(maxsize=256)
def _public_holidays(
    country: str, region: str | None, years: tuple[int, ...]
) -> Mapping[date, str]:
    check_region(country, region)
    try:
        found = catalogue.country_holidays(country, subdiv=region, years=years, language="en_US")
    except NotImplementedError:
        found = catalogue.country_holidays(country, subdiv=region, years=years)
    return dict(sorted(found.items()))


def check_region(country: str, region: str | None) -> None:
    """Refuse a country or region code that is not known, with near matches."""
    supported = catalogue.list_supported_countries()
    if country not in supported:
        raise InputError(_unknown("country", country, supported))
    if region is not None and region not in supported[country]:
        raise InputError(_unknown(f"region of {country}", region, supported[country]))


def _unknown(what: str, code: str, known: Iterable[str]) -> str:
    codes = sorted(known)
    near = difflib.get_close_matches(code.upper(), codes, n=3, cutoff=0.3) or codes[:5]
    hint = f"use one like {', '.join(near)}" if near else "leave it out"
    return f"{what} '{code}' is not known; {hint}"


@lru_cache(maxsize=256)
def weekend(country: str) -> frozenset[int]:
    """Weekdays of rest in a country, Monday 0: ``{5, 6}`` in Britain, ``{4}`` in Iran."""
    check_region(country, None)
    return frozenset(catalogue.country_holidays(country).weekend)
