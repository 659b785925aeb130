#include "engine/archive.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>

#include "store/data_dir.hpp"
#include "store/grid_points.hpp"
#include "store/sqlite_store.hpp"

namespace wattprint::engine {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

Result<std::filesystem::path> directory_of(const std::optional<std::filesystem::path>& data_dir) {
  if (data_dir) return *data_dir;
  return store::default_data_dir(environment);
}

// Idle power differs between the runs that learn it by what else was awake; the quietest second of
// each is kept, and 15 % around it hold the repeated idle results of identical servers (median
// coefficient of variation 10.6 %, SPECpower_ssj2008 results; docs/attribution.md).
constexpr Spread kLearnedIdleSpread{0.85, 1.15};

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

Result<std::unique_ptr<store::RunStore>> open_store(
    const std::optional<std::filesystem::path>& data_dir, const Machine& machine,
    store::Database::Access access) {
  const auto directory = directory_of(data_dir);
  if (!directory) return fail(directory.error());
  auto opened = store::SqliteStore::open(*directory, access, system_clock());
  if (!opened) return fail(opened.error());
  std::unique_ptr<store::RunStore> runs = std::move(*opened);
  const std::string host = host_name();
  const WallTime now = system_clock().wall();
  // A failure here is not the caller's business: the runs are only closed later.
  (void)runs->close_interrupted(
      [&](const store::RunningRun& run) { return store::is_alive(run, host, now, machine); });
  return runs;
}

Result<std::unique_ptr<grid::PointCache>> open_point_cache(
    const std::optional<std::filesystem::path>& data_dir, store::Database::Access access) {
  const auto directory = directory_of(data_dir);
  if (!directory) return fail(directory.error());
  auto opened = store::GridPoints::open(*directory, access);
  if (!opened) return fail(opened.error());
  return std::unique_ptr<grid::PointCache>(std::move(*opened));
}

Archive::Archive(std::optional<std::filesystem::path> data_dir, Machine machine,
                 runs::Tracker& tracker, const Clock& clock)
    : data_dir_(std::move(data_dir)),
      machine_(std::move(machine)),
      tracker_(tracker),
      clock_(clock) {}

void Archive::begin(Instant run_start) {
  auto opened = open_store(data_dir_, machine_, store::Database::Access::create);
  if (!opened) return give_up(opened.error());
  store_ = std::move(*opened);
  const auto record = tracker_.record();
  if (const auto begun = store_->begin(record, store::this_process(Machine{})); !begun)
    return give_up(begun.error());
  if (auto learned = store_->learned_idle(record.identity.host)) learned_ = std::move(*learned);
  sink_.emplace(run_start, record.outcome.started_at, [this](const store::SampleChunk& chunk) {
    // A disk that is full now may have room later: the next flush tries again.
    if (const auto written = store_->progress(tracker_.record(), chunk); !written)
      tracker_.warn({"store-unavailable", written.error().what, ""});
  });
}

void Archive::finish() {
  if (!store_) return;
  if (const auto kept = store_->finish(tracker_.record(), sink_->rest()); !kept)
    give_up(kept.error());
}

void Archive::give_up(const Error& error) {
  store_.reset();
  sink_.reset();
  tracker_.warn({"store-unavailable", "this run is not kept: " + error.what,
                 "name another place with --data-dir, or say --no-store"});
}

std::optional<Figure<Watts>> Archive::idle_prior(const measure::Domain& domain) const {
  if (domain.basis != Basis::measured) return std::nullopt;
  for (const auto& learned : learned_)
    if (learned.component == domain.component && learned.device == domain.device)
      return Figure<Watts>::with_spread(learned.power, kLearnedIdleSpread, Basis::measured,
                                        "idle power learned on this machine");
  return std::nullopt;
}

void Archive::learn(const std::vector<measure::Domain>& domains,
                    const processes::Attribution& attribution) {
  if (!store_) return;
  std::vector<store::LearnedIdle> learned;
  for (std::size_t i = 0; i < domains.size(); ++i)
    if (const auto power = attribution.learned_idle(i))
      learned.push_back({domains[i].component, domains[i].device, *power, clock_.wall()});
  if (learned.empty()) return;
  (void)store_->learn_idle(tracker_.identity().host, learned);
}

}  // namespace wattprint::engine
