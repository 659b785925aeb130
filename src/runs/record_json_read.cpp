#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "runs/record_json.hpp"

namespace wattprint::runs {
namespace {

using nlohmann::json;

/// What is wrong with a document; leaves this file only as an Error.
struct Wrong {
  std::string what;
};

/// One JSON value and the path that leads to it, for messages: "run.tags", "components[2].device".
class Node {
 public:
  Node(const json& value, std::string path) : value_(value), path_(std::move(path)) {}

  [[noreturn]] void reject(std::string_view expected) const {
    throw Wrong{"key \"" + path_ + "\" must be " + std::string(expected)};
  }

  /// A key that is missing counts as null: later versions of the contract add fields.
  Node operator[](const char* key) const {
    static const json kNull;
    if (!value_.is_object()) reject("an object");
    const auto found = value_.find(key);
    return Node(found == value_.end() ? kNull : *found, path_.empty() ? key : path_ + "." + key);
  }

  template <class Visit>
  void each_element(Visit visit) const {
    if (value_.is_null()) return;
    if (!value_.is_array()) reject("an array");
    for (std::size_t i = 0; i < value_.size(); ++i)
      visit(Node(value_[i], path_ + "[" + std::to_string(i) + "]"));
  }
  template <class Visit>
  void each_member(Visit visit) const {
    if (value_.is_null()) return;
    if (!value_.is_object()) reject("an object");
    for (auto it = value_.begin(); it != value_.end(); ++it)
      visit(it.key(), Node(it.value(), path_ + "." + it.key()));
  }

  bool is_null() const { return value_.is_null(); }

  std::string text() const {
    if (!value_.is_string()) reject("a text");
    return value_.get<std::string>();
  }
  std::string text_or_empty() const { return is_null() ? std::string() : text(); }

  double number() const {
    if (!value_.is_number()) reject("a number");
    const double number = value_.get<double>();
    if (!std::isfinite(number)) reject("a finite number");
    return number;
  }
  double number_from_zero() const {
    const double value = number();
    if (value < 0.0) reject("a number of at least 0");
    return value;
  }
  std::uint64_t count() const {
    if (!value_.is_number_unsigned()) reject("a whole number of at least 0");
    return value_.get<std::uint64_t>();
  }
  int small_integer() const {
    if (!value_.is_number_integer()) reject("a whole number");
    const auto number = value_.get<std::int64_t>();
    if (value_.is_number_unsigned() && value_.get<std::uint64_t>() > 255) reject("at most 255");
    if (number < 0) reject("at least 0");
    return static_cast<int>(number);
  }

  WallTime time() const {
    const auto time = parse_rfc3339(text());
    if (!time) reject("a UTC time such as 2026-11-22T02:49:05.120Z");
    return *time;
  }

  template <class Parse>
  auto word(Parse parse, std::string_view choice) const {
    const auto value = parse(text());
    if (!value) reject("one of " + std::string(choice));
    return *value;
  }

  /// f applied to this value, or nothing when it is null.
  template <class Function>
  auto optional(Function f) const -> std::optional<decltype(f(*this))> {
    if (is_null()) return std::nullopt;
    return f(*this);
  }

 private:
  const json& value_;
  std::string path_;
};

std::optional<Basis> parse_basis(std::string_view text) {
  for (const Basis basis : {Basis::measured, Basis::estimated, Basis::assumed})
    if (text == to_string(basis)) return basis;
  return std::nullopt;
}

template <class Q>
Figure<Q> figure(const Node& node) {
  Figure<Q> figure{Q{node["value"].number()}, Q{node["low"].number()}, Q{node["high"].number()},
                   node["basis"].word(parse_basis, "measured, estimated, assumed"),
                   node["source"].text_or_empty()};
  if (!(figure.low <= figure.value && figure.value <= figure.high))
    node.reject("a figure with low <= value <= high");
  return figure;
}

template <class Q>
std::optional<Figure<Q>> optional_figure(const Node& node) {
  return node.optional(figure<Q>);
}

Rank read_rank(const Node& node) {
  const auto integer = [](const Node& n) {
    if (n.count() > std::numeric_limits<int>::max()) n.reject("a number of processes");
    return static_cast<int>(n.count());
  };
  Rank rank{.launcher = node["launcher"].text(),
            .group = node["group"].text(),
            .rank = integer(node["rank"]),
            .size = integer(node["size"]),
            .local_rank = node["local_rank"].optional(integer),
            .local_size = node["local_size"].optional(integer)};
  if (rank.rank >= rank.size) node.reject("a rank below the size of its group");
  return rank;
}

Identity read_identity(const Node& run) {
  Identity identity;
  identity.id = run["id"].text();
  identity.name = run["name"].text_or_empty();
  identity.project = run["project"].text_or_empty();
  run["tags"].each_member(
      [&](const std::string& key, const Node& value) { identity.tags[key] = value.text(); });
  run["command"].each_element([&](const Node& word) { identity.command.push_back(word.text()); });
  identity.cwd = run["cwd"].text_or_empty();
  identity.host = run["host"].text_or_empty();
  identity.rank = run["rank"].optional(read_rank);
  return identity;
}

Outcome read_outcome(const Node& run) {
  const auto integer = [](const Node& node) { return node.small_integer(); };
  Outcome outcome;
  outcome.started_at = run["started_at"].time();
  outcome.ended_at = run["ended_at"].optional([](const Node& node) { return node.time(); });
  outcome.duration = Seconds(run["duration_s"].number_from_zero());
  outcome.exit_code = run["exit_code"].optional(integer);
  outcome.signal = run["signal"].optional(integer);
  outcome.state =
      run["state"].word(parse_state, "running, finished, failed, interrupted, stopped_by_budget");
  return outcome;
}

std::vector<ComponentEnergy> read_components(const Node& list) {
  std::vector<ComponentEnergy> components;
  list.each_element([&](const Node& node) {
    components.push_back(
        {node["component"].word(measure::parse_component, "cpu, dram, gpu, platform"),
         node["device"].text_or_empty(), figure<Joules>(node["energy_j"])});
  });
  return components;
}

AttributionRecord read_attribution(const Node& node) {
  AttributionRecord attribution;
  attribution.scope = node["scope"].word(parse_scope, "tree, machine");
  attribution.idle_policy =
      node["idle_policy"].word(parse_idle_policy, "proportional, exclude, include");
  if (const auto part = node["of_machine"].optional([](const Node& n) { return n.number(); })) {
    if (*part <= 0.0 || *part > 1.0)
      node.reject("an object whose of_machine is above 0, at most 1");
    attribution.of_machine = Fraction{*part};
  }
  attribution.cpu =
      node["cpu_s"].optional([](const Node& n) { return CpuSeconds{n.number_from_zero()}; });
  attribution.processes = node["processes"].optional([](const Node& n) { return n.count(); });
  attribution.method = node["method"].text_or_empty();
  attribution.machine = optional_figure<Joules>(node["machine_energy_j"]);
  attribution.idle = optional_figure<Joules>(node["idle_energy_j"]);
  attribution.others = optional_figure<Joules>(node["others_energy_j"]);
  attribution.unattributed = optional_figure<Joules>(node["unattributed_energy_j"]);
  attribution.charged_idle = optional_figure<Joules>(node["charged_idle_energy_j"]);
  return attribution;
}

FacilityRecord read_facility(const Node& node) {
  FacilityRecord facility;
  facility.pue = optional_figure<Pue>(node["pue"]).value_or(Figure<Pue>{});
  facility.energy = optional_figure<Joules>(node["energy_j"]);
  facility.water = optional_figure<Litres>(node["water_l"]);
  return facility;
}

grid::Label read_label(const Node& node) {
  return {
      .signal = node["signal"].word(grid::parse_signal, "average, marginal"),
      .accounting = node["accounting"].word(grid::parse_accounting, "location-based, market-based"),
      .kind = node["scope"].word(grid::parse_kind, "lifecycle, direct, unknown")};
}

grid::Part read_part(const Node& node) {
  grid::Part part;
  part.knowledge =
      node["kind"].word(grid::parse_knowledge, "live, history, forecast, yearly, stated");
  part.source = node["source"].text_or_empty();
  part.label = node["label"].optional(read_label);
  part.from = node["from"].time();
  part.to = node["to"].time();
  part.energy_share = Fraction{node["energy_share"].number_from_zero()};
  if (part.energy_share > Fraction{1.0}) node["energy_share"].reject("at most 1");
  part.intensity = figure<CarbonIntensity>(node["intensity_g_per_kwh"]);
  return part;
}

GridRecord read_grid(const Node& node) {
  GridRecord grid;
  grid.zone = node["zone"].text_or_empty();
  grid.intensity = optional_figure<CarbonIntensity>(node["intensity_g_per_kwh"])
                       .value_or(Figure<CarbonIntensity>{});
  grid.period = node["period"].text_or_empty();
  node["parts"].each_element([&](const Node& part) { grid.parts.push_back(read_part(part)); });
  return grid;
}

PartRecord read_part_record(const Node& node) {
  return {Seconds(node["duration_s"].number_from_zero()),
          CpuSeconds{node["cpu_s"].number_from_zero()}, optional_figure<Joules>(node["energy_j"]),
          optional_figure<Grams>(node["emissions_g"])};
}

std::vector<TaskRecord> read_tasks(const Node& list) {
  std::vector<TaskRecord> tasks;
  list.each_element([&](const Node& node) {
    tasks.push_back({node["name"].text_or_empty(), node["count"].count(), read_part_record(node)});
  });
  return tasks;
}

std::vector<PartRecord> read_epochs(const Node& list) {
  std::vector<PartRecord> epochs;
  list.each_element([&](const Node& node) { epochs.push_back(read_part_record(node)); });
  return epochs;
}

std::vector<MarkRecord> read_marks(const Node& list) {
  std::vector<MarkRecord> marks;
  list.each_element([&](const Node& node) {
    marks.push_back({node["name"].text_or_empty(), read_part_record(node)});
  });
  return marks;
}

std::vector<Revision> read_revisions(const Node& list) {
  std::vector<Revision> revisions;
  list.each_element([&](const Node& node) {
    revisions.push_back({node["revised_at"].time(), optional_figure<Grams>(node["emissions_g"]),
                         read_grid(node["grid"])});
  });
  return revisions;
}

SamplingRecord read_sampling(const Node& node) {
  SamplingRecord sampling;
  sampling.interval = Seconds(node["interval_s"].number_from_zero());
  sampling.samples = node["samples"].count();
  sampling.missed = node["missed"].count();
  sampling.overhead = CpuSeconds{node["overhead_cpu_s"].number_from_zero()};
  return sampling;
}

std::vector<measure::Warning> read_warnings(const Node& list) {
  std::vector<measure::Warning> warnings;
  list.each_element([&](const Node& node) {
    warnings.push_back(
        {node["code"].text(), node["message"].text_or_empty(), node["fix"].text_or_empty()});
  });
  return warnings;
}

RunRecord read_record(const Node& root) {
  if (root["schema"].text_or_empty() != kRunSchema)
    root["schema"].reject("\"" + std::string(kRunSchema) + "\"");
  RunRecord record;
  record.identity = read_identity(root["run"]);
  record.outcome = read_outcome(root["run"]);
  record.energy = optional_figure<Joules>(root["energy_j"]);
  record.emissions = optional_figure<Grams>(root["emissions_g"]);
  record.components = read_components(root["components"]);
  record.attribution = read_attribution(root["attribution"]);
  record.facility = read_facility(root["facility"]);
  record.grid = read_grid(root["grid"]);
  record.sampling = read_sampling(root["sampling"]);
  record.warnings = read_warnings(root["warnings"]);
  record.tasks = read_tasks(root["tasks"]);
  record.epochs = read_epochs(root["epochs"]);
  record.marks = read_marks(root["marks"]);
  record.revisions = read_revisions(root["revisions"]);
  return record;
}

}  // namespace

Result<RunRecord> record_from_json(std::string_view text) {
  try {
    const json document = json::parse(text);
    return read_record(Node(document, ""));
  } catch (const Wrong& wrong) {
    return fail(Errc::malformed, "not a run record: " + wrong.what);
  } catch (const json::exception& error) {
    return fail(Errc::malformed, std::string("not a run record: ") + error.what());
  }
}

}  // namespace wattprint::runs
