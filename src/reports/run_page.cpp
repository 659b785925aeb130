#include "reports/run_page.hpp"

#include <fmt/format.h>

#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/grid_record.hpp"
#include "runs/run_id.hpp"

namespace wattprint::reports {
namespace {

using runs::RunRecord;

constexpr std::size_t kLabelWidth = 14;  // "cpu package-0"

Cell label(std::string text) {
  text.resize(std::max(text.size(), kLabelWidth), ' ');  // all sections in the same columns
  return {std::move(text), Tone::quiet};
}

std::string title(const Style& style, std::string_view text) {
  return '\n' + paint(style, Tone::strong, text) + '\n';
}

/// A section of lines "label  text", without those that say nothing.
class Facts {
 public:
  void add(std::string name, std::string text) {
    if (!text.empty()) columns_.free_row(label(std::move(name)), {std::move(text)});
  }
  std::string render(const Style& style) const { return columns_.render(style); }

 private:
  Columns columns_{2, kWholeText};
};

template <class Q>
void figure_row(Columns& columns, std::string name, const std::optional<Figure<Q>>& figure,
                std::string_view of_what = "", bool with_source = true) {
  if (!figure) {
    columns.free_row(label(std::move(name)), {"unknown", Tone::quiet});
    return;
  }
  const Unit unit = unit_for(figure->value);
  columns.row({label(std::move(name)),
               {to_text(*figure, unit) + std::string(of_what)},
               {interval_text(*figure, unit)},
               {with_source ? source_phrase(figure->basis, figure->source) : "", Tone::quiet}});
}

std::string tags_text(const std::map<std::string, std::string>& tags) {
  std::string text;
  for (const auto& [key, value] : tags) {
    if (!text.empty()) text += ' ';
    text += printable(key) + "=" + printable(value);
  }
  return text;
}

/// "1 of 4 by torchrun; wattprint show 7f3a1c --group has them all"
std::string rank_text(const runs::Identity& identity) {
  if (!identity.rank) return "";
  const auto& rank = *identity.rank;
  return fmt::format("{} of {} by {}; wattprint show {} --group has them all", rank.rank, rank.size,
                     printable(rank.launcher), runs::short_id(identity.id));
}

std::string identity_part(const RunRecord& record, const Style& style, const LocalTime& local) {
  const auto& identity = record.identity;
  const auto& outcome = record.outcome;
  Facts facts;
  facts.add("command", command_line(identity.command));
  facts.add("project", printable(identity.project));
  facts.add("tags", tags_text(identity.tags));
  facts.add("host", printable(identity.host));
  facts.add("rank", rank_text(identity));
  facts.add("directory", printable(identity.cwd));
  facts.add("started", local(outcome.started_at));
  facts.add("duration", to_text(outcome.duration) + ", " + outcome_phrase(outcome));
  return paint(style, Tone::quiet, "run") + ' ' +
         paint(style, Tone::strong, printable(identity.id)) + "  " +
         paint(style, Tone::strong, printable(identity.name)) + "\n" + facts.render(style);
}

std::string figures_part(const RunRecord& record, const Style& style) {
  Columns columns(2, kWholeText);
  figure_row(columns, "energy", record.energy);
  figure_row(columns, "emissions", record.emissions, " CO2e");
  return '\n' + columns.render(style);
}

std::string components_part(const RunRecord& record, const Style& style) {
  if (record.components.empty()) return "";
  Columns columns(2, kWholeText);
  for (const auto& component : record.components) {
    const std::string kind(measure::to_string(component.component));
    const std::string device = shorten(printable(component.device), 24);
    figure_row(columns, device.empty() || device == kind ? kind : kind + " " + device,
               std::optional(component.energy));
  }
  return title(style, "energy of the run by component") + columns.render(style);
}

std::string attribution_part(const RunRecord& record, const Style& style) {
  const auto& attribution = record.attribution;
  Facts facts;
  facts.add("charged", attribution.scope == runs::Scope::tree
                           ? "the command and its descendants"
                           : "the whole machine while the command ran");
  if (attribution.of_machine < Fraction{1.0})
    facts.add("share", fmt::format("1/{:.0f} of what is the machine's: so many ranks are on it",
                                   1.0 / attribution.of_machine.value()));
  facts.add("idle power", std::string(runs::to_string(attribution.idle_policy)));
  std::string cpu = attribution.cpu ? to_text(Seconds(attribution.cpu->value())) : "unknown";
  if (attribution.processes)
    cpu += fmt::format(" in {} process{}", *attribution.processes,
                       *attribution.processes == 1 ? "" : "es");
  if (!attribution.method.empty()) cpu += ", counted by " + printable(attribution.method);
  facts.add("CPU time", cpu);

  Columns columns(2, kWholeText);
  figure_row(columns, "this run", record.energy, "", false);
  figure_row(columns, "  idle of it", attribution.charged_idle, "", false);
  figure_row(columns, "idle", attribution.idle, "", false);
  figure_row(columns, "others", attribution.others, "", false);
  figure_row(columns, "unattributed", attribution.unattributed, "", false);
  figure_row(columns, "machine", attribution.machine);
  return title(style, "whose energy it was") + facts.render(style) + columns.render(style);
}

std::string facility_part(const RunRecord& record, const Style& style) {
  const auto& facility = record.facility;
  Columns columns(2, kWholeText);
  const bool known = facility.pue.value >= Pue{1.0};
  columns.row({label("PUE"),
               {known ? significant(facility.pue.value.value(), 3) : "unknown"},
               {},
               {known ? source_phrase(facility.pue.basis, facility.pue.source) : "", Tone::quiet}});
  figure_row(columns, "energy", facility.energy, "", false);
  if (facility.water) figure_row(columns, "water", facility.water);
  return title(style, "facility") + columns.render(style);
}

std::string intensity_text(const Figure<CarbonIntensity>& intensity) {
  const Unit unit{"g/kWh", 1.0};
  const std::string interval = interval_text(intensity, unit);
  return significant(intensity.value.value(), 3) + " g/kWh" +
         (interval.empty() ? "" : "  " + interval);
}

/// "92 % of the energy  312 g/kWh  (280 to 340)  Electricity Maps; average, location-based, ..."
std::string part_text(const grid::Part& part) {
  return percent(part.energy_share.value()) + " of the energy  " + intensity_text(part.intensity) +
         "  " + printable(part.source) + (part.label ? "; " + to_string(*part.label) : "");
}

/// "0.14 g CO2e  (0.09 to 0.22)  with yearly average 2023, until 2026-11-23 08:00"
std::string revision_text(const runs::Revision& revision, const LocalTime& local) {
  std::string text = "unknown";
  if (const auto& emissions = revision.emissions) {
    const Unit unit = unit_for(emissions->value);
    const std::string interval = interval_text(*emissions, unit);
    text = to_text(*emissions, unit) + " CO2e" + (interval.empty() ? "" : "  " + interval);
  }
  return text + "  with " + printable(revision.grid.period) + ", until " +
         local(revision.revised_at);
}

std::string grid_part(const RunRecord& record, const Style& style, const LocalTime& local) {
  const auto& grid = record.grid;
  Facts facts;
  facts.add("zone", grid.zone.empty() ? "unknown" : printable(grid.zone));
  const auto& intensity = grid.intensity;
  if (!intensity.source.empty()) {
    facts.add("intensity", intensity_text(intensity));
    facts.add("period", printable(grid.period));
    facts.add("source", source_phrase(intensity.basis, intensity.source));
  }
  const bool one_figure =
      grid.parts.size() == 1 && runs::is_for_all_times(grid.parts.front().knowledge);
  if (!one_figure)
    for (const auto& part : grid.parts)
      facts.add(std::string(to_string(part.knowledge)), part_text(part));
  for (const auto& revision : record.revisions) facts.add("before", revision_text(revision, local));
  return title(style, "grid") + facts.render(style);
}

std::string sampling_part(const RunRecord& record, const Style& style) {
  const auto& sampling = record.sampling;
  Facts facts;
  facts.add("samples", fmt::format("{}, one every {}, {} missed", sampling.samples,
                                   to_text(sampling.interval), sampling.missed));
  facts.add("own cost", to_text(Seconds(sampling.overhead.value())) + " of CPU time");
  return title(style, "measurement") + facts.render(style);
}

std::string warnings_part(const RunRecord& record, const Style& style) {
  if (record.warnings.empty()) return "";
  return '\n' + warning_lines(record, kLabelWidth, 0, style);
}

}  // namespace

std::string run_page(const RunRecord& record, const Style& style, const LocalTime& local) {
  return identity_part(record, style, local) + figures_part(record, style) +
         components_part(record, style) + attribution_part(record, style) +
         facility_part(record, style) + grid_part(record, style, local) +
         sampling_part(record, style) + warnings_part(record, style);
}

}  // namespace wattprint::reports
