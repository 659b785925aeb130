#include "engine/grid_backfill.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/zones.hpp"
#include "grid/locate.hpp"
#include "grid/offline.hpp"
#include "grid/reply.hpp"
#include "runs/energy_profile.hpp"
#include "runs/grid_record.hpp"

namespace wattprint::engine {
namespace {

using grid::Knowledge;
using runs::RunRecord;
using Outcome = BackfilledRun::Outcome;
using namespace std::chrono_literals;

/// Somebody waits for it, but it may take many requests.
constexpr std::chrono::milliseconds kBudget = 30s;

/// Less than this of the energy is no reason to revise a record.
constexpr Fraction kWorthRevising{0.001};

runs::EnergyProfile profile_of(const store::SampleSeries& samples, WallTime start) {
  runs::EnergyProfile profile(start);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    Joules charged;
    for (const auto& domain : samples.domains) charged += domain.run[i].value_or(Joules{});
    profile.add(samples.begin[i], samples.end[i], charged);
  }
  return profile;
}

bool was_stated(const runs::GridRecord& grid) {
  return grid.period == "stated" || runs::share_of(grid, Knowledge::stated) > Fraction{};
}

/// Why nothing could make the run's figures better; empty when something could.
std::string why_left_alone(const RunRecord& record, const store::SampleSeries& samples) {
  if (record.outcome.state == runs::State::running) return "it is still running";
  if (was_stated(record.grid)) return "its intensity was stated, and stays as it was stated";
  if (!record.energy) return "its energy is not known";
  if (record.grid.zone.empty() || record.grid.zone == grid::kWorld)
    return "it is not known in which zone it ran; --zone of wattprint run says so";
  if (samples.empty())
    return "no samples of it are kept, so that nobody knows when it used how much";
  return {};
}

/// The ground as it is known now, and the forecasts that the record had.
Result<grid::Timeline> without_readings(const RunRecord& record) {
  const std::string how = runs::how_zone_was_chosen(record.grid);
  const bool guessed = record.grid.intensity.basis == Basis::assumed;
  auto ground = grid::yearly_average({.zone = record.grid.zone,
                                      .basis = guessed ? Basis::assumed : Basis::estimated,
                                      .how = how,
                                      .note = ""});
  if (!ground) return fail(ground.error());
  grid::Timeline timeline(Knowledge::yearly, std::move(*ground), how);
  for (const auto& part : record.grid.parts)
    if (part.knowledge == Knowledge::forecast && part.label)
      (void)timeline.add(Knowledge::forecast, {.zone = record.grid.zone,
                                               .label = *part.label,
                                               .points = {{part.from, part.to, part.intensity}},
                                               .source = part.source,
                                               .issued_at = std::nullopt,
                                               .notes = {}});
  return timeline;
}

bool is_better(const runs::GridRecord& now, const runs::GridRecord& before) {
  const Fraction more = runs::share_of_readings(now) - runs::share_of_readings(before);
  if (more > kWorthRevising) return true;
  return more >= Fraction{} - kWorthRevising &&
         runs::share_of(now, Knowledge::forecast) - runs::share_of(before, Knowledge::forecast) >
             kWorthRevising;
}

RunRecord revised(const RunRecord& before, runs::GridRecord grid, WallTime now) {
  RunRecord record = before;
  record.revisions.push_back({now, before.emissions, before.grid});
  record.grid = std::move(grid);
  record.emissions = runs::emissions_of(record);
  // What it warned of is over.
  std::erase_if(record.warnings,
                [](const measure::Warning& warning) { return warning.code == "grid-unavailable"; });
  return record;
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
  return text;
}

/// The records that are asked for, each once.
std::vector<RunRecord> chosen_runs(store::RunStore& store, const BackfillRequest& request,
                                   std::vector<std::string>& problems) {
  std::vector<RunRecord> chosen;
  const auto choose = [&](RunRecord record) {
    const bool known = std::any_of(chosen.begin(), chosen.end(), [&](const RunRecord& other) {
      return other.identity.id == record.identity.id;
    });
    if (!known) chosen.push_back(std::move(record));
  };
  for (const auto& prefix : request.runs) {
    auto record = store.find(prefix);
    if (record)
      choose(std::move(*record));
    else
      problems.push_back(record.error().what);
  }
  if (!request.all && !request.since) return chosen;
  auto listing = store.list({});
  if (!listing) {
    problems.push_back(listing.error().what);
    return chosen;
  }
  for (auto& record : listing->runs)
    if (!request.since || record.outcome.started_at >= *request.since) choose(std::move(record));
  std::move(listing->unreadable.begin(), listing->unreadable.end(), std::back_inserter(problems));
  return chosen;
}

}  // namespace

Result<BackfillRequest> backfill_request(std::vector<std::string> runs, bool all,
                                         const std::string& since, bool dry_run) {
  BackfillRequest request{
      .runs = std::move(runs), .all = all, .since = std::nullopt, .dry_run = dry_run};
  if (!since.empty()) {
    constexpr std::size_t kDateOnly = 10;
    request.since = grid::parse_moment(since.size() == kDateOnly ? since + "T00:00" : since);
    if (!request.since)
      return fail(Errc::malformed,
                  "--since: expected a time such as 2026-11-25 or "
                  "2026-11-25T14:30 (UTC), found \"" +
                      since + "\"");
  }
  if (request.runs.empty() && !request.all && !request.since)
    return fail(Errc::malformed,
                "which runs? name them by the first digits of their ids, or say "
                "--since TIME or --all");
  return request;
}

BackfilledRun backfill_run(const RunRecord& record, const store::SampleSeries& samples,
                           const AskGrid& ask, WallTime now) {
  BackfilledRun run{.outcome = Outcome::left_alone, .before = record, .after = {}, .reason = {}};
  run.reason = why_left_alone(record, samples);
  if (!run.reason.empty()) return run;
  const auto zone = catalog::find_zone(record.grid.zone);
  auto timeline = without_readings(record);
  if (!zone || !timeline) {
    run.reason = zone ? timeline.error().what : zone.error().what;
    return run;
  }
  const WallTime start = runs::start_by_last_clock(record.outcome);
  const auto spans = profile_of(samples, start).spans(start);

  run.outcome = Outcome::unchanged;
  const auto told = ask({.what = grid::Query::What::history,
                         .zone = zone->zone,
                         .from = spans.front().start,
                         .to = std::min(spans.back().end, now)},
                        kBudget);
  auto problems = told.problems;
  if (told.series)
    if (const auto added = timeline->add(Knowledge::history, *told.series); !added)
      problems.push_back(added.error().what);
  auto grid = runs::grid_record(*timeline, spans);
  if (is_better(grid, record.grid)) {
    run.outcome = Outcome::improved;
    run.after = revised(record, std::move(grid), now);
    return run;
  }
  run.reason = problems.empty() ? "nothing better is known" : joined(problems);
  return run;
}

Backfill grid_backfill(store::RunStore& store, const BackfillRequest& request, const AskGrid& ask,
                       const Clock& clock) {
  Backfill backfill{.dry_run = request.dry_run, .runs = {}, .problems = {}};
  for (auto& record : chosen_runs(store, request, backfill.problems)) {
    const auto samples = store.samples(record.identity.id);
    if (!samples) {
      backfill.problems.push_back(samples.error().what);
      continue;
    }
    auto run = backfill_run(record, *samples, ask, clock.wall());
    if (run.outcome == Outcome::improved && !request.dry_run)
      if (const auto kept = store.update(run.before, *run.after); !kept) {
        run.outcome = Outcome::failed;
        run.reason = kept.error().what;
      }
    backfill.runs.push_back(std::move(run));
  }
  return backfill;
}

}  // namespace wattprint::engine
