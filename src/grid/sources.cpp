#include "grid/sources.hpp"

#include <algorithm>
#include <random>
#include <thread>

#include "grid/asking.hpp"

namespace wattprint::grid {
namespace {

Sources::Ways ways_of_this_machine() {
  // Not for secrets: it keeps processes from coming back at the same moment.
  auto generator = std::make_shared<std::minstd_rand>(std::random_device{}());
  return {.chance =
              [generator] { return std::uniform_real_distribution<double>(0.0, 1.0)(*generator); },
          .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
}

std::int64_t new_holder() {
  std::random_device device;
  return std::uniform_int_distribution<std::int64_t>(1)(device);
}

}  // namespace

Sources::Sources(std::vector<std::unique_ptr<Provider>> providers, PointCache* cache,
                 OpenHttp open_http, const Clock& clock)
    : Sources(std::move(providers), cache, std::move(open_http), clock, ways_of_this_machine()) {}

Sources::Sources(std::vector<std::unique_ptr<Provider>> providers, PointCache* cache,
                 OpenHttp open_http, const Clock& clock, Ways ways)
    : providers_(std::move(providers)),
      cache_(cache),
      http_(std::make_unique<Client>(std::move(open_http))),
      clock_(clock),
      ways_(std::move(ways)),
      holder_(new_holder()) {}

Sources::~Sources() = default;

Told Sources::ask(const Query& query, std::chrono::milliseconds budget) {
  Asking asking(*this, query, budget);
  if (asking.pointless()) return {};
  if (auto told = asking.whole_import()) return std::move(*told);
  std::vector<Provider*> able;
  for (const auto& provider : providers_)
    if (provider->covers(query.zone) && provider->offers(query.what))
      able.push_back(provider.get());
  for (std::size_t i = 0; i < able.size(); ++i)
    if (auto told = asking.ask(*able[i], able.size() - i)) return std::move(*told);
  for (Provider* provider : able)
    if (auto told = asking.stale(*provider)) return std::move(*told);
  return asking.part_of_import();
}

}  // namespace wattprint::grid
