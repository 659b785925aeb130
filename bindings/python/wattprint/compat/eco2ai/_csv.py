"""The table of runs, a row each, that several programs may write to at once."""

import contextlib
import csv
import fcntl
import os
import tempfile

COLUMNS = (
    "id",
    "project_name",
    "experiment_description",
    "epoch",
    "start_time",
    "duration(s)",
    "power_consumption(kWh)",
    "CO2_emissions(kg)",
    "CPU_name",
    "GPU_name",
    "OS",
    "region/country",
    "cost",
)


def append(path, row):
    """Adds a row under the columns that the file has; other rows are not touched.

    A file that lacks columns gets them at its end, empty for its rows. It is replaced in one step,
    so that a full disk leaves it as it was. OSError when it cannot be written.
    """
    with _locked(path):
        header = _header_of(path)
        if header is None:
            return _write_new(path, [COLUMNS, [row[name] for name in COLUMNS]])
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            with open(path, newline="", encoding="utf-8") as file:
                old = list(csv.reader(file))
            header = header + missing
            cells = [line + [""] * (len(header) - len(line)) for line in old[1:]]
            return _write_new(path, [header, *cells, _in_order(row, header)])
        with open(path, "a", newline="", encoding="utf-8") as file:
            # The last row of a program that was killed may be cut off.
            file.write("" if _ends_a_line(path) else "\r\n")
            csv.writer(file).writerow(_in_order(row, header))


def _ends_a_line(path):
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _in_order(row, header):
    return [row.get(name, "") for name in header]


def _header_of(path):
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return next(csv.reader(file), None)
    except FileNotFoundError:
        return None


def _write_new(path, lines):
    directory = os.path.dirname(os.path.abspath(path))
    handle, new = tempfile.mkstemp(dir=directory, prefix=".eco2ai-")
    try:
        with open(handle, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(lines)
        os.chmod(new, 0o644)
        os.replace(new, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise


@contextlib.contextmanager
def _locked(path):
    # Of the directory: the file itself may be replaced meanwhile.
    directory = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)
