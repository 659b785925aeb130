#include "measure/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace wattprint::measure {
namespace {

constexpr Seconds kWorthTelling{1.0};

}  // namespace

Sampler::Sampler(const Clock& clock, CpuProbe* cpu, std::vector<std::unique_ptr<Source>> sources,
                 std::vector<Transform*> transforms, std::vector<Sink*> sinks)
    : clock_(clock),
      cpu_(cpu),
      sources_(std::move(sources)),
      transforms_(std::move(transforms)),
      sinks_(std::move(sinks)),
      index_(sources_.size()) {}

void Sampler::start() {
  started_ = clock_.now();
  previous_ = started_;
  interval_ = {};
  if (cpu_ != nullptr) cpu_->use_since_last(started_);
  read_sources(started_, Read::regular);
  // What a first reading brings is a starting point; only its warnings are news.
  interval_.energy.clear();
}

void Sampler::tick() { end_interval(Read::regular); }

void Sampler::finish() { end_interval(Read::last); }

void Sampler::end_interval(Read read) {
  const Instant now = clock_.now();
  interval_.start = previous_;
  interval_.end = now;
  if (const Seconds slept = now.suspended - previous_.suspended; slept >= kWorthTelling)
    interval_.warnings.push_back({"suspended",
                                  "the machine was suspended for " +
                                      std::to_string(std::lround(slept.count())) +
                                      " s of the run; what it drew meanwhile is not in the figures",
                                  ""});
  previous_ = now;
  // CPU time first: sources that are models are driven by it.
  interval_.cpu = cpu_ != nullptr ? cpu_->use_since_last(now) : std::nullopt;
  read_sources(now, read);
  for (auto* transform : transforms_) transform->apply(interval_, domains_);
  for (auto* sink : sinks_) sink->accept(interval_, domains_);
  interval_.energy.clear();
  interval_.warnings.clear();
}

void Sampler::read_sources(Instant now, Read read) {
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    batch_.clear();
    if (read == Read::last)
      sources_[s]->finish(now, batch_);
    else
      sources_[s]->read(now, batch_);
    for (auto& reading : batch_.readings) {
      const std::size_t domain = global_index(s, reading.domain);
      const auto same = std::find_if(interval_.energy.begin(), interval_.energy.end(),
                                     [&](const DomainEnergy& e) { return e.domain == domain; });
      if (same != interval_.energy.end()) {
        same->machine += reading.used;
        continue;
      }
      DomainEnergy energy;
      energy.domain = domain;
      energy.machine = reading.used;
      energy.users = std::move(reading.users);
      energy.users_known = reading.users_known;
      interval_.energy.push_back(std::move(energy));
    }
    std::move(batch_.warnings.begin(), batch_.warnings.end(),
              std::back_inserter(interval_.warnings));
  }
}

std::size_t Sampler::global_index(std::size_t source, std::size_t local) {
  auto& index = index_[source];
  const auto known = sources_[source]->domains();
  while (index.size() < known.size()) {
    domains_.push_back(known[index.size()]);
    index.push_back(domains_.size() - 1);
  }
  return index.at(local);
}

std::chrono::nanoseconds Sampler::longest_interval() const {
  std::chrono::nanoseconds longest = std::chrono::hours(1);
  for (const auto& source : sources_) longest = std::min(longest, source->longest_interval());
  return longest;
}

}  // namespace wattprint::measure
