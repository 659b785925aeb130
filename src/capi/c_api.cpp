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
#include "engine/requests.hpp"
#include "engine/tracking.hpp"
#include "runs/record_json.hpp"
#include "wattprint/wattprint.h"

using wattprint::engine::Tracking;

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

template <class Q>
wp_figure figure_of(const std::optional<wattprint::Figure<Q>>& figure) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!figure) return {kNone, kNone, kNone, WP_UNKNOWN, 0};
  const auto basis = [&] {
    switch (figure->basis) {
      case wattprint::Basis::measured: return WP_MEASURED;
      case wattprint::Basis::estimated: return WP_ESTIMATED;
      case wattprint::Basis::assumed: return WP_ASSUMED;
    }
    return WP_UNKNOWN;
  }();
  return {figure->value.value(), figure->low.value(), figure->high.value(), basis, 0};
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
    const std::string text = wattprint::runs::to_json(*record);
    *json = ::strdup(text.c_str());
    return *json != nullptr ? WP_OK : failed(WP_FAILED, "out of memory");
  });
}

void wp_free(char* text) { std::free(text); }

}  // extern "C"
