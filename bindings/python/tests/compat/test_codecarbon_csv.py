"""emissions.csv of wattprint.compat.codecarbon: every value under its own name, no row lost."""

import csv
import multiprocessing
import os
import resource
import signal
import stat

import pytest
from codecarbon_support import COLUMNS, rows_of
from wattprint.compat.codecarbon.output import EmissionsData, FileOutput, TaskEmissionsData


def row(run_id="a", **values):
    """A row in which nothing is known but what is given, and its name where that is a text."""
    cells = {name: None for name in COLUMNS}
    cells.update(
        timestamp="2026-11-26T04:00:00",
        project_name="p",
        run_id=run_id,
        emissions=0.5,
        duration=2.0,
        tracking_mode="machine",
        wue=0.25,
    )
    cells.update(values)
    return EmissionsData(**cells)


def write(path, *rows, mode="append"):
    for data in rows:
        FileOutput(path.name, str(path.parent), mode).out(data, data)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "emissions.csv"


def test_the_columns_are_those_of_the_package_in_its_order(path):
    write(path, row())
    assert path.read_text().splitlines()[0].split(",") == COLUMNS


def test_the_columns_are_those_of_the_installed_package():
    real = pytest.importorskip(
        "codecarbon.output_methods.emissions_data", reason="the real codecarbon is not installed"
    )
    if real.EmissionsData is EmissionsData:
        pytest.skip("codecarbon is ours here")
    for ours, theirs in (
        (EmissionsData, real.EmissionsData),
        (TaskEmissionsData, real.TaskEmissionsData),
    ):
        assert list(ours.__dataclass_fields__) == list(theirs.__dataclass_fields__)


def test_what_is_not_known_does_not_shift_what_is(path):
    write(path, row("a"), row("b", region="bavaria"), row("c", longitude=1.5))
    for got, want in zip(rows_of(path), ({}, {"region": "bavaria"}, {"longitude": "1.5"})):
        assert (got["tracking_mode"], got["wue"]) == ("machine", "0.25")
        assert {name: got[name] for name in ("region", "longitude")} == {
            "region": "",
            "longitude": "",
            **want,
        }


def test_a_file_of_an_older_version_keeps_its_rows_and_gets_the_columns(path):
    path.write_text("project_name,emissions,timestamp\nold,1.25,2020-01-01T00:00:00\n")
    write(path, row("new"))
    old, new = rows_of(path)
    assert (old["project_name"], old["emissions"], old["run_id"]) == ("old", "1.25", "")
    assert (new["project_name"], new["emissions"], new["run_id"]) == ("p", "0.5", "new")
    assert path.read_text().splitlines()[0].startswith("project_name,emissions,timestamp,run_id")


def test_a_file_in_another_order_is_filled_by_name(path):
    path.write_text(",".join(reversed(COLUMNS)) + "\n")
    write(path, row("a"))
    (got,) = rows_of(path)
    assert (got["wue"], got["run_id"], got["duration"]) == ("0.25", "a", "2.0")
    assert path.read_text().startswith("wue,pue,")


def test_a_column_of_the_users_own_stays(path):
    write(path, row("a"))
    lines = path.read_text().splitlines()
    path.write_text(f'{lines[0]},note\n{lines[1]},"first, and best"\n')
    write(path, row("b"))
    first, second = rows_of(path)
    assert (first["note"], second["note"], second["run_id"]) == ("first, and best", "", "b")


def test_a_row_that_was_shifted_before_stays_as_it_is(path):
    path.write_text("run_id,emissions\nx\n")
    write(path, row("a"))
    lines = list(csv.reader(path.open()))
    assert lines[1] == ["x"]
    assert dict(zip(lines[0], lines[2]))["run_id"] == "a"


def test_text_with_commas_quotes_and_line_ends_comes_back(path):
    project = 'größe, "quoted"\nand a line'
    write(path, row(project_name=project), row("b"))
    first, second = rows_of(path)
    assert (first["project_name"], second["run_id"]) == (project, "b")


def test_half_a_line_of_a_killed_program_does_not_swallow_the_next(path):
    write(path, row("a"))
    with path.open("a") as file:
        file.write("2026-11-2")
    write(path, row("b"))
    lines = list(csv.reader(path.open()))
    assert lines[2] == ["2026-11-2"] and "b" in lines[3] and len(lines[3]) == len(COLUMNS)


def test_an_empty_file_is_a_new_one(path):
    path.touch()
    write(path, row("a"))
    assert [got["run_id"] for got in rows_of(path)] == ["a"]


def test_a_file_of_something_else_is_set_aside_and_never_overwritten(path):
    for number, content in enumerate(("name,size\nx,1\n", "name,size\ny,2\n")):
        path.write_text(content)
        write(path, row(f"run {number}"))
        assert [got["run_id"] for got in rows_of(path)] == [f"run {number}"]
    assert (path.parent / "emissions.csv.bak").read_text() == "name,size\nx,1\n"
    assert (path.parent / "emissions.csv_1.bak").read_text() == "name,size\ny,2\n"


def test_update_replaces_the_row_of_the_run_only(path):
    write(path, row("a"), row("b"))
    write(path, row("a", emissions=9.0), row("c"), mode="update")
    assert [(got["run_id"], got["emissions"]) for got in rows_of(path)] == [
        ("b", "0.5"),
        ("a", "9.0"),
        ("c", "0.5"),
    ]


def test_update_adds_where_the_run_has_several_rows(path):
    write(path, row("a"), row("a"))
    write(path, row("a", emissions=9.0), mode="update")
    assert [got["emissions"] for got in rows_of(path)] == ["0.5", "0.5", "9.0"]


def _write_many(path, name):
    for number in range(25):
        mode = "update" if number % 5 == 0 else "append"
        FileOutput(path.name, str(path.parent), mode).out(row(f"{name}-{number}"), None)


def test_rows_of_many_programs_at_once_arrive_whole(path):
    path.write_text("timestamp,project_name,emissions\n2020,old,1\n")
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_many, args=(path, name)) for name in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    runs = [got["run_id"] for got in rows_of(path)]
    assert runs[0] == "" and sorted(runs[1:]) == sorted(
        f"{name}-{number}" for name in range(6) for number in range(25)
    )
    assert os.listdir(path.parent) == [path.name]


def _write_on_a_full_disk(path, faults):
    size = path.stat().st_size
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for limit in (size + 10, size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            write(path, row("b"))
        except OSError as error:
            faults.put(str(error))


def test_a_full_disk_leaves_the_file_as_it_was(path):
    write(path, row("a"))
    before = path.read_bytes()
    context = multiprocessing.get_context("fork")
    faults = context.SimpleQueue()
    writer = context.Process(target=_write_on_a_full_disk, args=(path, faults))
    writer.start()
    writer.join()
    assert path.read_bytes() == before
    assert "disk is full" in faults.get() and faults.get()


def test_a_rewritten_file_keeps_its_permissions_and_its_link(path, tmp_path):
    target = tmp_path / "elsewhere.csv"
    target.write_text("run_id,emissions\na,1\n")
    target.chmod(0o640)
    path.symlink_to(target)
    write(path, row("b"))
    assert path.is_symlink() and stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [got["run_id"] for got in rows_of(target)] == ["a", "b"]


def test_a_new_file_is_readable_as_the_user_has_it(path):
    before = os.umask(0o027)
    try:
        write(path, row("a"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_settings_that_make_no_sense_are_refused(tmp_path):
    with pytest.raises(ValueError, match="append"):
        FileOutput("e.csv", str(tmp_path), "replace")
    with pytest.raises(OSError, match="no directory"):
        FileOutput("e.csv", str(tmp_path / "nowhere"))


def test_tasks_have_a_file_of_the_run_with_all_columns(tmp_path):
    tasks = [TaskEmissionsData.of(name, row("r")) for name in ("load", "fit, twice")]
    FileOutput("e.csv", str(tmp_path)).task_out(tasks, "base")
    got = rows_of(tmp_path / "emissions_base_r.csv")
    assert [task["task_name"] for task in got] == ["load", "fit, twice"]
    assert len(got[0]) == 36 and got[1]["longitude"] == ""
