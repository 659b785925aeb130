"""A table for notebooks."""

from html import escape


def html_of(tracker):
    used = tracker.usage
    rows = [("duration", f"{used.duration:.3g} s"), ("CPU time", f"{used.cpu_time:.3g} s")]
    rows += [
        (name, str(figure)) if figure is not None else (name, "not known")
        for name, figure in (("energy", used.energy), ("emissions", used.emissions))
    ]
    body = "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in rows)
    return f"<table>{body}</table>"
