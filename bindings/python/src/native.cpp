// wattprint._native: the C interface as one class. It raises only where a tracker is made; all
// else answers with a status that the Python side makes a warning of, so that measuring cannot
// break the program that is measured.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstdint>
#include <string>
#include <vector>

#include "wattprint/wattprint.h"

namespace nb = nanobind;

namespace {

nb::object figure_of(const wp_figure& figure) {
  if (figure.basis == WP_UNKNOWN) return nb::none();
  return nb::make_tuple(figure.value, figure.low, figure.high, figure.basis);
}

/// (status, duration, CPU time, energy, emissions); a figure is (value, low, high, basis) or None.
nb::object answer_of(wp_status status, const wp_figures& figures) {
  if (status != WP_OK) return nb::make_tuple(status, 0.0, 0.0, nb::none(), nb::none());
  return nb::make_tuple(status, figures.duration_s, figures.cpu_s, figure_of(figures.energy_j),
                        figure_of(figures.emissions_g));
}

/// The document that a question answers with; ValueError when it makes no sense.
template <class Ask>
std::string answer(Ask ask) {
  char* text = nullptr;
  wp_status status = WP_OK;
  {
    const nb::gil_scoped_release others_go_on;
    status = ask(&text);
  }
  if (status == WP_INVALID) throw nb::value_error(wp_last_error());
  if (status != WP_OK) throw std::runtime_error(wp_last_error());
  std::string document = text;
  wp_free(text);
  return document;
}

std::string estimate_job(const std::string& job, const std::string& method) {
  return answer([&](char** text) { return wp_estimate_job(job.c_str(), method.c_str(), text); });
}
std::string grid_zones(const std::string& query) {
  return answer([&](char** text) { return wp_grid_zones(query.c_str(), text); });
}
std::string catalog(const std::string& table, const std::string& name) {
  return answer([&](char** text) { return wp_catalog(table.c_str(), name.c_str(), text); });
}

class NativeTracker {
 public:
  explicit NativeTracker(const std::vector<std::string>& settings) {
    std::vector<const char*> pointers;
    pointers.reserve(settings.size() + 1);
    for (const auto& setting : settings) pointers.push_back(setting.c_str());
    pointers.push_back(nullptr);
    const wp_options options{sizeof(wp_options), pointers.data()};
    const wp_status status = wp_open(WP_ABI_VERSION, &options, &tracker_);
    if (status == WP_INVALID) throw nb::value_error(wp_last_error());
    if (status != WP_OK) throw std::runtime_error(wp_last_error());
  }
  ~NativeTracker() {
    // Measuring may still run: its end takes a sample and writes the record.
    const nb::gil_scoped_release others_go_on;
    wp_close(tracker_);
  }
  NativeTracker(const NativeTracker&) = delete;
  NativeTracker& operator=(const NativeTracker&) = delete;

  wp_status start() {
    const nb::gil_scoped_release others_go_on;
    return wp_start(tracker_);
  }
  wp_status stop(int outcome) {
    const nb::gil_scoped_release others_go_on;
    return wp_stop_as(tracker_, static_cast<wp_outcome>(outcome));
  }

  // These wait for no sensor and no other thread: giving up the interpreter's lock would cost more.
  std::uint64_t begin_task(const char* name) {
    std::uint64_t task = 0;
    (void)wp_task_begin(tracker_, name, &task);
    return task;
  }
  wp_status end_task(std::uint64_t task) { return wp_task_end(tracker_, task); }
  wp_status epoch() { return wp_epoch(tracker_); }
  wp_status end_epoch() { return wp_epoch_end(tracker_); }
  wp_status mark(const char* name) { return wp_mark(tracker_, name); }

  /// (status, epochs, measured, duration, energy, emissions, energy to come).
  nb::object predict(std::uint64_t epochs) {
    wp_prediction prediction{};
    prediction.size = sizeof prediction;
    wp_status status = WP_OK;
    {
      const nb::gil_scoped_release others_go_on;
      status = wp_predict(tracker_, epochs, &prediction);
    }
    if (status != WP_OK)
      return nb::make_tuple(status, 0, 0, nb::none(), nb::none(), nb::none(), nb::none());
    return nb::make_tuple(status, prediction.epochs, prediction.measured,
                          figure_of(prediction.duration_s), figure_of(prediction.energy_j),
                          figure_of(prediction.emissions_g),
                          figure_of(prediction.energy_to_come_j));
  }

  /// (exceeded, will be exceeded, limit, used, expected, unit, sentence); None without a budget.
  nb::object budget(std::uint64_t epochs) {
    wp_budget budget{};
    budget.size = sizeof budget;
    wp_status status = WP_OK;
    {
      const nb::gil_scoped_release others_go_on;
      status = wp_budget_check(tracker_, epochs, &budget);
    }
    if (status != WP_OK || budget.unit == WP_NO_BUDGET) return nb::none();
    return nb::make_tuple(budget.exceeded != 0, budget.will_exceed != 0, budget.limit, budget.used,
                          budget.predicted, static_cast<int>(budget.unit), budget.text);
  }

  nb::object task_figures(std::uint64_t task) {
    wp_figures figures{};
    figures.size = sizeof figures;
    wp_status status = WP_OK;
    {
      const nb::gil_scoped_release others_go_on;
      status = wp_task_figures(tracker_, task, &figures);
    }
    return answer_of(status, figures);
  }
  nb::object snapshot() {
    wp_figures figures{};
    figures.size = sizeof figures;
    wp_status status = WP_OK;
    {
      const nb::gil_scoped_release others_go_on;
      status = wp_snapshot(tracker_, &figures);
    }
    return answer_of(status, figures);
  }
  nb::object record() {
    char* text = nullptr;
    wp_status status = WP_OK;
    {
      const nb::gil_scoped_release others_go_on;
      status = wp_record_json(tracker_, &text);
    }
    if (status != WP_OK) return nb::none();
    const nb::object json = nb::str(text);
    wp_free(text);
    return json;
  }

 private:
  wp_tracker* tracker_ = nullptr;
};

class NativeEarlyStopping {
 public:
  NativeEarlyStopping(std::uint64_t patience, double delta, bool more_is_better) {
    if (wp_early_stopping_open(patience, delta, more_is_better ? 1 : 0, &stopping_) != WP_OK)
      throw nb::value_error(wp_last_error());
  }
  ~NativeEarlyStopping() { wp_early_stopping_close(stopping_); }
  NativeEarlyStopping(const NativeEarlyStopping&) = delete;
  NativeEarlyStopping& operator=(const NativeEarlyStopping&) = delete;

  bool update(double value) {
    std::int32_t stop = 0;
    (void)wp_early_stopping_update(stopping_, value, &stop);
    return stop != 0;
  }
  /// (epoch, value); the epoch is 0 before any number.
  nb::object best() const {
    std::uint64_t epoch = 0;
    double value = 0.0;
    (void)wp_early_stopping_best(stopping_, &epoch, &value);
    return nb::make_tuple(epoch, value);
  }

 private:
  wp_early_stopping* stopping_ = nullptr;
};

}  // namespace

NB_MODULE(_native, module) {
  // Trackers that live until the interpreter ends are ordinary; the engine frees them.
  nb::set_leak_warnings(false);
  module.attr("OK") = static_cast<int>(WP_OK);
  module.attr("ALREADY_STARTED") = static_cast<int>(WP_ALREADY_STARTED);
  module.attr("NOT_STARTED") = static_cast<int>(WP_NOT_STARTED);
  module.attr("ALREADY_STOPPED") = static_cast<int>(WP_ALREADY_STOPPED);
  module.attr("NO_SUCH_TASK") = static_cast<int>(WP_NO_SUCH_TASK);
  module.attr("NO_EPOCH") = static_cast<int>(WP_NO_EPOCH);
  module.attr("FORKED") = static_cast<int>(WP_FORKED);
  module.attr("FINISHED") = static_cast<int>(WP_FINISHED);
  module.attr("UNSUCCESSFUL") = static_cast<int>(WP_UNSUCCESSFUL);
  module.attr("INTERRUPTED") = static_cast<int>(WP_INTERRUPTED);
  module.attr("STOPPED_BY_BUDGET") = static_cast<int>(WP_STOPPED_BY_BUDGET);
  module.def("version", &wp_version);
  module.def("last_error", &wp_last_error, "What the last call of this thread that failed says.");
  module.def("estimate_job", &estimate_job, nb::arg("job"), nb::arg("method"));
  module.def("grid_zones", &grid_zones, nb::arg("query"));
  module.def("catalog", &catalog, nb::arg("table"), nb::arg("name"));
  nb::class_<NativeTracker>(module, "Tracker")
      .def(nb::init<const std::vector<std::string>&>(), nb::arg("settings"))
      .def("start", &NativeTracker::start)
      .def("stop", &NativeTracker::stop, nb::arg("outcome"))
      .def("begin_task", &NativeTracker::begin_task, nb::arg("name"))
      .def("end_task", &NativeTracker::end_task, nb::arg("task"))
      .def("epoch", &NativeTracker::epoch)
      .def("end_epoch", &NativeTracker::end_epoch)
      .def("mark", &NativeTracker::mark, nb::arg("name"))
      .def("predict", &NativeTracker::predict, nb::arg("epochs"))
      .def("budget", &NativeTracker::budget, nb::arg("epochs"))
      .def("task_figures", &NativeTracker::task_figures, nb::arg("task"))
      .def("snapshot", &NativeTracker::snapshot)
      .def("record", &NativeTracker::record);
  nb::class_<NativeEarlyStopping>(module, "EarlyStopping")
      .def(nb::init<std::uint64_t, double, bool>(), nb::arg("patience"), nb::arg("delta"),
           nb::arg("more_is_better"))
      .def("update", &NativeEarlyStopping::update, nb::arg("value"))
      .def("best", &NativeEarlyStopping::best);
}
