"""What machine this is: cloud by firmware and by metadata service, limits of a container, memory, drives."""

import http.server
import json
import socket
import threading
import time
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None


class Imds(http.server.BaseHTTPRequestHandler):
    """AWS's instance metadata service, version 2 only."""

    def answer(self, status, body=""):
        self.server.seen.append(f"{self.command} {self.path}")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_PUT(self):  # noqa: N802
        self.answer(200, "TOKEN") if self.path == "/latest/api/token" else self.answer(404)

    def do_GET(self):  # noqa: N802
        if self.headers.get("X-aws-ec2-metadata-token") != "TOKEN":
            self.answer(401)
        elif self.path == "/latest/meta-data/instance-type":
            self.answer(200, "c6i.4xlarge")
        elif self.path == "/latest/meta-data/placement/region":
            self.answer(200, "eu-central-1")
        else:
            self.answer(404)

    def log_message(self, *_):
        pass


class Cloud(EndToEnd):
    def setUp(self):
        super().setUp()
        self.sys = self.dir / "sys"
        self.proc = self.dir / "proc"
        self.write("proc/cpuinfo", "vendor_id : GenuineIntel\ncpu family : 6\nmodel : 106\nstepping : 6\n"
                                   "model name : Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz\n"
                                   "flags : fpu hypervisor\n\n")
        self.write("proc/meminfo", "MemTotal: 33554432 kB\n")
        self.write("sys/devices/system/cpu/online", "0-15\n")

    def write(self, path, text):
        file = self.dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def dmi(self, **files):
        for name, text in files.items():
            self.write(f"sys/class/dmi/id/{name}", text + "\n")

    def doctor(self, *options):
        return self.wattprint("--sysfs-root", str(self.sys), "--procfs-root", str(self.proc), *options, "doctor")

    def report(self, *options):
        result = self.wattprint("--sysfs-root", str(self.sys), "--procfs-root", str(self.proc), *options,
                                "doctor", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        if jsonschema is not None:
            schema = SCHEMAS / "wattprint.doctor.v1.schema.json"
            jsonschema.validate(document, json.loads(schema.read_text()))
        return document

    def serve(self, handler=Imds):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.seen = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.url = f"http://127.0.0.1:{server.server_port}"
        return server

    def test_firmware_of_aws_names_the_type(self):
        self.dmi(sys_vendor="Amazon EC2", product_name="c6i.4xlarge")
        cloud = self.report()["cloud"]
        self.assertEqual((cloud["provider"], cloud["instance_type"]), ("aws", "c6i.4xlarge"))
        self.assertEqual((cloud["host_threads"], cloud["share_of_host"]), (128, 0.125))
        self.assertIn("c6i.4xlarge: 16 of the 128 hardware threads of its host, 12.5 %", self.doctor().stdout)

    def test_no_cloud_is_no_claim(self):
        self.dmi(sys_vendor="Dell Inc.", product_name="PowerEdge R740")
        cloud = self.report()["cloud"]
        self.assertEqual(set(cloud.values()), {None})
        self.assertNotIn("\nCloud\n", self.doctor().stdout)

    def test_metadata_service_is_asked_only_when_told_to(self):
        server = self.serve()
        self.dmi(sys_vendor="Amazon EC2", product_name="HVM")
        cloud = self.report("--cloud-metadata-url", self.url)["cloud"]
        self.assertIsNone(cloud["instance_type"])
        self.assertIn("--cloud-metadata", self.doctor("--cloud-metadata-url", self.url).stdout)
        self.measure(["true"], "--sysfs-root", str(self.sys))
        self.assertEqual(server.seen, [])
        cloud = self.report("--cloud-metadata-url", self.url, "--cloud-metadata")["cloud"]
        self.assertEqual((cloud["instance_type"], cloud["region"]), ("c6i.4xlarge", "eu-central-1"))
        self.assertEqual(server.seen[0], "PUT /latest/api/token")

    def test_metadata_service_by_the_environment_without_firmware(self):
        self.serve()
        self.env.update(WATTPRINT_CLOUD_METADATA="1", WATTPRINT_CLOUD_METADATA_URL=self.url + "/",
                        http_proxy="http://127.0.0.1:1")
        cloud = self.report()["cloud"]
        self.assertEqual((cloud["provider"], cloud["instance_type"]), ("aws", "c6i.4xlarge"))

    def test_silent_metadata_service_costs_two_seconds_and_nothing_else(self):
        silent = socket.socket()
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        self.addCleanup(silent.close)
        self.dmi(sys_vendor="Amazon EC2", product_name="c6i.4xlarge")
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        start = time.monotonic()
        cloud = self.report("--cloud-metadata", "--cloud-metadata-url", url)["cloud"]
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(cloud["instance_type"], "c6i.4xlarge")  # the firmware's word stands
        self.assertIn("no answer within", cloud["problem"])

    def test_address_that_is_none(self):
        result = self.doctor("--cloud-metadata-url", "file:///etc/passwd")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--cloud-metadata-url", result.stderr)

    def test_limits_of_a_container(self):
        self.write("proc/self/cgroup", "0::/\n")
        self.write("proc/self/mountinfo", "31 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        self.write("sys/fs/cgroup/cpu.max", "150000 100000\n")
        self.write("sys/fs/cgroup/memory.max", "2147483648\n")
        allotment = self.report()["allotment"]
        self.assertEqual((allotment["cpus"], allotment["threads_online"]), (1.5, 16))
        self.assertEqual(allotment["memory_limit_bytes"], 2 << 30)
        self.assertIn("of these it may use 1.5, and 2 GiB of memory", self.doctor().stdout)

    def test_memory_and_drives_of_bare_metal_and_of_a_virtual_machine(self):
        self.write("sys/block/nvme0n1/size", "1953125000\n")
        self.write("sys/block/nvme0n1/queue/rotational", "0\n")
        self.write("sys/block/nvme0n1/device/model", "SAMSUNG MZQL2\n")
        self.write("sys/devices/system/memory/block_size_bytes", "80000000\n")
        for block in range(17):
            self.write(f"sys/devices/system/memory/memory{block}/online", "1\n")
        report = self.report()
        self.assertEqual((report["memory"]["bytes"], report["memory"]["source"]), (32 << 30, "MemTotal"))
        self.assertEqual(report["storage"], {"drives": [], "idle_w": None})
        self.write("proc/cpuinfo", (self.proc / "cpuinfo").read_text().replace(" hypervisor", ""))
        report = self.report()
        self.assertEqual(report["memory"]["bytes"], 34 << 30)
        self.assertEqual(report["storage"]["drives"],
                         [{"name": "nvme0", "kind": "nvme", "bytes": 10 ** 12}])
        self.assert_figure(report["storage"]["idle_w"])
        self.assertIn("nvme0 1 TB; about 2 W", self.doctor().stdout)

    def test_the_region_that_the_metadata_service_names_is_where_the_power_comes_from(self):
        self.env["TZ"] = "UTC"
        server = self.serve()
        here = ["--sysfs-root", str(self.sys), "--cloud-metadata", "--cloud-metadata-url",
                f"http://127.0.0.1:{server.server_address[1]}"]
        answer = json.loads(self.wattprint(*here, "grid", "now", "--json").stdout)
        self.assertEqual(answer["zone"], "DE")
        self.assertIn("aws:eu-central-1", answer["zone_from"])
        self.assertEqual(answer["points"][0]["g_per_kwh"]["basis"], "estimated")
        run = self.measure(["sleep", "0.6"], *here)
        self.assertEqual(run.record["grid"]["zone"], "DE")
        self.assertIn("aws:eu-central-1", run.record["grid"]["intensity_g_per_kwh"]["source"])

    def test_without_being_asked_the_metadata_service_is_left_alone_also_by_the_grid(self):
        self.env["TZ"] = "UTC"
        server = self.serve()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        answer = json.loads(self.wattprint("--cloud-metadata-url", url, "grid", "now", "--json").stdout)
        self.assertEqual(answer["zone"], "WORLD")
        self.assertEqual(server.seen, [])


if __name__ == "__main__":
    unittest.main()
