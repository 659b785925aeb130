#!/usr/bin/python3
"""Whole-process figures of wattprint: what measuring costs, from outside. Run by scripts/bench.sh.

Everything is CPU time (user + system, with children, as wait4 tells) and peak resident memory. Prints
a table of figure, limit and verdict, and writes all of it as JSON.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

import grid_series
import inventory

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"


class Bench:
    """Knows the programs and keeps the rows of the table."""

    def __init__(self, bin_dir, scratch, quick):
        self.bin = bin_dir
        self.scratch = scratch
        self.quick = quick
        self.rows = []

    def wattprint(self, *options, command, sysfs=None):
        """The words of one `wattprint run`."""
        words = [str(self.bin / "wattprint"), "--data-dir", str(self.scratch / "data"), "--quiet"]
        if sysfs:
            words += ["--sysfs-root", str(sysfs)]
        return [*words, "run", *options, "--", *map(str, command)]

    def measure(self, runs, *commands):
        """Runs the commands in turn; one dictionary a command, see measure_process.c."""
        words = [str(self.bin / "measure_process"), "--runs", str(runs)]
        for command in commands:
            words += [":::", *command]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            sys.exit(f"figures.py: measuring failed: {' '.join(words)}")
        return json.loads(done.stdout)

    def row(self, what, value, unit, limit=None, note=""):
        verdict = "" if limit is None else ("ok" if value <= limit else "MISSED")
        self.rows.append({"what": what, "value": value, "unit": unit, "limit": limit,
                          "verdict": verdict, "note": note})
        shown_limit = "" if limit is None else f"{limit:.5g}"
        print(f"{what:<66}{value:>10.5g}  {shown_limit:>8}  {unit:<16}{verdict:<7}{note}", flush=True)


def cpu(result):
    return result["cpu_s"]["median"]


def mebibytes(result):
    return result["max_rss_kib"]["median"] / 1024


@contextlib.contextmanager
def background(*words):
    """A helper program that runs meanwhile; it says "ready" when it is."""
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout.readline().strip() != "ready":
                sys.exit(f"figures.py: {words[0]} did not start")
            yield
        finally:
            process.terminate()


def start_up(bench, runs):
    """Everything around a command that does nothing, and a Python that does nothing, in turn."""
    return bench.measure(runs, bench.wattprint(command=["true"]), [PYTHON, "-c", "pass"])


def starting(bench):
    ours, python = start_up(bench, 11 if bench.quick else 31)
    bench.row("run -- true: CPU", cpu(ours), "s", cpu(python), "limit: python3 -c pass")
    bench.row("run -- true: peak memory", mebibytes(ours), "MiB", 12)


def one_hertz(bench):
    seconds = 20 if bench.quick else 60
    (ours,) = bench.measure(1, bench.wattprint("--interval", "1s", command=["sleep", seconds]))
    bench.row(f"run --interval 1s -- sleep {seconds}: CPU", cpu(ours), "s", 0.02)
    bench.row(f"run --interval 1s -- sleep {seconds}: peak memory", mebibytes(ours), "MiB", 12)


def hundred_hertz(bench, sysfs=None):
    """CPU time for each second, in percent of a core; starting and ending are in it."""
    seconds = 10
    (ours,) = bench.measure(
        1, bench.wattprint("--interval", "10ms", command=["sleep", seconds], sysfs=sysfs))
    return 100 * cpu(ours) / seconds


def sampling(bench, fake_sysfs):
    bench.row("100 Hz, the sensors of this machine (or none): CPU", hundred_hertz(bench), "% of a core", 1)
    bench.row("100 Hz, four fake RAPL zones: CPU", hundred_hertz(bench, fake_sysfs), "% of a core", 1)


def crowded(bench):
    """3,000 neighbours that are none of the run's business.

    With and without them in turn, and starting up relative to Python at the same moment: the speed of
    a shared machine changes by more than what is looked for here.
    """
    count = 3000

    def look():
        ours, python = start_up(bench, 11)
        return cpu(ours) / cpu(python), hundred_hertz(bench)

    alone, among_many = [], []
    for _ in range(1 if bench.quick else 3):
        alone.append(look())
        with background(bench.bin / "process_herd", str(count), "600"):
            among_many.append(look())
    for i, what in enumerate(("run -- true", "100 Hz")):
        before, after = (statistics.median(looks[i] for looks in each) for each in (alone, among_many))
        bench.row(f"{count} other processes, {what}: growth of CPU", 100 * (after / before - 1), "%", 10)


def many_children(bench):
    """Two lengths of the same run: the difference is samples only, without starting 300 processes."""
    count, short, long = 300, 5, 15 if bench.quick else 35
    runs = 1 if bench.quick else 3
    costs = bench.measure(runs, *(
        bench.wattprint("--interval", "1s", command=[bench.bin / "process_herd", count, seconds])
        for seconds in (short, long)))
    per_sample = (cpu(costs[1]) - cpu(costs[0])) / (long - short)
    bench.row(f"{count} live children, 1 Hz: CPU a sample", 1000 * per_sample, "ms", 5)


def estimating(bench):
    """A million rows: of a park of 500 machines, of a million machines, and of as many CPU names."""
    rows = 100_000 if bench.quick else 1_000_000
    path, output = bench.scratch / "inventory.csv", bench.scratch / "estimates.csv"
    job = [str(bench.bin / "wattprint"), "--quiet", "estimate", "servers", "--input", str(path),
           "--output", str(output)]
    for what, machines, distinct_names in (("500 machines", 500, False),
                                           ("each another machine", rows, False),
                                           ("each another CPU name", rows, True)):
        inventory.write(path, rows, machines, distinct_names)
        (ours,) = bench.measure(1 if bench.quick else 3, job)
        what = f"estimate servers, {rows} rows, {what}"
        bench.row(f"{what}: CPU", cpu(ours), "s", 5 * rows / 1_000_000)
        bench.row(f"{what}: peak memory", mebibytes(ours), "MiB", 32)
    path.unlink()
    output.unlink()


def estimating_one_job(bench):
    """With hardware of every kind and a region, so that every table is asked."""
    (ours,) = bench.measure(11 if bench.quick else 31, [
        str(bench.bin / "wattprint"), "--quiet", "estimate", "job", "--gpu", "A100 x8", "--cpu", "EPYC 7763 x2",
        "--memory", "1 TB", "--ssd", "4 TB", "--network", "500 GB", "--hours", "72", "--region", "aws:eu-west-1", "--json"])
    bench.row("estimate job, one: CPU", cpu(ours), "s", 0.015)


def estimating_jobs(bench):
    """100,000 jobs of some dozens of kinds, as a cluster has them."""
    rows = 100_000
    path, output = bench.scratch / "jobs.csv", bench.scratch / "estimates.csv"
    gpus = ("A100-SXM4-80GB", "Tesla V100-SXM2-32GB", "H100", "T4", "A100")
    cpus = ("AMD EPYC 7763", "Xeon Gold 6248", "AMD EPYC 7742", "")
    zones = ("DE", "FR", "US-CAL-CISO", "")
    with path.open("w", encoding="utf-8") as table:
        table.write("id,gpu,gpus,cpu,cores,memory_gb,hours,utilisation,zone,repeats\n")
        for i in range(rows):
            table.write(f"job-{i},{gpus[i % 5]},{1 + i % 8},{cpus[i // 5 % 4]},{1 + i % 32},{1 + i % 512},"
                        f"{1 + i % 997 / 10},{i % 101}%,{zones[i // 20 % 4]},{1 + i % 3}\n")
    (ours,) = bench.measure(1 if bench.quick else 3, [
        str(bench.bin / "wattprint"), "--quiet", "estimate", "job", "--input", str(path), "--output", str(output)])
    bench.row(f"estimate job, {rows} rows: CPU", cpu(ours), "s", 5)
    bench.row(f"estimate job, {rows} rows: peak memory", mebibytes(ours), "MiB", 32)
    path.unlink()
    output.unlink()


def grid(bench):
    """Whole commands: what the table says, a forecast from 60 days, three years of forecasts."""
    runs = 5 if bench.quick else 21
    program = str(bench.bin / "wattprint")
    sixty, three_years = bench.scratch / "60-days.csv", bench.scratch / "3-years.csv"
    grid_series.write(sixty, 60)
    grid_series.write(three_years, 3 * 365)
    now, forecast = bench.measure(
        runs, [program, "grid", "now", "--zone", "DE", "--json"],
        [program, "grid", "forecast", "--zone", "DE", "--series", str(sixty), "--json"])
    (backtest,) = bench.measure(1, [program, "grid", "backtest", "--series", str(three_years),
                                    "--origins", "180", "--json"])
    bench.row("grid now, from the table: time", 1000 * now["wall_s"]["median"], "ms", 15)
    bench.row("grid now, from the table: peak memory", mebibytes(now), "MiB", 12)
    bench.row("grid forecast, 96 h from 60 days: time", 1000 * forecast["wall_s"]["median"], "ms", 20)
    bench.row("grid backtest, 3 years hourly, 180 origins: time", backtest["wall_s"]["median"], "s", 10)


def peers(bench, directory):
    """The same two jobs under each peer whose virtual environment is in the directory."""
    seconds = 20 if bench.quick else 60
    for python in sorted(directory.glob("*/bin/python")):
        name = python.parts[-3]
        job = [str(python), str(HERE / "peers/track.py"), name]
        (nothing,) = bench.measure(3, [*job, "0"])
        (sleeping,) = bench.measure(1, [*job, str(seconds)])
        version = subprocess.run([python, "-m", "pip", "show", name], capture_output=True, text=True,
                                 check=False).stdout.partition("Version: ")[2].split("\n")[0]
        note = f"{name} {version}"
        bench.row(f"{name}: job that does nothing: CPU", cpu(nothing), "s", note=note)
        bench.row(f"{name}: sleep {seconds} at 1 Hz: CPU", cpu(sleeping), "s", note=note)
        bench.row(f"{name}: sleep {seconds} at 1 Hz: peak memory", mebibytes(sleeping), "MiB", note=note)


def cpu_model():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def about_this_machine():
    return {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "cpu": cpu_model(), "threads": os.cpu_count(), "kernel": platform.release(),
            "load_average": os.getloadavg()[0]}


def tracking(bench):
    """A program that is measured from inside; see tracker_cost.c."""
    seconds = "5" if bench.quick else "60"
    done = subprocess.run([bench.bin / "tracker_cost", bench.scratch / "data", seconds],
                          stdout=subprocess.PIPE, text=True, check=True)
    cost = dict(line.split("=") for line in done.stdout.split())
    bench.row("tracker, start + stop: CPU", float(cost["start_stop_cpu_ms"]), "ms", 5.0)
    bench.row("tracker, task begin + end: median", float(cost["task_pair_median_us"]), "us", 20.0)
    bench.row("tracker, task begin + end: 99th percentile", float(cost["task_pair_p99_us"]), "us",
              1000.0)
    bench.row(f"tracker, 1 Hz for {seconds} s: CPU", float(cost["tracking_cpu_ms"]), "ms", 10.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the built programs")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="JSON file to write")
    parser.add_argument("--peers", type=pathlib.Path, help="folder with a virtual environment each")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    options = parser.parse_args()

    machine = about_this_machine()
    print("{date}, {cpu}, {threads} threads, Linux {kernel}, load {load_average:.2f}".format(**machine))
    print(f"{'':<66}{'measured':>10}  {'at most':>8}")
    with tempfile.TemporaryDirectory(prefix="wattprint-bench-") as name:
        scratch = pathlib.Path(name)
        bench = Bench(options.bin.resolve(), scratch, options.quick)
        starting(bench)
        one_hertz(bench)
        sysfs = scratch / "sys"
        with background(bench.bin / "fake_powercap", "--sysfs", str(sysfs), "--sockets", "2",
                        "--package", "50,70", "--dram", "8"):
            sampling(bench, sysfs)
        crowded(bench)
        many_children(bench)
        tracking(bench)
        estimating(bench)
        estimating_one_job(bench)
        estimating_jobs(bench)
        grid(bench)
        if options.peers:
            peers(bench, options.peers)
    options.output.write_text(json.dumps({"machine": machine, "figures": bench.rows}, indent=1) + "\n",
                              encoding="utf-8")


if __name__ == "__main__":
    main()
