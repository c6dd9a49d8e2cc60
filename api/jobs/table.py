"""
The jobs the service knows, in memory.

The only keeper of job states, small on purpose: a table in a database can take its place.
"""

from dataclasses import replace
from typing import Any

from api.errors import AlreadyFinishedError, NotFoundError
from api.jobs.job import Job, JobState


class JobTable:
    """
    Jobs by id, oldest first.

    Parameters
    ----------
    limit
        Jobs remembered; beyond it the oldest finished ones are forgotten.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._jobs: dict[str, Job] = {}

    def add(self, job: Job) -> None:
        """Remember a new job."""
        self._jobs[job.id] = job

    def get(self, job_id: str) -> Job:
        """Job by id; `NotFoundError` if there is none."""
        try:
            return self._jobs[job_id]
        except KeyError:
            raise NotFoundError("there is no such job") from None

    def change(self, job_id: str, **values: Any) -> Job:
        """Job with new values; `AlreadyFinishedError` if it has ended."""
        job = self.get(job_id)
        if job.state.is_terminal:
            raise AlreadyFinishedError(f"job {job_id} has ended ({job.state})")
        self._jobs[job_id] = replace(job, **values)
        return self._jobs[job_id]

    def forget_oldest(self) -> tuple[str, ...]:
        """Forget finished jobs beyond the limit; their ids."""
        spare = max(len(self._jobs) - self._limit, 0)
        finished = [job.id for job in self._jobs.values() if job.state.is_terminal]
        for job_id in finished[:spare]:
            del self._jobs[job_id]
        return tuple(finished[:spare])

    def all(self) -> tuple[Job, ...]:
        """All jobs, oldest first."""
        return tuple(self._jobs.values())

    def queued(self) -> tuple[Job, ...]:
        """Jobs that wait, in the order they will run."""
        return tuple(job for job in self._jobs.values() if job.state is JobState.QUEUED)

    def with_key(self, key: str) -> Job | None:
        """Job that was asked for with an Idempotency-Key."""
        return next((job for job in self._jobs.values() if job.key == key), None)
