// Names that are not one CPU: a suffix that nobody knows, a hidden name, a series.
#include <algorithm>

#include "base/text.hpp"
#include "catalog/cpu_row.hpp"
#include "catalog/cpu_tables.hpp"
#include "catalog/glob.hpp"

namespace wattprint::catalog::cpu_tables {
namespace {

namespace aliases {
constexpr std::string_view kHeader =
    "alias,vendor,family,model,first_stepping,last_stepping,what,microarchitectures,candidates,"
    "tdp_w,tdp_w_low,tdp_w_high,source";
enum Column {
  alias,
  vendor,
  family,
  model,
  first_stepping,
  last_stepping,
  what,
  microarchitectures,
  candidates,
  tdp_w,
  tdp_w_low,
  tdp_w_high,
  source,
};
constexpr std::string_view kNothingKnown = "generic hypervisor CPU";
constexpr std::string_view kOtherName = "other name of one CPU";
constexpr std::string_view kNamedByHypervisor = "hypervisor CPU model";
}  // namespace aliases

namespace series {
constexpr std::string_view kHeader =
    "pattern,tier,series,vendor,segment,microarchitectures,launch_year,tdp_w,tdp_w_low,tdp_w_high,"
    "n_cpus,source";
enum Column {
  pattern,
  tier,
  name,
  vendor,
  segment,
  microarchitectures,
  launch_year,
  tdp_w,
  tdp_w_low,
  tdp_w_high,
  n_cpus,
  source,
};
}  // namespace series

std::vector<std::string_view> list_of(std::string_view cell) {
  return cell.empty() ? std::vector<std::string_view>() : split(cell, ';');
}

template <class Views>
void add_new(Views& all, const Views& more) {
  for (const auto& one : more)
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The key without letters behind its last digit; empty when it has no number worth the name.
std::string_view stem_of(std::string_view key) {
  const auto last = key.find_last_of("0123456789");
  if (last == std::string_view::npos) return {};
  const auto first = key.find_last_not_of("0123456789", last);
  constexpr std::size_t kShortestNumber = 3;
  if (first == std::string_view::npos || last - first < kShortestNumber) return {};
  return key.substr(0, last + 1);
}

/// CPUs that differ from the name in the letters at its end only.
CpuMatch find_neighbours(const CpuName& wanted) {
  CpuMatch match;
  const std::string_view stem = stem_of(wanted.key);
  if (stem.empty()) return match;
  const auto rows = cpus().rows_that_start(stem);
  if (!rows) return match;
  std::optional<Figure<Watts>> span;
  for (const auto& row : *rows) {
    const std::string_view suffix = row[key].substr(stem.size());
    if (std::any_of(suffix.begin(), suffix.end(), is_digit) || !may_be(wanted, row)) continue;
    const auto tdp = tdp_of({row[tdp_w], row[tdp_w_low], row[tdp_w_high]}, Basis::assumed, {});
    if (!tdp) continue;
    // The row without a suffix stands first, and is the best guess of the value.
    if (!span) span = tdp;
    span->low = std::min(span->low, tdp->low);
    span->high = std::max(span->high, tdp->high);
    const bool first = match.candidates.empty();
    if (first) {
      match.vendor = row[vendor];
      match.segment = row[segment];
      match.launch_year = whole(row[launch_year]);
      match.source = row[source];
    }
    if (match.launch_year != whole(row[launch_year])) match.launch_year.reset();
    match.candidates.push_back(row[name]);
    if (!row[microarchitecture].empty())
      add_new(match.microarchitectures, {row[microarchitecture]});
  }
  if (!span) return match;
  match.kind = CpuMatchKind::family;
  match.what = "name with an unknown suffix";
  match.tdp = span;
  match.tdp->source = "TDP of CPUs with another suffix";
  return match;
}

std::vector<Table::Row> alias_rows(std::string_view text) {
  static const Result<Table> table =
      Table::open(tables::cpu_aliases(), aliases::kHeader, "cpu_aliases.csv");
  if (!table || text.empty()) return {};
  if (auto rows = table->rows(text); rows && !rows->empty()) return *std::move(rows);
  // "intel core processor (haswell*": what is before the star ends with a word.
  for (auto end = text.size(); end > 1; --end) {
    const bool boundary = end == text.size() || text[end] == ' ' || text[end - 1] == ' ' ||
                          text[end] == '(' || text[end - 1] == '(' || text[end] == ')' ||
                          text[end - 1] == 'v' || text[end - 1] == '-';
    if (!boundary) continue;
    auto rows = table->rows(std::string(text.substr(0, end)) + '*');
    if (rows && !rows->empty()) return *std::move(rows);
  }
  return {};
}

bool is_identity_of(const Table::Row& row, const CpuId& id) {
  if (whole(row[aliases::family]) != id.family) return false;
  const auto models = list_of(row[aliases::model]);
  if (std::none_of(models.begin(), models.end(),
                   [&](std::string_view model) { return whole(model) == id.model; }))
    return false;
  // A hypervisor's model has whatever stepping its version gives it.
  const auto first = whole(row[aliases::first_stepping]);
  if (row[aliases::what] == aliases::kNamedByHypervisor || !first || !id.stepping) return true;
  return *first <= *id.stepping &&
         *id.stepping <= whole(row[aliases::last_stepping]).value_or(*id.stepping);
}

CpuMatch to_match(const std::vector<Table::Row>& rows) {
  CpuMatch match;
  match.kind = CpuMatchKind::family;
  match.what = rows.front()[aliases::what];
  match.vendor = rows.front()[aliases::vendor];
  match.segment = "server";
  match.source = rows.front()[aliases::source];
  for (const auto& row : rows) {
    add_new(match.microarchitectures, list_of(row[aliases::microarchitectures]));
    add_new(match.candidates, list_of(row[aliases::candidates]));
    const auto tdp =
        tdp_of({row[aliases::tdp_w], row[aliases::tdp_w_low], row[aliases::tdp_w_high]},
               Basis::assumed, {"TDP of the CPUs behind: ", match.what});
    if (!tdp) continue;
    // The first row is the likeliest; the others may be true.
    if (!match.tdp) match.tdp = tdp;
    match.tdp->low = std::min(match.tdp->low, tdp->low);
    match.tdp->high = std::max(match.tdp->high, tdp->high);
  }
  return match;
}

CpuMatch to_match(const CpuDie& die) {
  CpuMatch match;
  match.kind = CpuMatchKind::family;
  match.what = die.codename;
  match.vendor = die.vendor;
  match.segment = die.segment;
  match.microarchitectures = {die.microarchitecture};
  match.launch_year = die.launch_year;
  match.tdp = die.tdp;
  match.source = "pk";
  return match;
}

/// A name that stands in for others, narrowed by what the CPU says of itself.
std::optional<CpuMatch> find_alias(const CpuName& wanted, const CpuId* id) {
  auto rows = alias_rows(wanted.text);
  if (rows.empty()) return std::nullopt;
  if (rows.front()[aliases::what] == aliases::kNothingKnown) return CpuMatch{};
  if (rows.front()[aliases::what] == aliases::kOtherName) {
    const auto named = cpus().rows(read_cpu_name(rows.front()[aliases::candidates]).key);
    if (named && !named->empty()) return one_cpu(named->front(), CpuMatchKind::alias);
  }
  if (!id) return to_match(rows);
  std::vector<Table::Row> narrowed;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(narrowed),
               [&](const Table::Row& row) { return is_identity_of(row, *id); });
  if (!narrowed.empty()) return to_match(narrowed);
  if (const auto die = find_die(*id)) return to_match(*die);
  return to_match(rows);
}

/// How much a pattern says: the characters that it fixes.
std::size_t precision_of(std::string_view pattern) {
  return static_cast<std::size_t>(std::count_if(pattern.begin(), pattern.end(), [](char c) {
    return c != '*' && c != '?' && c != '[' && c != ']' && c != '!';
  }));
}

CpuMatch find_series(const CpuName& wanted) {
  static const Result<Table> table =
      Table::open(tables::cpu_series(), series::kHeader, "cpu_series.csv");
  CpuMatch match;
  if (!table || wanted.key.empty()) return match;
  Table::Row best;
  const auto has_form = [&](std::string_view pattern) {
    return pattern.front() == wanted.key.front() && matches_pattern(wanted.key, pattern);
  };
  const auto read = table->each_row_with(has_form, [&](const Table::Row& row) -> Result<> {
    const std::string_view tier = row[series::tier];
    const bool tier_fits = tier.empty() || (tier == "yes") == !wanted.tier.empty();
    const bool vendor_fits = wanted.vendor.empty() || wanted.vendor == row[series::vendor];
    if (tier_fits && vendor_fits &&
        (best.empty() || precision_of(best[series::pattern]) < precision_of(row[series::pattern])))
      best = row;
    return {};
  });
  if (!read || best.empty()) return match;
  match.kind = CpuMatchKind::family;
  match.what = best[series::name];
  match.vendor = best[series::vendor];
  match.segment = best[series::segment];
  match.microarchitectures = list_of(best[series::microarchitectures]);
  match.launch_year = whole(best[series::launch_year]);
  match.tdp = tdp_of({best[series::tdp_w], best[series::tdp_w_low], best[series::tdp_w_high]},
                     Basis::assumed, {"TDP of the series ", match.what});
  match.source = best[series::source];
  return match;
}

}  // namespace

CpuMatch find_family(const CpuName& wanted, const CpuId* id) {
  if (auto match = find_alias(wanted, id)) return *std::move(match);
  CpuMatch match = find_neighbours(wanted);
  if (match.kind == CpuMatchKind::none) match = find_series(wanted);
  // What the CPU says of itself tells more than a series of many years.
  const bool vague = match.kind == CpuMatchKind::none || match.microarchitectures.size() > 1;
  if (vague && id)
    if (const auto die = find_die(*id)) return to_match(*die);
  return match;
}

}  // namespace wattprint::catalog::cpu_tables
