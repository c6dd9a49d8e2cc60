"""One page as one text: template, style, scripts and a policy that lets nothing else act."""

import base64
import hashlib
import json
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline.offline import get_plotlyjs

from scenarios.report import words


def page_of(template: str, own_scripts: tuple[str, ...], **shown: object) -> str:
    """
    HTML of a page, complete in itself: no request leaves it.

    Everything that comes from the input is shown as text: the template escapes it, data for charts
    is JSON that cannot end its script (`script_json`), and the content policy runs the chart
    library and our own script alone.

    Parameters
    ----------
    template, own_scripts
        Names of files in ``templates``; the scripts become one, in this order.
    shown
        What the template names.
    """
    scripts = (_plotly(), "".join(_part(name) for name in own_scripts))
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(_part("report.css")),
            scripts=[Markup(script) for script in scripts],
            policy=_policy(scripts),
            **shown,
        )
    )


def script_json(value: object) -> Markup:
    """JSON that is safe inside a script element: no tag can begin or end in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def _policy(scripts: tuple[str, ...]) -> str:
    """Content policy: these scripts by their digest, no other, and no address to load from."""
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def named(text: str) -> Markup:
    """A line that begins with a name and a colon; a name of another direction stays apart."""
    name, colon, rest = text.partition(": ")
    return Markup('<bdi dir="auto">{}</bdi>{}{}').format(name, colon, rest)


@lru_cache(maxsize=1)
def _plotly() -> str:
    text: str = get_plotlyjs()  # type: ignore[no-untyped-call]
    return text


@lru_cache(maxsize=4)
def _part(name: str) -> str:
    return files("scenarios.report").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("scenarios.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "share": words.share,
        "amount": words.amount,
        "hours": words.hours,
        "money": words.money,
        "day_name": words.day_name,
        "short_day": words.short_day,
        "duration": words.duration,
        "long_date": words.long_date,
        "clock_time": words.clock_time,
        "on_clock": words.on_clock,
        "named": named,
    }
    environment.globals |= {"plural": words.plural}
    return environment
