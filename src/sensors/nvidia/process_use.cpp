#include "sensors/nvidia/process_use.hpp"

#include <sys/types.h>

#include <algorithm>

namespace wattprint::sensors::nvml {
namespace {

using namespace std::chrono_literals;

// The driver samples every sixth of a second to every second (NVML guide,
// nvmlDeviceGetProcessUtilization). Between two samples the last one still holds; after this long
// without one nobody is at work.
constexpr auto kSampleLife = 2s;

constexpr std::size_t kFirstCapacity = 64;
constexpr int kAttempts = 3;  // the list may grow between being told its length and asking again

/// Some drivers hand out uninitialised samples.
bool is_sane(const UtilizationSample& sample) {
  return sample.pid != 0 && sample.sm <= 100 && sample.memory <= 100 && sample.encoder <= 100 &&
         sample.decoder <= 100;
}

void add(std::vector<measure::ProcessUse>& users, unsigned pid, double weight) {
  if (weight <= 0.0) return;
  const auto id = static_cast<pid_t>(pid);
  const auto same = std::find_if(users.begin(), users.end(),
                                 [&](const measure::ProcessUse& use) { return use.pid == id; });
  if (same == users.end()) {
    users.push_back({id, weight});
  } else {
    same->weight += weight;
  }
}

}  // namespace

void ProcessUse::look(Instant now, measure::Reading& reading) {
  auto users = is_partitioned() ? by_instances() : by_samples(now);
  if (!users && !is_visible_) users = Users{{0, 1.0}};  // somebody, but not the run
  reading.users_known = users.has_value();
  if (users) reading.users = std::move(*users);
}

bool ProcessUse::is_partitioned() const {
  const auto& nvml = library_->functions();
  unsigned current = 0;
  unsigned pending = 0;
  return nvml.mig_mode != nullptr &&
         nvml.mig_mode(device_, &current, &pending) == Status::success && current == 1;
}

std::optional<ProcessUse::Users> ProcessUse::by_instances() {
  const auto& nvml = library_->functions();
  unsigned most = 0;
  if (nvml.max_mig_devices == nullptr || nvml.mig_device == nullptr ||
      nvml.max_mig_devices(device_, &most) != Status::success)
    return std::nullopt;
  Users users;
  for (unsigned i = 0; i < most; ++i) {
    Device instance = nullptr;
    if (nvml.mig_device(device_, i, &instance) != Status::success)
      continue;  // not every slot is used
    const auto pids = processes_on(instance);
    if (!pids) return std::nullopt;
    Attributes attributes{};
    if (nvml.attributes == nullptr || nvml.attributes(instance, &attributes) != Status::success)
      return std::nullopt;
    for (const unsigned pid : *pids)
      add(users, pid,
          static_cast<double>(attributes.multiprocessors) / static_cast<double>(pids->size()));
  }
  return users;
}

std::optional<Status> ProcessUse::fetch_samples(unsigned& count) {
  const auto& nvml = library_->functions();
  if (nvml.process_utilization == nullptr) return std::nullopt;
  if (samples_.empty()) samples_.resize(kFirstCapacity);
  Status status = Status::insufficient_size;
  for (int attempt = 0; attempt < kAttempts && status == Status::insufficient_size; ++attempt) {
    count = static_cast<unsigned>(samples_.size());
    status = nvml.process_utilization(device_, samples_.data(), &count, last_sample_us_);
    if (status == Status::insufficient_size)
      samples_.resize(std::max<std::size_t>(count, 2 * samples_.size()));
  }
  count = std::min(count, static_cast<unsigned>(samples_.size()));
  return status;
}

std::optional<ProcessUse::Users> ProcessUse::by_samples(Instant now) {
  unsigned count = 0;
  const auto status = fetch_samples(count);
  if (status == Status::not_found) count = 0;
  if (status != Status::success && status != Status::not_found) return by_contexts();

  const bool is_first = last_sample_us_ == 0;
  Users busy;
  Users moving;
  bool is_new = false;
  for (unsigned i = 0; i < count; ++i) {
    const auto& sample = samples_[i];
    if (!is_sane(sample)) continue;
    is_new = true;
    last_sample_us_ = std::max(last_sample_us_, sample.timestamp_us);
    add(busy, sample.pid, sample.sm);
    add(moving, sample.pid, sample.memory + sample.encoder + sample.decoder);
  }
  if (is_new) {
    last_use_ = busy.empty() ? std::move(moving) : std::move(busy);
    last_use_time_ = now;
    return last_use_;
  }
  // No sample yet in this run: whoever holds the only context must be it.
  if (is_first) return by_contexts();
  if (now - last_use_time_ <= kSampleLife) return last_use_;
  return Users{};
}

std::optional<ProcessUse::Users> ProcessUse::by_contexts() {
  const auto pids = processes_on(device_);
  if (!pids || pids->size() > 1) return std::nullopt;
  Users users;
  for (const unsigned pid : *pids) add(users, pid, 1.0);
  return users;
}

std::optional<std::vector<unsigned>> ProcessUse::processes_on(Device device) {
  const auto& nvml = library_->functions();
  std::vector<unsigned> pids;
  if (nvml.compute_processes == nullptr || !append_processes(nvml.compute_processes, device, pids))
    return std::nullopt;
  // Data-centre boards may have no graphics; that is no reason to know nothing.
  if (nvml.graphics_processes != nullptr) append_processes(nvml.graphics_processes, device, pids);
  std::sort(pids.begin(), pids.end());
  pids.erase(std::unique(pids.begin(), pids.end()), pids.end());
  return pids;
}

bool ProcessUse::append_processes(GetProcesses* get, Device device, std::vector<unsigned>& pids) {
  if (infos_.empty()) infos_.resize(kFirstCapacity);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    // Drivers 535.43 to 535.86 wrote 32 bytes an entry; a quarter is kept free so that even they
    // stay within the buffer.
    auto count = static_cast<unsigned>(infos_.size() / 4 * 3);
    const Status status = get(device, &count, infos_.data());
    if (status == Status::insufficient_size) {
      infos_.resize(std::max<std::size_t>(2 * infos_.size(), 2 * std::size_t{count}));
      continue;
    }
    if (status != Status::success) return false;
    for (std::size_t i = 0; i < std::min<std::size_t>(count, infos_.size()); ++i)
      if (infos_[i].pid != 0) pids.push_back(infos_[i].pid);
    return true;
  }
  return false;
}

}  // namespace wattprint::sensors::nvml
