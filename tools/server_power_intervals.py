"""How far off the power model is, by what is known of the CPU, and the interval that follows.

Errors are those of servers that the model had not seen, in four classes:

    measured  the CPU model is among those measured, this system is not: one system left out at a time
    named     the catalog knows the CPU, nobody measured it: one CPU model left out at a time
    family    only its microarchitecture and segment are known: the same, with the family's median TDP
    unknown   nothing is known but how many chips, cores, threads and GB: the same, without a name

An error counts for less the less alike the nearest measured CPU is, and where there are more than two
chips (`widening`); the rest is taken as it comes: 5 % and 95 % points at each load. The value itself is moved by the factor that makes the mean
absolute error least, since errors upward can be larger than those downward.
"""
import statistics

import numpy as np

import server_power_data as data
import server_power_model as model

CLASSES = ("measured", "named", "family", "unknown")
# Chosen so that intervals hold about as often for odd servers as for common ones (tables `by kind`).
WIDENING = 1.5    # at no likeness at all, intervals are 2.5 times as wide as for a twin
MANY_CHIPS = 1.3  # more than two chips: larger chassis, of more different kinds


def widening(servers, similarity):
    many = np.array([MANY_CHIPS if s["chips"] > 2 else 1.0 for s in servers])
    return (1 + WIDENING * (1 - np.asarray(similarity))) * many


def watts_table(servers):
    return np.array([[s["watts"].get(level, np.nan) for level in model.LEVELS] for s in servers])


def without_its_name(server, families):
    """The server when its CPU shows only its family."""
    tdp, year = families[(server["microarchitecture"], server["entry"])]
    return {**server, "cpu_key": None, "tdp": tdp, "year": year}


def without_any_name(server):
    return {**server, "cpu_key": None, "microarchitecture": None, "vendor": "", "entry": False,
            "mhz": float(server["row"]["mhz"]), **data.unknown_cpu(server["cores"] / server["chips"])}


def left_out(servers, key, blind=lambda s: s, folds=None, seed=0):
    """(log watts, similarity) of each server by models that have not seen its group."""
    groups = sorted({key(s) for s in servers})
    np.random.RandomState(seed).shuffle(groups)
    fold = {g: i % (folds or len(groups)) for i, g in enumerate(groups)}
    log, similarity = np.full((len(servers), len(model.LEVELS)), np.nan), np.zeros(len(servers))
    for i in sorted(set(fold.values())):
        there = [j for j, s in enumerate(servers) if fold[key(s)] == i]
        fitted = model.Model([s for s in servers if fold[key(s)] != i])
        blinded = [blind(servers[j]) for j in there]
        log[there], similarity[there] = fitted.curve(blinded), fitted.similarity(blinded)
    return log, similarity


def near(level):
    """The levels whose errors are pooled for one: itself and its neighbours; idle is like no other."""
    if level == 0:
        return slice(0, 1)
    return slice(max(0, level - 1), min(len(model.LEVELS), level + 2))


def best_factor(errors):
    """The factor on the value with the least mean absolute relative error; errors = log(true / value)."""
    factors = np.arange(-0.25, 0.2501, 0.005)
    costs = [np.abs(np.exp(f - errors) - 1).mean() for f in factors]
    return float(factors[int(np.argmin(costs))])


def calibrate(servers, log, similarity, watts):
    """[(log of value factor, low, high)] by level; low and high before widening, from the moved value."""
    errors, wide = np.log(watts) - log, widening(servers, similarity)[:, None]
    rows = []
    for level in range(len(model.LEVELS)):
        own = errors[:, level][~np.isnan(errors[:, level])]
        moved = best_factor(own)  # at no likeness at all it would be 1
        pooled = (errors[:, near(level)] - moved * similarity[:, None]) / wide
        pooled = pooled[~np.isnan(pooled)]
        low, high = np.quantile(pooled, [0.05, 0.95])
        rows.append((moved, float(min(low, 0.0)), float(max(high, 0.0))))
    return rows


def apply(rows, servers, log, similarity):
    """(value, low, high) watts, none of which falls with load"""
    moved, low, high = (np.array(column)[None, :] for column in zip(*rows))
    wide = widening(servers, similarity)[:, None]
    # The factor is known for machines like those measured, and fades for others.
    value = np.maximum.accumulate(log + moved * np.asarray(similarity)[:, None], axis=1)
    ends = (np.maximum.accumulate(value + end * wide, axis=1) for end in (low, high))
    return (np.exp(value), *map(np.exp, ends))


def score(value, low, high, watts):
    """What the tables of docs/power-model.md show, in percent."""
    ok = ~np.isnan(watts)
    error = np.abs(value / watts - 1)
    inside = (watts >= low) & (watts <= high)
    width = (high - low) / value
    return {"rows": int(ok.sum()), "mape": 100 * error[ok].mean(), "median": 100 * np.median(error[ok]),
            "idle": 100 * np.nanmean(error[:, 0]), "half": 100 * np.nanmean(error[:, 5]),
            "full": 100 * np.nanmean(error[:, 10]), "bias": 100 * (value[ok].sum() / watts[ok].sum() - 1),
            "held": 100 * inside[ok].mean(), "held_idle": 100 * inside[:, 0][ok[:, 0]].mean(),
            "width": 100 * width[ok].mean()}


def calibrated_elsewhere(servers, log, similarity, watts, groups, folds=10, seed=0):
    """(value, low, high): each server's factor and interval come from the errors of other groups only."""
    names = sorted(set(groups))
    np.random.RandomState(seed).shuffle(names)
    fold = np.array([{g: i % folds for i, g in enumerate(names)}[g] for g in groups])
    parts = [np.zeros_like(watts) for _ in range(3)]
    for i in range(folds):
        here = fold == i
        inside = [s for s, h in zip(servers, here) if h]
        outside = [s for s, h in zip(servers, here) if not h]
        rows = calibrate(outside, log[~here], similarity[~here], watts[~here])
        for part, numbers in zip(parts, apply(rows, inside, log[here], similarity[here])):
            part[here] = numbers
    return parts


def median_of_families(servers, cpus):
    """{(microarchitecture, entry): (TDP, year)} medians of the catalog's CPUs; cpus: rows of cpus.csv"""
    families = {}
    for key in {(s["microarchitecture"], s["entry"]) for s in servers}:
        rows = [r for r in cpus if r["microarchitecture"] == key[0] and
                data.is_entry(r["name"], r["segment"]) == key[1] and r["segment"] != "embedded"]
        families[key] = (statistics.median(float(r["tdp_w"]) for r in rows),
                         statistics.median(float(r["launch_year"]) for r in rows if r["launch_year"]))
    return families
