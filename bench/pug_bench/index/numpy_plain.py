"""numpy, vectorised: every step works on all indicators at once."""

from __future__ import annotations

import numpy as np

from pug_bench.index import work as w
from pug_bench.index.contender import IndexContender
from pug_bench.tree import Counts, Floats


def regeneration(work: w.IndexWork) -> IndexContender:
    """Denominate, impute the mean of the group, treat, min-max, means of three levels, ranks."""

    def run(_: object) -> tuple[Floats, Floats]:
        treated = treat(impute(denominate(work), work.groups), 5)
        scores = aggregate(minmax(treated * work.signs, 0, 100), work, np.ones(work.sets.shape[1]), is_geometric=False)
        return scores, ranks(scores)

    return IndexContender(run, lambda found: {"score": found[0], "rank": found[1]})


def uncertainty(work: w.IndexWork) -> IndexContender:
    """Each replication from the imputed data on."""

    def run(_: object) -> Floats:
        imputed = impute(denominate(work), work.groups)
        found = np.empty((len(work.replications), w.UNITS))
        for at, chosen in enumerate(work.replications):
            found[at] = ranks(replicate(work, chosen, normalise(work, chosen, treat(imputed, chosen.most))))
        return found

    return IndexContender(run, lambda found: {"rank": found})


def uncertainty_reused(work: w.IndexWork) -> IndexContender:
    """The same by somebody who has thought about it: what repeats is done once."""

    def run(_: object) -> Floats:
        imputed = impute(denominate(work), work.groups)
        treated = {most: treat(imputed, most) for most in w.MOST}
        known: dict[tuple[int, bool], Floats] = {}
        scores = np.empty((len(work.replications), w.UNITS))
        for at, chosen in enumerate(work.replications):
            key = (chosen.most, chosen.is_zscore)
            if key not in known:
                known[key] = normalise(work, chosen, treated[chosen.most])
            scores[at] = replicate(work, chosen, known[key])
        return np.asarray((scores[:, None, :] > scores[:, :, None]).sum(axis=2) + 1, dtype=np.float64)

    return IndexContender(run, lambda found: {"rank": found})


def outranking(parts: Floats, weights: Floats) -> IndexContender:
    """One part after the other, every unit with every other one."""

    def run(_: object) -> tuple[Floats, Floats]:
        matrix = np.zeros((len(parts), len(parts)))
        for column, weight in zip(parts.T, weights / weights.sum(), strict=True):
            matrix += weight * ((column[:, None] > column) + 0.5 * (column[:, None] == column))
        np.fill_diagonal(matrix, 0)
        wins = matrix > 0.5 + 1e-12
        return matrix, (wins.sum(axis=1) - wins.sum(axis=0)).astype(np.float64)

    return IndexContender(run, lambda found: {"outranking": found[0], "copeland": found[1]})


def denominate(work: w.IndexWork) -> Floats:
    """Indicators by their denominators."""
    divisors = np.column_stack([work.denominators, np.ones(w.UNITS)])
    return work.values / divisors[:, work.divisor]


def impute(values: Floats, groups: Counts) -> Floats:
    """The mean of the group where there is no value."""
    means = np.array([np.nanmean(values[groups == group], axis=0) for group in range(len(w.GROUPS))])
    return np.where(np.isnan(values), means[groups], values)


def treat(values: Floats, most: int) -> Floats:
    """Winsorises the columns that are too skewed, up to so many values; the logarithm of those that still are."""
    treated = values.copy()
    skew, is_bad = _shape(values)
    bad = np.flatnonzero(is_bad)
    if not len(bad):
        return treated
    order = np.sort(np.where(skew[bad] > 0, values[:, bad], -values[:, bad]), axis=0)
    left = np.arange(len(bad))
    for count in range(1, most + 1):
        held = np.minimum(np.where(skew[bad] > 0, values[:, bad], -values[:, bad]), order[-1 - count])[:, left]
        columns = np.where(skew[bad[left]] > 0, held, -held)
        treated[:, bad[left]] = columns
        left = left[_shape(columns)[1]]
        if not len(left):
            return treated
    low, high = values[:, bad[left]].min(axis=0), values[:, bad[left]].max(axis=0)
    treated[:, bad[left]] = np.log(values[:, bad[left]] - low + 0.01 * (high - low))
    return treated


def minmax(values: Floats, low: float, high: float) -> Floats:
    """From low to high."""
    least = values.min(axis=0)
    return np.asarray(low + (high - low) * (values - least) / (values.max(axis=0) - least))


def normalise(work: w.IndexWork, chosen: w.Replication, treated: Floats) -> Floats:
    """As the replication wants it."""
    turned = treated * work.signs
    if chosen.is_zscore:
        return np.asarray(w.MEAN + w.SD * (turned - turned.mean(axis=0)) / turned.std(axis=0, ddof=1))
    return minmax(turned, w.LOW, w.HIGH)


def replicate(work: w.IndexWork, chosen: w.Replication, normalised: Floats) -> Floats:
    """Scores of a replication."""
    return aggregate(normalised, work, work.sets[chosen.weights], is_geometric=chosen.is_geometric)


def aggregate(values: Floats, work: w.IndexWork, weights: Floats, *, is_geometric: bool) -> Floats:
    """Means of means: the indicators of a pillar count alike."""
    pillars, halves = work.starts
    values = np.log(values) if is_geometric else values
    of_pillars, of_halves = weights[: len(w.PILLARS)], weights[len(w.PILLARS) :]
    means = np.add.reduceat(values, pillars, axis=1) / w.PILLARS
    means = np.add.reduceat(means * of_pillars, halves, axis=1) / np.add.reduceat(of_pillars, halves)
    scores = means @ of_halves / of_halves.sum()
    return np.asarray(np.exp(scores) if is_geometric else scores)


def ranks(scores: Floats) -> Floats:
    """1 is the best; no two scores are equal."""
    found = np.empty(len(scores))
    found[np.argsort(-scores)] = np.arange(1, len(scores) + 1)
    return found


def _shape(values: Floats) -> tuple[Floats, np.ndarray]:
    """Sample-adjusted skew of each column, and whether it has to be treated."""
    n = len(values)
    deviations = values - values.mean(axis=0)
    squares = deviations * deviations
    second, third, fourth = (moment.mean(axis=0) for moment in (squares, squares * deviations, squares * squares))
    skew = np.sqrt(n * (n - 1)) / (n - 2) * third / second**1.5
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    return skew, (np.abs(skew) >= 2) & (kurtosis >= 3.5)
