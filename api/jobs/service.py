"""
The jobs of one workspace folder: take orders, run one at a time, tell what happens.

Everything here runs in the event loop of the service, so nothing needs a lock.
"""

import asyncio
import logging
import secrets
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.errors import AlreadyFinishedError, KeyReusedError, QueueFullError, StoppingError, place
from api.jobs.feed import Feed
from api.jobs.job import Job, JobError, JobRequest, JobState
from api.jobs.protocol import Order, Progressed
from api.jobs.runner import Outcome, Runner
from api.jobs.table import JobTable
from api.settings import Settings

logger = logging.getLogger(__name__)


class JobService:
    """
    Jobs of one folder.

    Parameters
    ----------
    folder
        The workspace; files go to ``out/jobs/<id>/`` in it.
    command
        Starts a process that speaks `api.jobs.protocol`.
    """

    def __init__(self, folder: Path, settings: Settings, command: Sequence[str]) -> None:
        self.folder = folder
        self._settings = settings
        self._command = command
        self._table = JobTable(settings.max_jobs)
        self._feeds: dict[str, Feed] = {}
        self._runner: Runner | None = None
        self._running_id = ""
        self._wake = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._is_stopping = False

    def open(self) -> None:
        """Begin to run jobs."""
        self._worker = asyncio.create_task(self._work(), name="jobs")

    async def close(self) -> None:
        """Take no more jobs, stop the running one keeping its best roster, cancel the rest."""
        self._is_stopping = True
        for job in self._table.queued():
            self._finish(job.id, Outcome(JobState.CANCELLED))
        if self._runner is not None:
            self._runner.cancel()
        self._wake.set()
        if self._worker is not None:
            await self._worker_ends(self._worker)
        for feed in self._feeds.values():
            feed.close()

    def submit(self, request: JobRequest, key: str | None = None) -> tuple[Job, bool]:
        """
        Job for a request, and whether it is new; the same `key` gives the same job.

        Raises
        ------
        KeyReusedError
            If the key came before with another request.
        QueueFullError, StoppingError
            If no job can be taken now.
        """
        known = self._table.with_key(key) if key else None
        if known is not None:
            return _same(known, request), False
        if self._is_stopping:
            raise StoppingError("the service is shutting down")
        if len(self._table.queued()) >= self._settings.max_queued:
            raise QueueFullError(
                f"{self._settings.max_queued} jobs wait already, as many as may; try again later"
            )
        return self._added(request, key), True

    def cancel(self, job_id: str) -> Job:
        """
        Cancel a job, keeping the best roster it has; once more changes nothing.

        Raises
        ------
        NotFoundError
            If there is no such job.
        AlreadyFinishedError
            If it has ended in another way.
        """
        job = self._table.get(job_id)
        if job.state is JobState.CANCELLED or job.cancel_asked:
            return job
        if job.state is JobState.QUEUED:
            return self._finish(job_id, Outcome(JobState.CANCELLED))
        if job.state.is_terminal:
            raise AlreadyFinishedError(f"job {job_id} has ended ({job.state})")
        if self._runner is not None and self._running_id == job_id:
            self._runner.cancel()
        job = self._table.change(job_id, cancel_asked=True)
        self._tell(job_id, "cancelling", {"has_roster": job.has_roster})
        return job

    def get(self, job_id: str) -> Job:
        """Job by id; `NotFoundError` if there is none."""
        return self._table.get(job_id)

    def all(self) -> tuple[Job, ...]:
        """All jobs, newest first."""
        return self._table.all()[::-1]

    def position(self, job: Job) -> int | None:
        """Place in the queue, 1 is next; None if the job does not wait."""
        waiting = [other.id for other in self._table.queued()]
        return waiting.index(job.id) + 1 if job.id in waiting else None

    def feed(self, job_id: str) -> Feed:
        """Events of a job."""
        self._table.get(job_id)
        return self._feeds[job_id]

    def _added(self, request: JobRequest, key: str | None) -> Job:
        job_id = secrets.token_hex(6)
        out = self.folder / "out" / "jobs" / job_id
        job = Job(job_id, request, out, created=datetime.now(UTC), key=key)
        self._table.add(job)
        self._feeds[job_id] = Feed(self._settings.max_events)
        for forgotten in self._table.forget_oldest():
            self._feeds.pop(forgotten).close()
        self._tell(job_id, "state", {"state": job.state})
        self._wake.set()
        return job

    async def _work(self) -> None:
        while not self._is_stopping:
            self._wake.clear()
            waiting = self._table.queued()
            if waiting:
                await self._run(waiting[0].id)
            else:
                await self._wake.wait()

    async def _run(self, job_id: str) -> None:
        runner = Runner(
            self._command,
            self._order(self._table.get(job_id)),
            self._settings,
            current=lambda: self._table.get(job_id),
            tell=lambda message: self._progress(job_id, message),
        )
        self._runner, self._running_id = runner, job_id
        self._begin(job_id)
        try:
            outcome = await runner.run(lambda number: self._start(job_id, number))
        except Exception as error:
            logger.error("job %s broke its runner: %s", job_id, place(error))
            outcome = Outcome(JobState.FAILED, error=JobError("internal", "the job broke inside"))
        finally:
            self._runner = None
        self._finish(job_id, outcome)

    def _order(self, job: Job) -> Order:
        asked = job.request
        return Order(
            folder=str(self.folder),
            out=str(job.out),
            week=asked.week,
            seed=asked.seed,
            time_limit_s=asked.time_limit_s,
            changes=asked.changes,
            replan=asked.replan,
            weeks=asked.weeks,
        )

    def _begin(self, job_id: str) -> None:
        started = datetime.now(UTC)
        self._table.change(job_id, state=JobState.RUNNING, started=started)
        self._tell(job_id, "state", {"state": JobState.RUNNING})

    def _start(self, job_id: str, number: int) -> None:
        job = self._table.change(job_id, starts=number, stages={})
        shutil.rmtree(job.out, ignore_errors=True)
        job.out.mkdir(parents=True)
        if number > 1:
            self._tell(job_id, "restarted", {"starts": number})

    def _progress(self, job_id: str, message: Progressed) -> None:
        job = self._table.get(job_id)
        stages = {**job.stages, message.stage: message.moment()}
        self._table.change(job_id, stages=stages)
        self._tell(job_id, "progress", message.model_dump(exclude={"type"}))

    def _finish(self, job_id: str, outcome: Outcome) -> Job:
        job = self._table.change(
            job_id,
            request=self._table.get(job_id).request.without_text(),
            state=outcome.state,
            finished=datetime.now(UTC),
            result=outcome.result,
            error=outcome.error,
        )
        if outcome.result is None:
            shutil.rmtree(job.out, ignore_errors=True)
        code = outcome.error.code if outcome.error else None
        self._tell(job_id, "state", {"state": job.state, "kept_best": job.kept_best, "code": code})
        self._feeds[job_id].close()
        logger.info("job %s ended: %s %s", job_id, job.state, code or "")
        return job

    def _tell(self, job_id: str, name: str, data: Mapping[str, object]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._feeds[job_id].append(name, {**data, "at": now})

    async def _worker_ends(self, worker: asyncio.Task[None]) -> None:
        _, late = await asyncio.wait([worker], timeout=self._settings.shutdown_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _same(job: Job, request: JobRequest) -> Job:
    if job.request != request:
        raise KeyReusedError("this Idempotency-Key came before with another request; use a new one")
    return job
