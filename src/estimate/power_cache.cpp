#include "estimate/power_cache.hpp"

#include <utility>

namespace wattprint::estimate {
namespace {

template <class Number>
void append_bytes(std::string& key, Number number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace

const models::ServerPower& PowerCache::of(const models::ServerHardware& hardware) {
  // The numbers have a fixed length and come last, so no two machines have the same key.
  key_.assign(hardware.cpu);
  append_bytes(key_, hardware.chips);
  append_bytes(key_, hardware.cores);
  append_bytes(key_, hardware.threads);
  // No clock and no memory is 0.
  append_bytes(key_, hardware.clock.value_or(Megahertz{}));
  append_bytes(key_, hardware.memory.value_or(Gigabytes{}));

  if (const auto found = young_.find(key_); found != young_.end()) return found->second;
  if (young_.size() >= generation_) {
    std::swap(young_, old_);
    young_.clear();
  }
  if (auto known = old_.extract(key_)) return young_.insert(std::move(known)).position->second;
  return young_.emplace(key_, models::ServerPower::of(hardware, cpu(hardware.cpu))).first->second;
}

const catalog::CpuMatch& PowerCache::cpu(std::string_view name) {
  constexpr std::size_t kMostCpus = 512;
  name_.assign(name);
  if (const auto found = cpus_.find(name_); found != cpus_.end()) return found->second;
  if (cpus_.size() >= kMostCpus) cpus_.clear();
  return cpus_.emplace(name_, catalog::find_cpu(name)).first->second;
}

}  // namespace wattprint::estimate
