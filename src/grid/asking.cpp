#include "grid/asking.hpp"

#include <algorithm>
#include <utility>

#include "grid/exchange.hpp"
#include "grid/patience.hpp"

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using Kind = Failure::Kind;
using std::chrono::milliseconds;

/// Older figures say less of now than the yearly mean does.
constexpr auto kOldestLatest = 48h;

/// Of the budget, this much is left for writing down what came of it, but no more than a tenth.
constexpr milliseconds kForWriting{100};
/// Removing old points, once a day, took 0.6 s of a million on two busy cores.
constexpr milliseconds kForTidying{1000};
/// A provider gets this much of the time even where that leaves little to the next.
constexpr milliseconds kShortestShare{300};
/// One request never takes longer, and neither does a turn.
constexpr milliseconds kLongestShare{60'000};
static_assert(kLongestShare < kLongestTurn);
/// Between looks at whether another process is done: two reads of a row each.
constexpr milliseconds kLookAgain{50};

SourceId id_of(const Provider& provider) {
  return {std::string(provider.name()), provider.set_up().options};
}

std::string memory_key(const Provider& provider, std::string_view scope = {}) {
  return std::string(provider.name()) + '\n' + provider.set_up().options + '\n' +
         std::string(scope);
}

/// As the provider says, within what can be reckoned with: a file may have no limit.
std::chrono::hours longest_of(const Provider& provider, Query::What what) {
  return std::clamp<std::chrono::hours>(provider.longest(what), 1h, std::chrono::days(3660));
}

/// Every kind of figure, those first that an inventory counts.
std::vector<Label> all_labels() {
  std::vector<Label> labels;
  for (const auto signal : {Signal::average, Signal::marginal})
    for (const auto accounting : {Accounting::location_based, Accounting::market_based})
      for (const auto kind : {catalog::IntensityKind::lifecycle, catalog::IntensityKind::direct,
                              catalog::IntensityKind::unknown})
        labels.push_back({signal, accounting, kind});
  return labels;
}

}  // namespace

Result<HttpResponse> Sources::Client::send(const HttpRequest& request) {
  if (!opened_) {
    auto opened = open_();
    if (!opened) return fail(opened.error());
    opened_ = std::move(*opened);
  }
  return opened_->send(request);
}

Sources::Asking::Asking(Sources& sources, const Query& query, milliseconds budget)
    : sources_(sources),
      query_(query),
      now_(sources.clock_.wall()),
      deadline_(sources.clock_.now() + (budget - std::min(kForWriting, budget / 10))) {
  switch (query.what) {
    case What::latest: wanted_ = {now_ - kOldestLatest, now_ + 1h}; break;
    case What::history: wanted_ = {query.from, std::min(query.to, now_)}; break;
    case What::forecast: wanted_ = {now_, query.to}; break;
  }
}

// The pieces

milliseconds Sources::Asking::time_until(Instant moment) const {
  return std::chrono::duration_cast<milliseconds>(moment - sources_.clock_.now());
}

Instant Sources::Asking::end_of_share(std::size_t left) const {
  const auto all = std::max(time_until(deadline_), 0ms);
  const auto share = std::max(all / static_cast<int>(left), std::min(all, kShortestShare));
  return sources_.clock_.now() + share;
}

SeriesKey Sources::Asking::key_of(const Provider& provider) const {
  return {.source = id_of(provider),
          .zone = query_.zone.code,
          .label = provider.label(),
          .forecast = query_.what == What::forecast};
}

/// Of the question, as the source's state has it.
std::string Sources::Asking::scope() const {
  return query_.zone.code + (query_.what == What::latest    ? " latest"
                             : query_.what == What::history ? " history"
                                                            : " forecast");
}

Told Sources::Asking::told_by(const Provider& provider, Series series) {
  return {.series = std::move(series), .provider = who(provider), .problems = std::move(problems_)};
}

std::nullopt_t Sources::Asking::passed_over(const Provider& provider, std::string why) {
  problems_.push_back(who(provider) + ": " + std::move(why));
  return std::nullopt;
}

// The cache and its faults

template <class T>
std::optional<T> Sources::Asking::read(Result<T> result) {
  if (result) return std::move(*result);
  can_read_ = false;
  problems_.push_back("the cache: " + result.error().what);
  return std::nullopt;
}

bool Sources::Asking::written(const Result<>& result) {
  if (result) return true;
  can_write_ = false;
  problems_.push_back("the cache: " + result.error().what);
  return false;
}

PointCache* Sources::Asking::writable() const {
  if (!can_read_ || !can_write_ || sources_.cache_ == nullptr) return nullptr;
  // The deadline leaves a little for this; a short budget leaves little.
  sources_.cache_->set_patience(std::clamp(time_until(deadline_) / 8, 5ms, kForWriting));
  return sources_.cache_;
}

std::optional<Series> Sources::Asking::series_within(const SeriesKey& key, const Stretch& stretch) {
  auto* cache = readable();
  if (cache == nullptr) return std::nullopt;
  auto series = read(cache->points(key, stretch));
  if (!series || series->points.empty()) return std::nullopt;
  return series;
}

Sources::Asking::Kept Sources::Asking::kept(Provider& provider) {
  auto* cache = readable();
  const auto key = key_of(provider);
  const std::vector<Stretch> all = {wanted_};
  if (cache == nullptr) return {.to_fetch = all};
  const auto fetched = read(cache->fetched(key, wanted_));
  if (!fetched) return {.to_fetch = all};
  const auto now = sources_.clock_.wall();
  if (query_.what == What::history) {
    auto series = series_within(key, wanted_);
    const auto known_until = series ? series->points.back().end : wanted_.from;
    auto to_fetch = missing(wanted_, *fetched, known_until, now, provider.refresh());
    return {std::move(series), std::move(to_fetch)};
  }
  // The others are asked as a whole: is there an answer that spoke of its own present, and is new?
  const Fetched* newest = nullptr;
  for (const auto& one : *fetched)
    if (one.at <= now && one.stretch.to >= one.at && (newest == nullptr || one.at > newest->at))
      newest = &one;
  if (newest == nullptr || now - newest->at >= provider.refresh()) return {.to_fetch = all};
  const auto stretch =
      query_.what == What::forecast ? wanted_ : Stretch{newest->stretch.from, wanted_.to};
  return {.series = series_within(key, stretch)};
}

void Sources::Asking::keep(const Provider& provider, const Series& series, const Stretch& about) {
  auto* cache = provider.is_local() ? nullptr : writable();
  if (cache == nullptr) return;
  (void)written(cache->put(key_of(provider), series, about, sources_.clock_.wall()));
}

// How a source behaves

SourceState Sources::Asking::state_of(const Provider& provider, const std::string& scope) {
  const auto& states = sources_.remembered_.states;
  const auto found = states.find(memory_key(provider, scope));
  if (found != states.end()) return found->second;
  auto* cache = readable();
  if (cache == nullptr) return {};
  return read(cache->state(id_of(provider), scope)).value_or(SourceState{});
}

void Sources::Asking::set_state(const Provider& provider, const std::string& scope,
                                const SourceState& state) {
  auto* cache = writable();
  const bool is_kept = cache != nullptr && written(cache->set_state(id_of(provider), scope, state));
  if (is_kept)
    sources_.remembered_.states.erase(memory_key(provider, scope));
  else
    sources_.remembered_.states.insert_or_assign(memory_key(provider, scope), state);
}

std::optional<std::string> Sources::Asking::reason_to_leave_alone(const Provider& provider) {
  for (const auto& scope : {std::string(), this->scope()}) {
    const auto state = state_of(provider, scope);
    const auto wait = wait_of(state, provider, sources_.clock_.wall());
    if (wait > 0ms)
      return "left alone for another " + in_words(wait) + ", since it failed (" + state.said + ")";
  }
  return std::nullopt;
}

void Sources::Asking::note_failure(const Provider& provider, const Failure& failure) {
  if (provider.is_local()) return;
  const std::string scope = is_of_source(failure.kind) ? "" : this->scope();
  set_state(provider, scope,
            after(failure, state_of(provider, scope), provider, sources_.clock_.wall(),
                  sources_.ways_.chance()));
}

void Sources::Asking::note_success(const Provider& provider) {
  if (provider.is_local()) return;
  for (const auto& scope : {std::string(), this->scope()})
    if (state_of(provider, scope) != SourceState{}) set_state(provider, scope, {});
}

// Turns

std::optional<std::string> Sources::Asking::wait_for_turn(const Provider& provider, Instant until) {
  const auto id = id_of(provider);
  while (auto* cache = writable()) {
    const auto now = sources_.clock_.wall();
    const auto share = std::clamp(time_until(until), 0ms, kLongestShare);
    const Turn mine{.holder = sources_.holder_, .ends_at = now + share + kForWriting};
    auto taken = cache->take_turn(id, mine, now);
    if (!taken) {
      (void)written(fail(taken.error()));
      return std::nullopt;  // without a cache nobody can know of the others
    }
    if (*taken) {
      has_turn_ = true;
      return std::nullopt;
    }
    while (true) {
      const auto left = time_until(until);
      if (left <= 0ms) return "another process is asking it";
      sources_.ways_.sleep(std::min(left, kLookAgain));
      const auto turn = read(cache->turn(id));
      if (!turn) return std::nullopt;
      if (turn->holder == 0 || turn->ends_at <= sources_.clock_.wall()) break;
    }
  }
  return std::nullopt;
}

void Sources::Asking::end_turn(const SourceId& source) {
  if (!std::exchange(has_turn_, false)) return;
  // Tried also when writing has failed: else the others wait until the turn is over.
  sources_.cache_->set_patience(5ms);
  (void)sources_.cache_->end_turn(source, sources_.holder_);
}

std::optional<std::string> Sources::Asking::wait_for_pace(const Provider& provider, Instant until) {
  if (provider.is_local()) return std::nullopt;
  auto& remembered = sources_.remembered_.next_requests[memory_key(provider)];
  auto next = remembered;
  auto* cache = readable();
  if (cache != nullptr)
    next = std::max(next, read(cache->turn(id_of(provider))).value_or(Turn{}).next_request_at);
  // Farther away than the pace it cannot be, unless the clock was set back.
  const auto wait = std::min<milliseconds>(next - sources_.clock_.wall(), provider.pace());
  if (wait >= time_until(until) && wait > 0ms)
    return "it wants " + in_words(provider.pace()) + " between requests, and the last was just now";
  if (wait > 0ms) sources_.ways_.sleep(wait);
  const auto now = sources_.clock_.wall();
  remembered = now + provider.pace();
  cache = writable();
  if (cache == nullptr) return std::nullopt;
  // Written before the request, so that it holds also when we crash in the middle of it.
  const auto share = std::clamp(time_until(until), 0ms, kLongestShare);
  const auto prolonged = cache->take_turn(id_of(provider),
                                          {.holder = sources_.holder_,
                                           .ends_at = now + share + kForWriting,
                                           .next_request_at = remembered},
                                          now);
  if (!prolonged) (void)written(fail(prolonged.error()));
  if (prolonged && !*prolonged) return "another process is asking it";
  return std::nullopt;
}

// Asking

std::optional<Told> Sources::Asking::ask(Provider& provider, std::size_t left) {
  if (provider.is_local()) return fetch(provider, {.to_fetch = {wanted_}}, end_of_share(left));
  const auto from_cache = [&](Series series) {
    auto told = told_by(provider, std::move(series));
    told.cached = true;
    return told;
  };
  auto known = kept(provider);
  if (known.to_fetch.empty() && known.series) return from_cache(std::move(*known.series));
  if (known.to_fetch.empty()) return passed_over(provider, "it has nothing for this time");
  const auto until = end_of_share(left);
  if (time_until(until) <= 0ms) return passed_over(provider, "no time was left to ask it");
  if (auto why = reason_to_leave_alone(provider)) return passed_over(provider, std::move(*why));
  if (auto why = wait_for_turn(provider, until)) return passed_over(provider, std::move(*why));
  const OurTurn ours(*this, id_of(provider));
  // Whoever had the turn before may have left an answer, or a failure.
  known = kept(provider);
  if (known.to_fetch.empty() && known.series) return from_cache(std::move(*known.series));
  if (known.to_fetch.empty()) return passed_over(provider, "it has nothing for this time");
  if (auto why = reason_to_leave_alone(provider)) return passed_over(provider, std::move(*why));
  return fetch(provider, std::move(known), until);
}

/// The pieces that are missing, each kept as soon as it is there: what the time does not suffice
/// for today is less tomorrow.
std::optional<Told> Sources::Asking::fetch(Provider& provider, Kept known, Instant until) {
  const bool history = query_.what == What::history;
  const auto pieces = history ? cut_up(known.to_fetch, longest_of(provider, What::history))
                              : std::move(known.to_fetch);
  Series all = known.series.value_or(Series{});
  if (!history) all = {};
  for (const auto& piece : pieces) {
    if (auto why = wait_for_pace(provider, until)) return passed_over(provider, std::move(*why));
    if (time_until(until) <= 0ms) return passed_over(provider, "no time was left for all of it");
    auto answer = fetch_one(provider, piece, until);
    if (!answer) {
      // Nothing for this time is an answer, and what is known of the rest is not lost by it.
      if (history && answer.error().kind == Kind::no_data) {
        keep(provider, {.zone = query_.zone.code, .label = provider.label()}, piece);
        continue;
      }
      problems_.push_back(answer.error().what);
      note_failure(provider, answer.error());
      return std::nullopt;
    }
    keep(provider, *answer, history ? piece : stretch_of(provider, *answer));
    auto points = history ? laid_over(all.points, answer->points) : std::move(answer->points);
    auto notes = std::move(all.notes);
    for (auto& note : answer->notes)
      if (std::find(notes.begin(), notes.end(), note) == notes.end())
        notes.push_back(std::move(note));
    all = std::move(*answer);
    all.points = std::move(points);
    all.notes = std::move(notes);
  }
  note_success(provider);
  if (query_.what != What::latest) all.points = within(std::move(all.points), wanted_);
  if (all.points.empty()) return passed_over(provider, "it has nothing for this time");
  if (auto* cache = time_until(deadline_) > kForTidying ? writable() : nullptr)
    (void)written(cache->tidy(sources_.clock_.wall()));
  return told_by(provider, std::move(all));
}

/// Of what an answer speaks that was not asked for a stretch.
Stretch Sources::Asking::stretch_of(const Provider& provider, const Series& answer) const {
  if (query_.what == What::forecast) return {now_, now_ + longest_of(provider, What::forecast)};
  const auto now = sources_.clock_.wall();
  if (answer.points.empty()) return {now_, now};
  return {std::min(answer.points.front().start, now_), std::max(answer.points.back().end, now)};
}

Answer<Series> Sources::Asking::fetch_one(Provider& provider, const Stretch& stretch,
                                          Instant until) {
  const auto left = std::min(time_until(until), kLongestShare);
  Query query{.what = query_.what, .zone = query_.zone};
  if (query_.what == What::history) {
    query.from = stretch.from;
    query.to = stretch.to;
  }
  // The whole forecast that there is: it costs one request too, and serves whoever asks for more.
  if (query_.what == What::forecast)
    query.to = sources_.clock_.wall() + longest_of(provider, What::forecast);
  Exchange exchange(*sources_.http_, sources_.clock_, left);
  auto answer = provider.fetch(query, exchange);
  if (answer && answer->label != provider.label())
    return failed(Kind::malformed, who(provider) + ": its answer is of another kind of figure");
  if (answer && !are_sound(answer->points))
    return failed(Kind::malformed, who(provider) + ": its answer makes no sense");
  return answer;
}

// When nobody answers

std::optional<Told> Sources::Asking::stale(Provider& provider) {
  const auto key = key_of(provider);
  auto series = series_within(key, wanted_);
  if (!series) return std::nullopt;
  auto sentence = who(provider) + ": ";
  switch (query_.what) {
    case What::history: sentence += "only what was fetched before is given"; break;
    case What::latest:
      sentence += "the newest figures that could be had ended " +
                  in_words(std::max<milliseconds>(now_ - series->points.back().end, 0ms)) + " ago";
      break;
    case What::forecast:
      sentence += "a forecast issued " +
                  in_words(std::max<milliseconds>(now_ - series->issued_at.value_or(now_), 0ms)) +
                  " ago is given";
      break;
  }
  problems_.push_back(std::move(sentence));
  auto told = told_by(provider, std::move(*series));
  told.cached = true;
  told.stale = true;
  return told;
}

std::optional<Told> Sources::Asking::import_of(bool whole) {
  // Of an import, the last hour is as good as now.
  const auto stretch =
      query_.what == What::latest && whole ? Stretch{now_ - 1h, now_ + 1h} : wanted_;
  for (const auto& label : all_labels()) {
    auto series = series_within({.source = {std::string(kImported)},
                                 .zone = query_.zone.code,
                                 .label = label,
                                 .forecast = query_.what == What::forecast},
                                stretch);
    if (!series) continue;
    if (whole && query_.what != What::latest && !covers(series->points, stretch)) continue;
    return Told{.series = std::move(series),
                .provider = std::string(kImported),
                .cached = true,
                .problems = std::move(problems_)};
  }
  return std::nullopt;
}

std::optional<Told> Sources::Asking::whole_import() { return import_of(true); }

Told Sources::Asking::part_of_import() {
  if (auto told = import_of(false)) {
    told->problems.emplace_back("import: it has only a part of what was asked for");
    return std::move(*told);
  }
  return {.problems = std::move(problems_)};
}

}  // namespace wattprint::grid
