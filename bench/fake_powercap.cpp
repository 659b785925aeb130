// Plays the energy counters of a machine: writes a powercap tree as the kernel's intel_rapl driver
// lays it out, and advances every counter at a known power until it is told to stop.
//
//     fake_powercap --sysfs DIR --sockets 2 --package 50,70 --dram 8 --psys 150 --mmio
//     wattprint --sysfs-root DIR run -- sleep 5
//
// Prints "ready" when the tree stands, and at the end (SIGTERM, SIGINT, --seconds, or its parent's
// death) one JSON document with the energy that each zone really used. Tests and benchmarks use it.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kUsage = R"(usage: fake_powercap --sysfs DIR [options]
  --sockets N       packages (default 1)
  --package W,...   power of each package in watts (default 50); the last one stands for the rest
  --core W,...      nested zone "core"
  --uncore W,...    nested zone "uncore"
  --dram W,...      nested zone "dram"
  --psys W          top-level zone "psys"
  --mmio            the packages a second time, as the control type intel-rapl-mmio
  --hex             number the zones from a (10) on, as the kernel does on large machines
  --range UJ        max_energy_range_uj (default 262143328850, as on many server chips)
  --start UJ        what the counters begin with (default 1000000)
  --max-power W     constraint_0_max_power_uw of the packages (default 4 times their power)
  --period MS       time between updates in milliseconds (default 1, as in hardware)
  --seconds S       stop by itself
  --once            write the tree and exit
)";

struct Options {
  fs::path sysfs;
  std::size_t sockets = 1;
  std::vector<double> package{50.0};
  std::vector<double> core;
  std::vector<double> uncore;
  std::vector<double> dram;
  double psys = 0.0;
  bool mmio = false;
  bool hex = false;
  bool once = false;
  std::uint64_t range = 262143328850;
  std::uint64_t start = 1000000;
  double max_power = 0.0;
  double period_ms = 1.0;
  double seconds = 0.0;
};

struct Zone {
  std::string id;    // intel-rapl:0:1
  std::string name;  // dram
  double watts;
  int fd;
};

[[noreturn]] void die(const std::string& message) {
  std::fprintf(stderr, "fake_powercap: %s\n", message.c_str());
  std::exit(2);
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    die("not a number: " + std::string(text));
  return value;
}

std::vector<double> powers(std::string_view text) {
  std::vector<double> values;
  while (!text.empty()) {
    const auto comma = text.find(',');
    values.push_back(number<double>(text.substr(0, comma)));
    text = comma == text.npos ? "" : text.substr(comma + 1);
  }
  if (values.empty()) die("a list of watts is empty");
  return values;
}

Options parse(int argc, char** argv) {
  Options o;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const auto value = [&]() -> std::string_view {
      if (i + 1 == argc) die(std::string(name) + " needs a value");
      return argv[++i];
    };
    if (name == "--sysfs")
      o.sysfs = value();
    else if (name == "--sockets")
      o.sockets = number<std::size_t>(value());
    else if (name == "--package")
      o.package = powers(value());
    else if (name == "--core")
      o.core = powers(value());
    else if (name == "--uncore")
      o.uncore = powers(value());
    else if (name == "--dram")
      o.dram = powers(value());
    else if (name == "--psys")
      o.psys = number<double>(value());
    else if (name == "--mmio")
      o.mmio = true;
    else if (name == "--hex")
      o.hex = true;
    else if (name == "--range")
      o.range = number<std::uint64_t>(value());
    else if (name == "--start")
      o.start = number<std::uint64_t>(value());
    else if (name == "--max-power")
      o.max_power = number<double>(value());
    else if (name == "--period")
      o.period_ms = number<double>(value());
    else if (name == "--seconds")
      o.seconds = number<double>(value());
    else if (name == "--once")
      o.once = true;
    else if (name == "--help") {
      std::fputs(kUsage.data(), stdout);
      std::exit(0);
    } else
      die("unknown option " + std::string(name) + "; --help lists them");
  }
  if (o.sysfs.empty()) die("--sysfs DIR is missing; --help lists the options");
  if (o.sockets == 0 || o.range == 0 || o.period_ms <= 0.0)
    die("--sockets, --range and --period must be positive");
  return o;
}

double of_socket(const std::vector<double>& watts, std::size_t socket) {
  return watts[std::min(socket, watts.size() - 1)];
}

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text << '\n'; }

class Tree {
 public:
  explicit Tree(const Options& options) : options_(options) {
    fs::create_directories(options_.sysfs / "class/powercap");
    packages("intel-rapl", true);
    if (options_.psys > 0.0)
      add(control_type("intel-rapl"), id("intel-rapl", options_.sockets), "psys", options_.psys);
    if (options_.mmio) packages("intel-rapl-mmio", false);
  }

  void advance(double seconds) const {
    for (const Zone& zone : zones_) {
      const auto used = static_cast<std::uint64_t>(std::floor(zone.watts * seconds * 1e6));
      // Blanks in front keep the low eight digits in one aligned word of the page, so that a reader
      // on another core does not see half an update; parsers of the kernel's numbers skip them.
      char text[32];
      const int length =
          std::snprintf(text, sizeof text, "%16llu\n",
                        static_cast<unsigned long long>((options_.start + used) % options_.range));
      if (::pwrite(zone.fd, text, static_cast<std::size_t>(length), 0) != length)
        die("cannot write " + zone.id);
    }
  }

  void report(double seconds) const {
    std::printf("{\"elapsed_s\": %.6f, \"zones\": [", seconds);
    for (std::size_t i = 0; i < zones_.size(); ++i)
      std::printf("%s{\"zone\": \"%s\", \"name\": \"%s\", \"watts\": %g, \"joules\": %.6f}",
                  i == 0 ? "" : ", ", zones_[i].id.c_str(), zones_[i].name.c_str(), zones_[i].watts,
                  zones_[i].watts * seconds);
    std::printf("]}\n");
  }

 private:
  std::string id(const std::string& type, std::size_t index) const {
    char text[64];
    std::snprintf(text, sizeof text, "%s:%zx", type.c_str(), index + (options_.hex ? 10 : 0));
    return text;
  }

  fs::path control_type(const std::string& type) {
    const fs::path directory = options_.sysfs / "devices/virtual/powercap" / type;
    if (fs::create_directories(directory)) {
      write(directory / "enabled", "1");
      link(directory, type);
    }
    return directory;
  }

  void link(const fs::path& directory, const std::string& name) const {
    const fs::path link = options_.sysfs / "class/powercap" / name;
    fs::remove(link);
    fs::create_directory_symlink(fs::path("../..") / fs::relative(directory, options_.sysfs), link);
  }

  void packages(const std::string& type, bool nested) {
    const fs::path directory = control_type(type);
    for (std::size_t socket = 0; socket < options_.sockets; ++socket) {
      const std::string package = id(type, socket);
      const fs::path zone = add(directory, package, "package-" + std::to_string(socket),
                                of_socket(options_.package, socket));
      if (!nested) continue;
      int child = 0;
      const auto add_child = [&](const char* name, const std::vector<double>& watts) {
        if (watts.empty()) return;
        add(zone, package + ":" + std::to_string(child++), name, of_socket(watts, socket));
      };
      add_child("core", options_.core);
      add_child("uncore", options_.uncore);
      add_child("dram", options_.dram);
    }
  }

  fs::path add(const fs::path& parent, const std::string& id, const std::string& name,
               double watts) {
    const fs::path directory = parent / id;
    fs::create_directories(directory);
    write(directory / "name", name);
    write(directory / "enabled", "1");
    write(directory / "max_energy_range_uj", std::to_string(options_.range));
    if (name.starts_with("package")) {
      const double most = options_.max_power > 0.0 ? options_.max_power : 4.0 * watts;
      write(directory / "constraint_0_name", "long_term");
      write(directory / "constraint_0_max_power_uw", std::to_string(std::llround(most * 1e6)));
      write(directory / "constraint_0_power_limit_uw", std::to_string(std::llround(most * 1e6)));
    }
    link(directory, id);
    const int fd =
        ::open((directory / "energy_uj").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444);
    if (fd < 0) die("cannot write " + (directory / "energy_uj").string());
    zones_.push_back({id, name, watts, fd});
    return directory;
  }

  const Options& options_;
  std::vector<Zone> zones_;
};

volatile sig_atomic_t stopped = 0;

double seconds_since(const timespec& start) {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec - start.tv_sec) +
         static_cast<double>(now.tv_nsec - start.tv_nsec) * 1e-9;
}

}  // namespace

int main(int argc, char** argv) try {
  const Options options = parse(argc, argv);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  struct sigaction action {};
  action.sa_handler = [](int) { stopped = 1; };
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  // Real counters do not wait for a core; where it is allowed, neither do ours.
  ::setpriority(PRIO_PROCESS, 0, -15);

  const Tree tree(options);
  tree.advance(0.0);
  timespec start{};
  ::clock_gettime(CLOCK_BOOTTIME, &start);
  std::puts("ready");
  std::fflush(stdout);
  if (options.once) return 0;

  const auto period_ns = static_cast<long long>(options.period_ms * 1e6);
  const timespec period{.tv_sec = period_ns / 1'000'000'000, .tv_nsec = period_ns % 1'000'000'000};
  double elapsed = 0.0;
  while (stopped == 0 && (options.seconds <= 0.0 || elapsed < options.seconds)) {
    ::nanosleep(&period, nullptr);
    elapsed = seconds_since(start);
    tree.advance(elapsed);
  }
  tree.report(elapsed);
} catch (const std::exception& error) {
  die(error.what());
}
