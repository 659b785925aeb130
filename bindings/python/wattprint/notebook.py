"""Notebooks: a table for a tracker, and the cell magic.

%load_ext wattprint

%%wattprint train --zone=DE
model.fit(x, y)
"""

from html import escape


def html_of(tracker):
    used = tracker.usage
    rows = [("duration", f"{used.duration:.3g} s"), ("CPU time", f"{used.cpu_time:.3g} s")]
    rows += [
        (name, "not known" if figure is None else str(figure))
        for name, figure in (("energy", used.energy), ("emissions", used.emissions))
    ]
    body = "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in rows)
    title = escape(tracker.name or "wattprint")
    return f"<table><caption>{title}</caption>{body}</table>"


def load_ipython_extension(ipython):
    """What `%load_ext wattprint` calls."""
    ipython.register_magic_function(_cell_magic(ipython), "cell", "wattprint")


def _cell_magic(ipython):
    def wattprint(line, cell):
        """%%wattprint [NAME] [--OPTION=VALUE ...]: measures the cell and shows what it used.

        The options are those of `wattprint run`.
        """
        from .tracker import Tracker

        name, settings = _parsed(line)
        with Tracker(name, settings=settings) as tracker:
            result = ipython.run_cell(cell)
            # The error has been shown; the record should say so too.
            if not result.success:
                tracker.stop(failed=True)
        from IPython.display import display

        display(tracker)

    return wattprint


def _parsed(line):
    """("train", {"zone": ["DE"]}) of "train --zone=DE"."""
    import shlex

    names, settings = [], {}
    for word in shlex.split(line):
        if not word.startswith("--"):
            names.append(word)
            continue
        key, equals, value = word[2:].partition("=")
        settings.setdefault(key, []).append(value if equals else "true")
    return " ".join(names) or None, settings
