#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "base/version.hpp"
#include "config/keys.hpp"
#include "config/settings.hpp"
#include "engine/answers.hpp"
#include "engine/requests.hpp"
#include "engine/tracking.hpp"
#include "runs/early_stopping.hpp"
#include "runs/record_json.hpp"
#include "wattprint/wattprint.h"

using wattprint::engine::Tracking;

using wattprint::runs::EarlyStopping;

struct wp_early_stopping {
  EarlyStopping rule;
};

struct wp_tracker {
  std::unique_ptr<Tracking> tracking;
};

namespace {

std::string& last_error() {
  static thread_local std::string text;
  return text;
}

wp_status failed(wp_status status, const char* text) noexcept {
  try {
    last_error() = text;
  } catch (const std::exception&) {
    last_error().clear();
  }
  return status;
}

wp_status answer(Tracking::Status status) noexcept {
  switch (status) {
    case Tracking::Status::ok: return WP_OK;
    case Tracking::Status::already_started:
      return failed(WP_ALREADY_STARTED,
                    "the tracker has been started before; a tracker measures once, open another");
    case Tracking::Status::not_started:
      return failed(WP_NOT_STARTED, "the tracker has not been started; call wp_start() first");
    case Tracking::Status::already_stopped:
      return failed(WP_ALREADY_STOPPED,
                    "the tracker has been stopped; a tracker measures once, open another");
    case Tracking::Status::no_such_task:
      return failed(WP_NO_SUCH_TASK,
                    "no such task: it was never begun, has ended before, or ended too long ago");
    case Tracking::Status::still_open:
      return failed(WP_TASK_OPEN, "the task has not ended; call wp_task_end() first");
    case Tracking::Status::forked:
      return failed(WP_FORKED,
                    "the tracker belongs to the parent process; open another in this one");
    case Tracking::Status::no_epoch:
      return failed(WP_NO_EPOCH,
                    "no epoch has ended, so there is nothing to predict from; call wp_epoch() "
                    "where an epoch begins");
  }
  return failed(WP_FAILED, "unknown status");
}

std::optional<wattprint::runs::State> state_of(wp_outcome outcome) {
  using wattprint::runs::State;
  switch (outcome) {
    case WP_FINISHED: return State::finished;
    case WP_UNSUCCESSFUL: return State::failed;
    case WP_INTERRUPTED: return State::interrupted;
    case WP_STOPPED_BY_BUDGET: return State::stopped_by_budget;
  }
  return std::nullopt;
}

/// No exception leaves the library.
template <class Work>
wp_status guarded(Work work) noexcept {
  try {
    return work();
  } catch (const std::exception& error) {
    return failed(WP_FAILED, error.what());
  }
}

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

wp_basis basis_of(wattprint::Basis basis) {
  switch (basis) {
    case wattprint::Basis::measured: return WP_MEASURED;
    case wattprint::Basis::estimated: return WP_ESTIMATED;
    case wattprint::Basis::assumed: return WP_ASSUMED;
  }
  return WP_UNKNOWN;
}

template <class Q>
wp_figure figure_of(const std::optional<wattprint::Figure<Q>>& figure) {
  if (!figure) return {kNone, kNone, kNone, WP_UNKNOWN, 0};
  return {figure->value.value(), figure->low.value(), figure->high.value(), basis_of(figure->basis),
          0};
}

wp_budget budget_of(const std::optional<wattprint::plan::Verdict>& verdict, std::size_t size) {
  wp_budget budget{size, 0, 0, kNone, kNone, kNone, WP_NO_BUDGET, 0, ""};
  if (!verdict) return budget;
  const auto& [limit, task, text] = verdict->budget;
  const bool is_energy = std::holds_alternative<wattprint::Joules>(limit);
  budget.exceeded = verdict->exceeded ? 1 : 0;
  budget.will_exceed = verdict->will_exceed ? 1 : 0;
  budget.limit = std::visit([](auto amount) { return amount.value(); }, limit);
  budget.used = verdict->used;
  budget.predicted = verdict->expected.value_or(kNone);
  if (task.empty())
    budget.unit = is_energy ? WP_JOULES : WP_GRAMS;
  else
    budget.unit = is_energy ? WP_JOULES_PER_TASK : WP_GRAMS_PER_TASK;
  auto length = std::min(verdict->text.size(), sizeof(budget.text) - 1);
  // A text that is too long is not cut within a character.
  while (length > 0 && length < verdict->text.size() && (verdict->text[length] & 0xC0) == 0x80)
    --length;
  verdict->text.copy(budget.text, length);
  return budget;
}

/// Fills no more than the caller's struct has room for: it may be older than the library.
wp_status fill(wp_figures* out, const tl::expected<Tracking::Figures, Tracking::Status>& known) {
  if (!known) return answer(known.error());
  const std::size_t room = std::min(out->size, sizeof(wp_figures));
  const wp_figures figures{out->size, known->duration.count(), known->cpu.value(),
                           figure_of(known->energy), figure_of(known->emissions)};
  std::memcpy(out, &figures, room);
  return WP_OK;
}

bool has_room(const wp_figures* figures) {
  return figures != nullptr && figures->size >= sizeof(wp_figures);
}

wp_status give(const std::string& text, char** json) {
  *json = ::strdup(text.c_str());
  return *json != nullptr ? WP_OK : failed(WP_FAILED, "out of memory");
}

/// Hands on the document that an answer is.
template <class Answer>
wp_status asked(char** json, Answer answer) noexcept {
  if (json == nullptr) return failed(WP_INVALID, "there is no place for the text");
  *json = nullptr;
  return guarded([&]() -> wp_status {
    const auto document = answer();
    if (!document) return failed(WP_INVALID, document.error().what.c_str());
    return give(*document, json);
  });
}

constexpr const char* kNoTracker = "the tracker is null";
constexpr const char* kNoRoom =
    "the figures are null, or their member size is not sizeof(wp_figures)";

tl::unexpected<wattprint::Error> unknown_setting(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& key : wattprint::config::keys()) known.emplace_back(key.flag.substr(2));
  std::string text = "there is no setting \"" + name + '"';
  const auto near = wattprint::nearest(name, known, 1);
  text += near.empty() ? "; wattprint run --help lists them, with two dashes before them"
                       : "; did you mean \"" + near.front() + "\"?";
  return wattprint::fail(wattprint::Errc::malformed, text);
}

wattprint::Result<wattprint::config::Flags> flags_of(const wp_options* options) {
  wattprint::config::Flags flags;
  if (options == nullptr || options->settings == nullptr) return flags;
  for (auto setting = options->settings; *setting != nullptr; ++setting) {
    const std::string text = *setting;
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
      return wattprint::fail(wattprint::Errc::malformed,
                             "the setting \"" + text + "\" is not of the form name=value");
    const auto* key = wattprint::config::find_option(text.substr(0, equals));
    if (key == nullptr) return unknown_setting(text.substr(0, equals));
    flags[std::string(key->name)].push_back(text.substr(equals + 1));
  }
  return flags;
}

wp_status open_tracker(const wp_options* options, wp_tracker** tracker) {
  const auto flags = flags_of(options);
  if (!flags) return failed(WP_INVALID, flags.error().what.c_str());
  const auto settings =
      wattprint::config::resolve(*flags, wattprint::config::environment_from(environ));
  if (!settings) return failed(WP_INVALID, settings.error().what.c_str());
  auto tracking = Tracking::open(wattprint::engine::measure_request(*settings));
  if (!tracking) return failed(WP_INVALID, tracking.error().what.c_str());
  *tracker = new wp_tracker{std::move(*tracking)};
  return WP_OK;
}

}  // namespace

extern "C" {

uint32_t wp_abi_version(void) { return WP_ABI_VERSION; }

const char* wp_version(void) { return wattprint::version().data(); }

const char* wp_last_error(void) { return last_error().c_str(); }

wp_status wp_open(uint32_t abi_version, const wp_options* options, wp_tracker** tracker) {
  if (tracker == nullptr) return failed(WP_INVALID, "there is no place for the tracker");
  *tracker = nullptr;
  if (abi_version != WP_ABI_VERSION)
    return failed(WP_ABI_MISMATCH,
                  "the program was compiled for another wattprint; compile it again with the "
                  "wattprint.h of this library");
  if (options != nullptr && options->size < sizeof(wp_options))
    return failed(WP_INVALID, "the member size of the options is not sizeof(wp_options)");
  return guarded([&] { return open_tracker(options, tracker); });
}

void wp_close(wp_tracker* tracker) { delete tracker; }

wp_status wp_start(wp_tracker* tracker) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  return guarded([&] { return answer(tracker->tracking->start()); });
}

wp_status wp_stop(wp_tracker* tracker) { return wp_stop_as(tracker, WP_FINISHED); }

wp_status wp_stop_as(wp_tracker* tracker, wp_outcome outcome) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  const auto state = state_of(outcome);
  if (!state) return failed(WP_INVALID, "the outcome is not one of wp_outcome");
  return guarded([&] { return answer(tracker->tracking->stop(*state)); });
}

wp_status wp_task_begin(wp_tracker* tracker, const char* name, uint64_t* task) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (name == nullptr || task == nullptr)
    return failed(WP_INVALID, "the name, or the place for the task, is null");
  return guarded([&] {
    const auto begun = tracker->tracking->begin_task(name);
    *task = begun.value_or(0);
    return begun ? WP_OK : answer(begun.error());
  });
}

wp_status wp_task_end(wp_tracker* tracker, uint64_t task) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  return guarded([&] { return answer(tracker->tracking->end_task(task)); });
}

wp_status wp_task_figures(wp_tracker* tracker, uint64_t task, wp_figures* figures) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (!has_room(figures)) return failed(WP_INVALID, kNoRoom);
  return guarded([&] { return fill(figures, tracker->tracking->task(task)); });
}

wp_status wp_epoch(wp_tracker* tracker) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  return guarded([&] { return answer(tracker->tracking->next_epoch()); });
}

wp_status wp_epoch_end(wp_tracker* tracker) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  return guarded([&] { return answer(tracker->tracking->end_epoch()); });
}

wp_status wp_predict(wp_tracker* tracker, uint64_t epochs, wp_prediction* prediction) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (prediction == nullptr || prediction->size < sizeof(wp_prediction))
    return failed(WP_INVALID,
                  "the prediction is null, or its member size is not sizeof(wp_prediction)");
  return guarded([&]() -> wp_status {
    const auto known = tracker->tracking->predict(epochs);
    if (!known) return answer(known.error());
    const auto& duration = known->duration;
    const wp_figure seconds{duration.value.count(), duration.low.count(), duration.high.count(),
                            basis_of(duration.basis), 0};
    *prediction = {prediction->size,
                   known->epochs,
                   known->measured,
                   seconds,
                   figure_of(known->energy),
                   figure_of(known->emissions),
                   figure_of(known->energy_to_come)};
    return WP_OK;
  });
}

wp_status wp_budget_check(wp_tracker* tracker, uint64_t epochs, wp_budget* budget) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (budget == nullptr || budget->size < sizeof(wp_budget))
    return failed(WP_INVALID, "the budget is null, or its member size is not sizeof(wp_budget)");
  return guarded([&]() -> wp_status {
    const auto verdict = tracker->tracking->budget(epochs);
    if (!verdict) return answer(verdict.error());
    *budget = budget_of(*verdict, budget->size);
    return WP_OK;
  });
}

wp_status wp_early_stopping_open(uint64_t patience, double delta, int32_t more_is_better,
                                 wp_early_stopping** stopping) {
  if (stopping == nullptr) return failed(WP_INVALID, "there is no place for the early stopping");
  *stopping = nullptr;
  return guarded([&]() -> wp_status {
    const auto rule = EarlyStopping::create(
        patience, delta, more_is_better != 0 ? EarlyStopping::Mode::max : EarlyStopping::Mode::min);
    if (!rule) return failed(WP_INVALID, rule.error().what.c_str());
    *stopping = new wp_early_stopping{*rule};
    return WP_OK;
  });
}

wp_status wp_early_stopping_update(wp_early_stopping* stopping, double value, int32_t* stop) {
  if (stopping == nullptr || stop == nullptr)
    return failed(WP_INVALID, "the early stopping, or the place for its answer, is null");
  *stop = stopping->rule.update(value) ? 1 : 0;
  return WP_OK;
}

wp_status wp_early_stopping_best(const wp_early_stopping* stopping, uint64_t* epoch,
                                 double* value) {
  if (stopping == nullptr || epoch == nullptr || value == nullptr)
    return failed(WP_INVALID, "the early stopping, or the place for its best epoch, is null");
  const auto& best = stopping->rule.best();
  *epoch = best ? best->epoch : 0;
  *value = best ? best->value : kNone;
  return WP_OK;
}

void wp_early_stopping_close(wp_early_stopping* stopping) { delete stopping; }

wp_status wp_mark(wp_tracker* tracker, const char* name) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (name == nullptr) return failed(WP_INVALID, "the name of the mark is null");
  return guarded([&] { return answer(tracker->tracking->mark(name)); });
}

wp_status wp_snapshot(wp_tracker* tracker, wp_figures* figures) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (!has_room(figures)) return failed(WP_INVALID, kNoRoom);
  return guarded([&] { return fill(figures, tracker->tracking->snapshot()); });
}

wp_status wp_record_json(wp_tracker* tracker, char** json) {
  if (tracker == nullptr) return failed(WP_INVALID, kNoTracker);
  if (json == nullptr) return failed(WP_INVALID, "there is no place for the text");
  *json = nullptr;
  return guarded([&]() -> wp_status {
    const auto record = tracker->tracking->record();
    if (!record) return answer(record.error());
    return give(wattprint::runs::to_json(*record), json);
  });
}

wp_status wp_estimate_job(const char* job, const char* method, char** json) {
  if (job == nullptr) return failed(WP_INVALID, "the job is null");
  return asked(json, [&]() -> wattprint::Result<std::string> {
    const auto settings =
        wattprint::config::resolve({}, wattprint::config::environment_from(environ));
    if (!settings) return wattprint::fail(settings.error());
    return wattprint::engine::answer_job(job, method != nullptr ? method : "", *settings);
  });
}

wp_status wp_grid_zones(const char* query, char** json) {
  if (query == nullptr) return failed(WP_INVALID, "the query is null");
  return asked(json, [&] { return wattprint::engine::answer_zones(query); });
}

wp_status wp_catalog(const char* table, const char* name, char** json) {
  if (table == nullptr || name == nullptr)
    return failed(WP_INVALID, "the table or the name is null");
  return asked(json, [&] { return wattprint::engine::answer_catalog(table, name); });
}

void wp_free(char* text) { std::free(text); }

}  // extern "C"
