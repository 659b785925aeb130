#include "engine/doctor.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "engine/archive.hpp"
#include "processes/cgroup.hpp"
#include "processes/perf_clock.hpp"
#include "sensors/all.hpp"
#include "sensors/select.hpp"

namespace wattprint::engine {
namespace {

using processes::CgroupPlace;

/// A process that does nothing until it is no longer needed.
class IdleProcess {
 public:
  IdleProcess() : pid_(::fork()) {
    if (pid_ == 0) {
      ::pause();
      ::_exit(0);
    }
  }
  IdleProcess(const IdleProcess&) = delete;
  IdleProcess& operator=(const IdleProcess&) = delete;
  ~IdleProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

std::string version_name(CgroupPlace::Version version) {
  return version == CgroupPlace::Version::v2 ? "cgroup v2" : "cgroup v1 cpuacct";
}

Account try_cgroup(const CgroupPlace& place) {
  Account account{.name = version_name(place.version)};
  const IdleProcess process;
  const auto cgroup = processes::RunCgroup::create(place);
  const auto adopted = cgroup ? cgroup->adopt(process.pid()) : fail(cgroup.error());
  account.works = adopted.has_value();
  account.detail = account.works
                       ? "each run gets a cgroup of its own below " + place.directory.string()
                       : adopted.error().what;
  if (!account.works) account.fix = "systemd-run --user --scope -p Delegate=yes wattprint run ...";
  return account;
}

Account try_perf() {
  Account account{.name = "perf task-clock"};
  const IdleProcess process;
  const auto clock = processes::PerfClock::open(process.pid());
  account.works = clock.has_value();
  account.detail =
      account.works ? "the kernel counts a run's CPU time through every fork" : clock.error().what;
  if (!account.works)
    account.fix =
        "sudo sysctl kernel.perf_event_paranoid=2 (in a container: --security-opt seccomp=... or "
        "--cap-add PERFMON)";
  return account;
}

std::vector<Account> try_accounts() {
  std::vector<Account> accounts;
  const auto cgroups = read_text("/proc/self/cgroup");
  const auto mounts = read_text("/proc/self/mountinfo");
  if (cgroups && mounts)
    for (const auto& place : processes::find_cgroup_places(*cgroups, *mounts))
      accounts.push_back(try_cgroup(place));
  if (accounts.empty())
    accounts.push_back({"cgroup v2", false, "no cgroup hierarchy can be seen from here",
                        "in a container, mount it: -v /sys/fs/cgroup:/sys/fs/cgroup:rw"});
  accounts.push_back(try_perf());
  accounts.push_back({"wait and /proc", true,
                      "always there; misses processes that end between two looks while their "
                      "parent ignores SIGCHLD",
                      ""});
  return accounts;
}

/// What the machine is made of, and how much of it is ours.
void examine_hardware(const DoctorRequest& request, DoctorReport& report) {
  if (auto cpu = models::identify_cpu(request.machine))
    report.cpu = std::move(*cpu);
  else
    report.cpu_problem = cpu.error().what;
  const bool is_virtual = report.cpu && report.cpu->virtual_machine;
  report.allotment = models::read_allotment(request.machine, report.cpu ? report.cpu->threads : 1U);
  report.cloud = cloud_here(request.machine, request.metadata, system_clock());
  if (auto memory = models::installed_memory(request.machine, is_virtual))
    report.memory = std::move(*memory);
  else
    report.memory_problem = memory.error().what;
  report.drives = models::find_drives(request.machine, is_virtual);
  if (auto idle = models::idle_power(report.drives); idle && !report.drives.empty())
    report.drives_idle = std::move(*idle);
}

}  // namespace

DoctorReport examine(const DoctorRequest& request) {
  DoctorReport report;
  const auto all = sensors::all_sensors(request.machine);
  auto opened = sensors::open_all([&] {
    std::vector<sensors::Sensor*> every;
    for (const auto& sensor : all) every.push_back(sensor.get());
    return every;
  }());
  report.sensors = std::move(opened.findings);
  for (const auto& finding : report.sensors)
    if (finding.state == sensors::State::ok) report.used.push_back(finding.name);

  const auto reads = [&](sensors::Extent::Kind kind) {
    return std::any_of(opened.taken.begin(), opened.taken.end(), [kind](const auto& taken) {
      return taken.extent.kind == kind || taken.extent.kind == sensors::Extent::Kind::machine;
    });
  };
  if (!reads(sensors::Extent::Kind::package) || !reads(sensors::Extent::Kind::dram))
    report.used.push_back("model");

  examine_hardware(request, report);
  report.accounts = try_accounts();
  if (auto here = grid_here(request.zone, request.intensity, request.machine))
    report.grid = std::move(*here);
  else
    report.grid_problem = here.error().what;
  const auto store = open_store(request.data_dir, request.machine, store::Database::Access::create);
  report.store = store ? (*store)->place() : store.error().what;
  return report;
}

}  // namespace wattprint::engine
