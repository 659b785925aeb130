#include "sensors/cray/cray.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sensors/cray/pm_counter.hpp"
#include "sensors/meter.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using cray::PmCounter;
using cray::PmFile;

// The blade controller refreshes at raw_scan_hz, 10 Hz by default; this many seconds without news
// mean that it has stopped.
constexpr auto kStale = 5s;
// HPE gives no accuracy; the figures come from the regulators' telemetry, typically within 3 %.
constexpr Spread kSpread{0.95, 1.05};
// A node with four accelerators is fed with up to 6 kW.
constexpr Watts kMaxNode{20'000};

struct Found {
  fs::path path;
  PmFile file;
};

class CraySource final : public measure::Source {
 public:
  static Result<std::unique_ptr<CraySource>> open(const std::vector<Found>& files) {
    std::unique_ptr<CraySource> source(new CraySource);
    for (const auto& found : files) {
      auto file = KernelFile::open(found.path);
      if (!file) return fail(file.error());
      const std::string stem = found.path.filename().string();
      source->counters_.push_back({std::move(*file),
                                   Meter::of_counter("cray:" + stem, source->domains_.size(),
                                                     {.unit = Joules{1}, .max_power = kMaxNode}),
                                   std::nullopt, Instant{}, false});
      measure::Domain domain;
      domain.component = found.file.component;
      domain.device = stem == "energy" ? "node" : stem.substr(0, stem.find('_'));
      domain.sensor = "cray";
      domain.source = "Cray pm_counters " + stem + " (whole joules)";
      domain.spread = kSpread;
      source->domains_.push_back(std::move(domain));
    }
    return source;
  }

  std::span<const measure::Domain> domains() const override { return domains_; }

  void read(Instant now, measure::Batch& out) override {
    for (auto& counter : counters_) read_one(counter, now, out);
  }

 private:
  struct Counter {
    KernelFile file;
    Meter meter;
    std::optional<std::chrono::microseconds> taken_at;
    Instant seen_at;  ///< when taken_at was new
    bool is_stale = false;
  };
  CraySource() = default;

  void read_one(Counter& counter, Instant now, measure::Batch& out) {
    const auto text = counter.file.read(buffer_);
    if (!text) return counter.meter.fail(text.error(), "", out);
    const auto value = cray::parse_pm_counter(*text);
    if (!value)
      return counter.meter.fail(
          {value.error().code, counter.file.path().string() + ": " + value.error().what}, "", out);
    // An old value is not news: its energy so far was counted, the rest comes with the next one.
    if (value->taken_at && value->taken_at == counter.taken_at) {
      if (!counter.is_stale && now - counter.seen_at > kStale) {
        counter.is_stale = true;
        out.warnings.push_back(
            {"cray-stale",
             fmt::format("{}: not refreshed for {:.0f} s", counter.file.path().string(),
                         Seconds(now - counter.seen_at).count()),
             "the blade controller has stopped to update it; tell the site's administrators"});
      }
      return;
    }
    counter.taken_at = value->taken_at;
    counter.seen_at = now;
    counter.is_stale = false;
    counter.meter.count(value->joules, now, out);
  }

  std::vector<measure::Domain> domains_;
  std::vector<Counter> counters_;
  std::string buffer_;
};

class CraySensor final : public Sensor {
 public:
  explicit CraySensor(Machine machine) : machine_(std::move(machine)) {}

  std::string_view name() const override { return "cray"; }

  std::vector<Finding> probe() override {
    find_files();
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      Finding finding;
      finding.name = "cray:" + files_[i].path.filename().string();
      finding.component = files_[i].file.component;
      finding.extent = files_[i].file.extent;
      finding.channel = i;
      look(files_[i], finding);
      findings.push_back(std::move(finding));
    }
    if (findings.empty()) {
      Finding none;
      none.name = "cray";
      none.component = measure::Component::platform;
      none.detail = directory().string() + ": not there; this is no HPE Cray node";
      findings.push_back(std::move(none));
    }
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    std::vector<Found> wanted;
    for (const auto& finding : chosen) {
      if (finding.channel >= files_.size())
        return fail(Errc::malformed, finding.name + ": not one of the last probe's findings");
      wanted.push_back(files_[finding.channel]);
    }
    return CraySource::open(wanted);
  }

 private:
  fs::path directory() const { return machine_.sysfs / "cray/pm_counters"; }

  void find_files() {
    files_.clear();
    std::error_code error;
    for (fs::directory_iterator it(directory(), error), end; !error && it != end;
         it.increment(error))
      if (auto file = cray::describe_pm_file(it->path().filename().string()))
        files_.push_back({it->path(), std::move(*file)});
    std::sort(files_.begin(), files_.end(),
              [](const Found& a, const Found& b) { return a.path < b.path; });
  }

  void look(const Found& found, Finding& finding) const {
    const auto text = read_text(found.path);
    if (!text) {
      const bool is_denied = text.error().code == Errc::permission_denied;
      finding.state = is_denied ? State::denied : State::broken;
      finding.detail = text.error().what;
      if (is_denied) finding.fix = "sudo chmod a+r " + found.path.string();
      return;
    }
    const auto counter = cray::parse_pm_counter(*text);
    if (!counter || counter->joules == 0) {
      finding.state = State::broken;
      finding.detail =
          found.path.string() + ": " + (counter ? "counts nothing" : counter.error().what);
      return;
    }
    finding.state = State::ok;
    finding.detail = fmt::format("{}: {} J so far", found.path.string(), counter->joules);
    if (found.file.is_total && has_parts(found)) {
      finding.state = State::duplicate;
      finding.detail += "; the sum of the numbered files beside it";
    } else if (found.file.component == measure::Component::gpu && has_gpu_driver()) {
      // accel0 cannot be matched with a PCI address, so both would be added up.
      finding.state = State::duplicate;
      finding.detail += "; the accelerator's own driver counts the same, and knows who uses it";
    }
  }

  bool has_parts(const Found& total) const {
    return std::any_of(files_.begin(), files_.end(), [&](const Found& other) {
      return other.file.component == total.file.component && !other.file.is_total &&
             other.file.extent.kind == total.file.extent.kind;
    });
  }

  bool has_gpu_driver() const {
    static constexpr std::array<const char*, 4> kModules{"nvidia", "amdgpu", "i915", "xe"};
    std::error_code error;
    return std::any_of(kModules.begin(), kModules.end(), [&](const char* module) {
      return fs::exists(machine_.sysfs / "module" / module, error);
    });
  }

  Machine machine_;
  std::vector<Found> files_;
};

}  // namespace

std::unique_ptr<Sensor> make_cray(const Machine& machine) {
  return std::make_unique<CraySensor>(machine);
}

}  // namespace wattprint::sensors
