"""Whether the prices of a contract are for what it sets itself, and beyond what its preset bans."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from planner.contracts import WANTED, Contract
from planner.readers.reading import Findings
from scenarios.presets import PRESETS, law_of

if TYPE_CHECKING:
    from scenarios.setup import Setup

KEPT_BY_ALL: Final = {
    "min_rest_hours": 0,
    "rest_after_nights_hours": 0,
    "rest_after_on_call_hours": 0,
    "min_days_in_row": 1,
    "min_days_off_in_row": 1,
    "max_start_spread_hours": 24,
}
"""Values that ask for nothing, so that no roster could break them at a price."""


def check_prices(setup: "Setup", findings: Findings) -> None:
    """Tell prices of keys that a contract leaves at their default, and those never to be paid."""
    for contract in setup.contracts.values():
        if contract.preset and contract.preset not in PRESETS:
            continue  # told already; what it would say is not known
        for key, message in _wrong(setup, contract):
            findings.add(
                f"contract {contract.id}: prices holds {key}, {message}",
                line=setup.line("contract", contract.id, "prices", key),
                field=f"prices.{key}",
                value=f"{contract.prices[key]:g}",
                code="price_of_nothing",
            )


def _wrong(setup: "Setup", contract: Contract) -> Iterator[tuple[str, str]]:
    """Keys whose price is wrong, and why."""
    for key in contract.prices:
        law, own = law_of(contract.preset, key), getattr(contract, key)
        is_set = ("contract", setup.declared["contract"][contract.id], key) in setup.lines
        remedy = f"ask for {'less' if key.startswith('max_') else 'more'}, or leave out its price"
        if law is None and not is_set:
            yield key, "which the contract does not set; set it too"
        elif own == KEPT_BY_ALL.get(key):
            yield key, f"but every roster keeps {own:g}; {remedy}"
        elif law is not None and key in WANTED and not _is_stricter(key, own, law.value):
            always = f"but the {law.value:g} of {contract.preset} ({law.article}) always holds"
            yield key, f"{always} and the contract's {own:g} is no stricter; {remedy}"


def _is_stricter(key: str, own: float, law: float) -> bool:
    """Whether a contract asks for more than the law: for less of what is a most."""
    return own < law if key.startswith("max_") else own > law
