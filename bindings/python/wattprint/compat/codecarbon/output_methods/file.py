"""emissions.csv, and a file for the tasks of each run.

Several programs may write one file at a time: each holds a lock on it (flock), and a row arrives
whole or not at all. Values are put under their own names. A file of another version of the package
keeps its columns and rows, and gets the columns that it lacks; nothing is ever taken out of it.
"""

import contextlib
import csv
import fcntl
import io
import os
import tempfile

from ..external.logger import logger
from .base_output import BaseOutput
from .emissions_data import plain

MODES = ("append", "update")


class FileOutput(BaseOutput):
    """ValueError for another mode than append or update, OSError when there is no output_dir."""

    def __init__(self, output_file_name, output_dir, on_csv_write="append"):
        if on_csv_write not in MODES:
            raise ValueError(f"on_csv_write: {on_csv_write!r} is neither 'append' nor 'update'")
        if not os.path.isdir(output_dir):
            raise OSError(f"output_dir: there is no directory {output_dir!r}")
        self.output_file_name = output_file_name
        self.output_dir = output_dir
        self.on_csv_write = on_csv_write
        self.save_file_path = os.path.join(output_dir, output_file_name)

    def out(self, total, delta):
        row = plain(total)
        path = os.path.realpath(self.save_file_path)
        with _locked(path) as file:
            header = next(csv.reader(file), None)
            if not header:
                _append(file, _lines([list(row), list(row.values())]))
                return
            if "emissions" not in header:
                logger.warning("%s is no file of emissions, and becomes %s", path, _set_aside(path))
                _replace(path, file, [list(row), list(row.values())])
                return
            missing = [name for name in row if name not in header]
            header_now = header + missing
            cells = [row.get(name) for name in header_now]
            if not missing and self.on_csv_write == "append":
                _append(file, _lines([cells]))
                return
            rows = [_widened(old, header, missing) for old in csv.reader(file)]
            if self.on_csv_write == "update":
                rows = _without_run(rows, header_now, row["run_id"])
            _replace(path, file, [header_now, *rows, cells])

    def task_out(self, data, experiment_name):
        name = f"emissions_{experiment_name}_{data[0].run_id}.csv"
        rows = [plain(task) for task in data]
        # The whole file each time, as tasks are added: a reader never sees the half of it.
        _replace(
            os.path.join(self.output_dir, name),
            None,
            [list(rows[0]), *(list(row.values()) for row in rows)],
        )


@contextlib.contextmanager
def _locked(path):
    """The file, made if there is none, with nobody else writing it."""
    while True:
        file = open(path, "a+", newline="", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Whoever had the lock before may have put another file in its place.
            if os.path.exists(path) and os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                file.seek(0)
                yield file
                return
        finally:
            file.close()


def _lines(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _append(file, lines):
    end = os.fstat(file.fileno()).st_size
    # A program that was killed may have left half a line; ours begins on the next.
    if end and os.pread(file.fileno(), 1, end - 1) != b"\n":
        lines = b"\n" + lines
    written = os.write(file.fileno(), lines)
    if written != len(lines):
        os.ftruncate(file.fileno(), end)
        raise OSError("the disk is full: the row is not written")


def _replace(path, present, rows):
    """Puts the rows in place of the file in one step, with the permissions that it had."""
    descriptor, scratch = tempfile.mkstemp(prefix=".emissions-", dir=os.path.dirname(path) or ".")
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(file.fileno(), _mode(present))
            file.write(_lines(rows))
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise


def _mode(present):
    if present is not None:
        return os.fstat(present.fileno()).st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _widened(row, header, missing):
    # A row of another length than its header was shifted by whoever wrote it; it stays as it is.
    return row + [None] * len(missing) if len(row) == len(header) else row


def _without_run(rows, header, run_id):
    at = header.index("run_id")
    of_run = [row for row in rows if len(row) > at and row[at] == run_id]
    if len(of_run) > 1:
        logger.warning("%d rows of run %s are there already; one is added", len(of_run), run_id)
        return rows
    return [row for row in rows if row not in of_run]


def _set_aside(path):
    """Another name for the file, that none has yet."""
    number = 0
    while True:
        name = f"{path}.bak" if number == 0 else f"{path}_{number}.bak"
        try:
            os.link(path, name)
            return name
        except FileExistsError:
            number += 1
