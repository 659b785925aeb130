"""Records as pandas data frames."""


def frame_of(record):
    """A row for the run, and one for each of its tasks, epochs and marks.

    Columns: what ("run", "task", "epoch", "mark"), name, count, duration_s, cpu_s, and of energy_j
    and emissions_g the value, low, high and basis. What is not known is missing (NaN).
    """
    import pandas

    run = record["run"]
    whole = {
        "name": run["name"],
        "count": 1,
        "duration_s": run["duration_s"],
        "cpu_s": record["attribution"]["cpu_s"],
        "energy_j": record["energy_j"],
        "emissions_g": record["emissions_g"],
    }
    rows = [_row("run", whole)]
    rows += [_row("task", task) for task in record.get("tasks", ())]
    rows += [
        _row("epoch", {"name": str(number), **epoch})
        for number, epoch in enumerate(record.get("epochs", ()), start=1)
    ]
    rows += [_row("mark", mark) for mark in record.get("marks", ())]
    return pandas.DataFrame(rows)


def _row(what, part):
    row = {
        "what": what,
        "name": part["name"],
        "count": part.get("count", 1),
        "duration_s": part["duration_s"],
        "cpu_s": part["cpu_s"],
    }
    for name in ("energy_j", "emissions_g"):
        figure = part[name] or {}
        row[name] = figure.get("value")
        row[name + "_low"] = figure.get("low")
        row[name + "_high"] = figure.get("high")
        row[name + "_basis"] = figure.get("basis")
    return row
