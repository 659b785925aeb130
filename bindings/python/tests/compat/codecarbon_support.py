"""What the tests of wattprint.compat.codecarbon share."""

import csv
import http.server
import json
import os
import pathlib
import threading

import pytest

COLUMNS = (
    "timestamp project_name run_id experiment_id duration emissions emissions_rate cpu_power gpu_power "
    "ram_power cpu_energy gpu_energy ram_energy energy_consumed water_consumed country_name "
    "country_iso_code region cloud_provider cloud_region os python_version codecarbon_version cpu_count "
    "cpu_model gpu_count gpu_model longitude latitude ram_total_size tracking_mode "
    "cpu_utilization_percent gpu_utilization_percent ram_utilization_percent ram_used_gb on_cloud pue "
    "wue"
).split()
KWH = 3.6e6  # J


def rows_of(path):
    """The rows of a CSV file by column, after a look that each has as many cells as the header."""
    with open(path, newline="") as file:
        lines = list(csv.reader(file))
    assert lines, f"{path} is empty"
    for line in lines:
        assert len(line) == len(lines[0]), line
    return [dict(zip(lines[0], line)) for line in lines[1:]]


class Machine:
    """A /sys with one CPU package and its memory, whose counters move when told to."""

    ZONES = {"intel-rapl:0": "package-0", "intel-rapl:0:0": "dram"}

    def __init__(self, root):
        self._root = pathlib.Path(root)
        for zone, name in self.ZONES.items():
            self._write(zone, "name", name)
            self._write(zone, "max_energy_range_uj", str(2**38))
            self._write(zone, "energy_uj", "0")

    def _write(self, zone, file, text):
        directory = self._root / "class/powercap" / zone
        directory.mkdir(parents=True, exist_ok=True)
        (directory / file).write_text(text + "\n")

    def use(self, package=0.0, dram=0.0):
        """Moves the counters by so many joules."""
        for zone, joules in zip(self.ZONES, (package, dram)):
            counter = self._root / "class/powercap" / zone / "energy_uj"
            self._write(zone, "energy_uj", str(int(counter.read_text()) + round(joules * 1e6)))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty directory to work in, with nobody's settings."""
    for name in list(os.environ):
        if name.lower().startswith(("codecarbon_", "wattprint_")) or name == "CUDA_VISIBLE_DEVICES":
            monkeypatch.delenv(name)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv("WATTPRINT_DATA_DIR", str(tmp_path / "data"))
    return work


@pytest.fixture
def machine(place, tmp_path, monkeypatch):
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    return Machine(tmp_path / "sys")


@pytest.fixture
def server():
    """A server on this machine that keeps what it is sent: (method, path, headers, JSON or bytes)."""
    received = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                body = json.loads(body)
            except ValueError:
                pass
            headers = {name.lower(): value for name, value in self.headers.items()}
            received.append((self.command, self.path, headers, body))
            self.send_response(listening.status)
            self.end_headers()
            self.wfile.write(b'{"id": "run-of-the-server"}')

        do_PUT = do_DELETE = do_POST

        def log_message(self, *arguments):
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.status = 201
    listening.received = received
    listening.url = f"http://127.0.0.1:{listening.server_port}"
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield listening
    listening.shutdown()
    listening.server_close()
