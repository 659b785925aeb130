#include "engine/grid_watch.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "base/signals_blocked.hpp"
#include "grid/locate.hpp"

namespace wattprint::engine {
namespace {

using grid::Knowledge;
using grid::Query;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

// Nobody publishes in finer steps; asking more often than there is something new costs no request,
// for the answer is kept.
constexpr auto kRound = 5min;
// Sooner, when the newest figure ends sooner: so long after its end the next one may be there.
constexpr auto kAfterTheEnd = 5s;
constexpr auto kShortestRound = 30s;
// How far ahead a forecast is asked for where readings come late.
constexpr auto kAhead = 6h;

void add_once(std::vector<std::string>& sentences, const std::string& sentence) {
  if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
    sentences.push_back(sentence);
}

/// "the history of FR"
std::string what_was_asked(const Query& query) {
  const std::string of_zone = " of " + query.zone.code;
  switch (query.what) {
    case Query::What::latest: return "present figures" + of_zone;
    case Query::What::history: return "the history" + of_zone;
    case Query::What::forecast: return "a forecast" + of_zone;
  }
  return {};
}

}  // namespace

OpenGrid open_grid(SourcesRequest request, const Clock& clock) {
  return [request = std::move(request), &clock]() -> AskGrid {
    const auto opened = std::make_shared<GridSources>(open_grid_sources(request, clock));
    if (request.providers.empty())
      opened->problems.emplace_back(
          "no provider is listed, so that only what was imported could be looked at");
    return [opened](const Query& query, milliseconds budget) {
      auto told = opened->sources->ask(query, budget);
      if (!told.series && told.problems.empty() && budget > 0ms)
        told.problems.push_back("no provider that is listed has " + what_was_asked(query));
      told.problems.insert(told.problems.begin(), opened->problems.begin(), opened->problems.end());
      return told;
    };
  };
}

/// What the thread and its owner share. The thread holds on to it, whatever becomes of the owner.
struct GridWatch::State {
  State(OpenGrid open_grid, catalog::Zone of_zone, grid::Timeline known, WallTime run_start,
        const Clock& a_clock, FindPlace find_place)
      : open(std::move(open_grid)),
        find(std::move(find_place)),
        zone(std::move(of_zone)),
        start(run_start),
        clock(a_clock),
        timeline(std::move(known)) {}

  // Only the thread uses these.
  const OpenGrid open;
  const FindPlace find;
  catalog::Zone zone;
  const WallTime start;
  const Clock& clock;
  const steady_clock::time_point began = steady_clock::now();
  AskGrid ask;
  bool asked_for_forecast = false;

  std::mutex mutex;  // for all that follows
  std::condition_variable changed;
  bool ending = false;  ///< the run has ended
  bool done = false;    ///< the thread will find no more
  bool on_the_network = false;
  grid::Timeline timeline;
  std::map<Query::What, std::vector<std::string>>
      problems;  ///< of the last answer to each question
  std::vector<std::string> place_problems;

  void run();
  void find_the_place();
  void ask_until_the_end();
  void round();
  void last_round();
  void question(Query::What what, WallTime from, WallTime to, milliseconds budget);
  void take(Query::What what, const grid::Told& told);
  std::optional<WallTime> first_unread(WallTime from, WallTime to);
  bool is_read(WallTime at) { return !first_unread(at, at + 1ms); }
  milliseconds pause();
  bool wait_for_the_end(milliseconds at_most);
};

void GridWatch::State::run() {
  try {
    if (find) find_the_place();
    if (open) ask_until_the_end();
  } catch (const std::exception& error) {
    const std::scoped_lock lock(mutex);
    add_once(problems[Query::What::latest], error.what());
  }
  const std::scoped_lock lock(mutex);
  done = true;
  changed.notify_all();
}

void GridWatch::State::find_the_place() {
  {
    const std::scoped_lock lock(mutex);
    on_the_network = true;
  }
  auto found = find();
  const std::scoped_lock lock(mutex);
  on_the_network = false;
  place_problems = std::move(found.problems);
  if (!found.zone || !found.grid) return;
  zone = std::move(*found.zone);
  timeline = std::move(*found.grid);
}

void GridWatch::State::ask_until_the_end() {
  if (zone.code.empty() || zone.code == grid::kWorld) {
    const std::scoped_lock lock(mutex);
    place_problems.emplace_back(
        "nobody was asked for the carbon intensity, since it is not known in which zone this "
        "machine "
        "is (--zone names it)");
    return;
  }
  ask = open();
  do round();
  while (!wait_for_the_end(pause()));
  last_round();
}

void GridWatch::State::round() {
  question(Query::What::latest, {}, {}, kBudget);
  if (wait_for_the_end(0ms)) return;
  const WallTime now = clock.wall();
  // Readings that come late are made up for by a forecast now, and by history when they are there.
  if (!is_read(now)) {
    question(Query::What::forecast, now, now + kAhead, kBudget);
    asked_for_forecast = true;
  }
  if (now - start < kRound || wait_for_the_end(0ms)) return;
  if (const auto unread = first_unread(start, now))
    question(Query::What::history, *unread, now, kBudget);
}

void GridWatch::State::last_round() {
  const WallTime now = clock.wall();
  const auto left = std::chrono::floor<milliseconds>(began + kPatience - steady_clock::now());
  if (left > 0ms && !asked_for_forecast && !is_read(now))
    question(Query::What::forecast, now, now + kAhead, left);
  if (const auto unread = first_unread(start, std::max(now, start + 1ms)))
    question(Query::What::history, *unread, now, 0ms);
}

void GridWatch::State::question(Query::What what, WallTime from, WallTime to, milliseconds budget) {
  {
    const std::scoped_lock lock(mutex);
    on_the_network = budget > 0ms;
  }
  const auto told = ask({.what = what, .zone = zone, .from = from, .to = to}, budget);
  const std::scoped_lock lock(mutex);
  on_the_network = false;
  take(what, told);
}

void GridWatch::State::take(Query::What what, const grid::Told& told) {
  auto& sentences = problems[what];
  sentences = told.problems;
  if (!told.series) return;
  const auto knowledge = what == Query::What::history ? Knowledge::history
                         : what == Query::What::forecast || told.series->issued_at
                             ? Knowledge::forecast
                             : Knowledge::live;
  if (const auto added = timeline.add(knowledge, *told.series); !added)
    sentences.push_back(added.error().what);
}

std::optional<WallTime> GridWatch::State::first_unread(WallTime from, WallTime to) {
  const std::scoped_lock lock(mutex);
  return timeline.first_unread(from, to);
}

milliseconds GridWatch::State::pause() {
  const WallTime now = clock.wall();
  const auto end_of_the_known = first_unread(now, now + kRound);
  if (!end_of_the_known || *end_of_the_known <= now) return kRound;
  return std::max<milliseconds>(*end_of_the_known + kAfterTheEnd - now, kShortestRound);
}

bool GridWatch::State::wait_for_the_end(milliseconds at_most) {
  std::unique_lock lock(mutex);
  return changed.wait_for(lock, at_most, [this] { return ending; });
}

GridWatch::GridWatch(OpenGrid open, catalog::Zone zone, grid::Timeline grid, WallTime start,
                     const Clock& clock, FindPlace find)
    : state_(std::make_shared<State>(std::move(open), std::move(zone), std::move(grid), start,
                                     clock, std::move(find))) {
  const SignalsBlocked deaf;
  try {
    std::thread([state = state_] { state->run(); }).detach();
  } catch (const std::system_error& error) {
    const std::scoped_lock lock(state_->mutex);
    state_->done = true;
    state_->problems[Query::What::latest] = {std::string("nobody could be asked: no thread: ") +
                                             error.what()};
  }
}

GridWatch::~GridWatch() {
  const std::scoped_lock lock(state_->mutex);
  state_->ending = true;
  state_->changed.notify_all();
}

GridWatch::Findings GridWatch::finish() {
  std::unique_lock lock(state_->mutex);
  state_->ending = true;
  state_->changed.notify_all();
  const auto is_done = [this] { return state_->done; };
  if (!state_->changed.wait_until(lock, state_->began + kPatience, is_done) &&
      !state_->on_the_network)
    state_->changed.wait_for(lock, kLocalPatience,
                             [&] { return is_done() || state_->on_the_network; });
  Findings findings{.grid = state_->timeline, .problems = state_->place_problems};
  for (const auto& [what, sentences] : state_->problems)
    for (const auto& sentence : sentences) add_once(findings.problems, sentence);
  if (!state_->done) findings.problems.emplace_back("an answer had not arrived when the run ended");
  return findings;
}

}  // namespace wattprint::engine
