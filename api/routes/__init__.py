"""What the service answers, one file a resource; a handler parses, calls once, shapes."""

from api.routes import (
    calendars,
    events,
    files,
    forecasts,
    health,
    jobs,
    page,
    replans,
    results,
    validation,
    workspace,
)

ROUTERS = (
    health.router,
    workspace.router,
    jobs.router,
    replans.router,
    events.router,
    results.router,
    calendars.router,
    files.router,
    forecasts.router,
    validation.router,
    page.router,
)
