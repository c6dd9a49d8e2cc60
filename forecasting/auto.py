"""The forecaster that chooses: the default, unless another did better on the history itself."""

from dataclasses import dataclass, field, replace

from forecasting.banded import banded
from forecasting.base import Fitted, Forecaster, Horizon, PointModel, Prediction, Series, Study
from forecasting.explained import Components, Finding
from forecasting.select import Choice, Learn, choose

_WEEK_MINUTES = 7 * 1440
_RECENT_WEEKS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """
    What the chosen forecaster learned.

    ``model`` names it and ``choice`` says why. What was learned from parts of the history on the
    way is kept in ``memory`` until `forget`.
    """

    fitted: Fitted
    model: str
    choice: Choice
    memory: "Memory"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts by the chosen forecaster, from the beginning of the same history."""
        return self.memory.learn(series)

    def forget(self) -> None:
        """Let go of what was learned on the way."""
        self.memory.known.clear()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What of the history was not taken as ordinary, in order of time."""
        return self.fitted.findings

    def components(self, horizon: Horizon) -> Components:
        """What the mean forecast of a horizon's days is made of."""
        return self.fitted.components(horizon)

    def predict(self, horizon: Horizon, levels: tuple[float, ...]) -> Prediction:
        """Mean and quantiles of the contacts in each slot, by the chosen forecaster."""
        return self.fitted.predict(horizon, levels)


@dataclass(frozen=True, slots=True)
class Auto:
    """
    Rolling validation over the last weeks decides between the default and the others.

    The others, quick means of recent weeks, are validated on the last 16 weeks before each origin.
    The default's band is measured by the same forecasts that validate it, so that choosing costs
    next to nothing.
    """

    default: Forecaster
    others: tuple[Forecaster, ...]
    name: str = "auto"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts by the chosen forecaster, without a band."""
        return self.study(series).model

    def study(self, series: Series) -> Study:
        """Choose, and learn as the chosen forecaster does."""
        choice, study, _ = self._choice(series)
        return self.others[choice.at - 1].study(series) if choice.at else study

    def fit(self, series: Series) -> Chosen:
        """Choose, and learn with the band."""
        choice, study, memory = self._choice(series)
        if choice.at:
            other = self.others[choice.at - 1]
            return Chosen(other.fit(series), other.name, choice, Memory(other.learn))
        return Chosen(banded(study, series), self.default.name, choice, memory)

    def _choice(self, series: Series) -> tuple[Choice, Study, "Memory"]:
        """The choice, and the default's study with a memory for parts of the history."""
        study = self.default.study(series)
        memory = Memory(study.learn)
        names = [self.default.name, *(other.name for other in self.others)]
        ways = [memory.learn, *(_recently(other) for other in self.others)]
        return choose(study.cleaned, names, ways), replace(study, learn=memory.learn), memory


def _recently(forecaster: Forecaster) -> Learn:
    """Learn from the last weeks alone, which is all that a mean of weeks looks at."""

    def learn(series: Series) -> PointModel:
        recent = _RECENT_WEEKS * _WEEK_MINUTES // series.minutes
        return forecaster.learn(series.part(max(0, len(series) - recent), len(series)))

    return learn


@dataclass(frozen=True, slots=True)
class Memory:
    """Learns from the beginning of one history up to any slot, each only once."""

    learn_anew: Learn
    known: dict[int, PointModel] = field(default_factory=dict)

    def learn(self, series: Series) -> PointModel:
        """What is learned from so many slots."""
        if len(series) not in self.known:
            self.known[len(series)] = self.learn_anew(series)
        return self.known[len(series)]
