"""What the checks of all tables share: reading a table, and collecting what is wrong with it."""
import datetime
import re

# Where the tables are from; each source that a row names must stand there.
SOURCES = "SOURCES.md"


class Problems:
    def __init__(self):
        self.lines = []

    def add(self, file, line, sentence):
        self.lines.append(f"{file}:{line}: {sentence}")


def read(directory, name, header, problems):
    """Rows as (line number, {column: text}); our tables have no quotes, so a comma always separates."""
    path = directory / name
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        problems.add(path, 1, f"cannot be read: {error.strerror}")
        return path, []
    except UnicodeDecodeError as error:
        problems.add(path, 1, f"is not UTF-8: {error.reason}")
        return path, []
    if "\r" in text or '"' in text:
        problems.add(path, 1, "holds a quote or a carriage return; the program reads neither")
    if not text.endswith("\n"):
        problems.add(path, text.count("\n") + 1, "the last line does not end")
    lines = text.splitlines()
    if not lines or lines[0] != header:
        problems.add(path, 1, f"the header must be {header}")
        return path, []
    columns = header.split(",")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        fields = line.split(",")
        if len(fields) != len(columns):
            problems.add(path, number, f"{len(fields)} fields instead of {len(columns)}")
            continue
        for column, field in zip(columns, fields):
            if field != field.strip():
                problems.add(path, number, f"blanks around {column}")
        rows.append((number, dict(zip(columns, fields))))
    keys = [row[columns[0]].encode() for _, row in rows]
    for (number, _), before, key in zip(rows[1:], keys, keys[1:]):
        if key < before:
            problems.add(path, number, f"{key.decode()} stands after {before.decode()}; "
                                       "sort by the first column, in byte order")
    return path, rows


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def is_date(text):
    """A full-date of RFC 3339."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def described_sources(directory, problems):
    """The text of SOURCES.md; empty, and a problem, when there is none."""
    try:
        return (directory / SOURCES).read_text(encoding="utf-8")
    except OSError:
        problems.add(directory / SOURCES, 1, "is missing; it must name each source")
        return ""
