#include "catalog/llm_models.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "llm_models.csv";
constexpr std::string_view kHeader =
    "name,aliases,maker,access,architecture,total_b,total_low_b,total_high_b,active_b,active_low_b,"
    "active_high_b,layers,experts,experts_used,cache_bytes_per_token,precision,source,note";

enum Column {
  name,
  aliases,
  maker,
  access,
  architecture,
  total,
  total_low,
  total_high,
  active,
  active_low,
  active_high,
  layers,
  experts,
  experts_used,
  cache,
  precision,
  source,
  note,
};

/// Longer than any name; what is longer is no name, and not worth comparing with all.
constexpr std::size_t kLongestName = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of a date at the end, "-20241022" or "-2024-08-06"; 0 when there is none.
std::size_t date_at_end(std::string_view text) {
  for (const std::string_view pattern : {"-dddddddd", "-dddd-dd-dd"}) {
    if (text.size() <= pattern.size()) continue;
    const auto end = text.substr(text.size() - pattern.size());
    if (std::equal(end.begin(), end.end(), pattern.begin(),
                   [](char c, char p) { return p == 'd' ? is_digit(c) : c == p; }))
      return pattern.size();
  }
  return 0;
}

std::size_t edition_at_end(std::string_view text) {
  for (const std::string_view word : {"-it", "-hf", "-chat", "-latest", "-preview"})
    if (text.size() > word.size() && text.substr(text.size() - word.size()) == word)
      return word.size();
  return date_at_end(text);
}

/// What tells a model from others, whoever writes its name: without whose it is and which edition,
/// and of the rest letters, digits and points. tools/llm_energy_model.py has the same.
std::string llm_key(std::string_view text) {
  if (const auto slash = text.rfind('/'); slash != std::string_view::npos)
    text.remove_prefix(slash + 1);
  std::string whole = to_lower(text);
  constexpr std::string_view kTuned = "-instruct";
  for (auto at = whole.find(kTuned); at != std::string::npos; at = whole.find(kTuned))
    whole.erase(at, kTuned.size());
  while (const auto edition = edition_at_end(whole)) whole.resize(whole.size() - edition);
  std::erase_if(whole, [](char c) { return !(c >= 'a' && c <= 'z') && !is_digit(c) && c != '.'; });
  return whole;
}

/// The numbers of one row; the first that is none is kept for the message.
class Numbers {
 public:
  explicit Numbers(const Table::Row& row) : row_(row) {}
  std::optional<double> optional(Column column) {
    if (row_[column].empty()) return std::nullopt;
    return required(column);
  }
  double required(Column column) {
    const auto number = parse_double(row_[column]);
    if (number && *number > 0.0) return *number;
    if (!refused_) refused_ = row_[column];
    return 1.0;
  }
  LlmModel::Range range(Column value, Column low, Column high) {
    return {Parameters{required(value)}, Parameters{required(low)}, Parameters{required(high)}};
  }
  Result<> check() const {
    if (!refused_) return {};
    return fail(Errc::malformed, std::string(kName) + ": " + std::string(row_[name]) + ": \"" +
                                     std::string(*refused_) + "\" is no positive number");
  }

 private:
  const Table::Row& row_;
  std::optional<std::string_view> refused_;
};

Result<LlmModel> to_model(const Table::Row& row) {
  using Architecture = LlmModel::Architecture;
  Numbers numbers(row);
  LlmModel model;
  model.name = row[name];
  model.maker = row[maker];
  model.is_open = row[access] == "open";
  model.architecture = row[architecture] == "dense"    ? Architecture::dense
                       : row[architecture] == "moe"    ? Architecture::experts
                       : row[architecture] == "hybrid" ? Architecture::hybrid
                                                       : Architecture::unknown;
  model.total = numbers.range(total, total_low, total_high);
  model.active = numbers.range(active, active_low, active_high);
  model.layers = numbers.optional(layers);
  const auto all = numbers.optional(experts);
  const auto used = numbers.optional(experts_used);
  if (all && used) model.expert_share = *used / *all;
  if (const auto bytes = numbers.optional(cache)) model.cache = BytesPerToken{*bytes};
  model.precision = row[precision];
  model.source = row[source];
  model.note = row[note];
  if (auto fine = numbers.check(); !fine) return fail(fine.error());
  return model;
}

Result<Table> open_table(std::string_view table) { return Table::open(table, kHeader, kName); }

bool has_name(const Table::Row& row, const std::string& wanted) {
  if (llm_key(row[name]) == wanted) return true;
  if (row[aliases].empty()) return false;
  const auto names = split(row[aliases], ';');
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view alias) { return llm_key(alias) == wanted; });
}

}  // namespace

std::string_view to_string(LlmModel::Architecture architecture) {
  switch (architecture) {
    case LlmModel::Architecture::dense: return "dense";
    case LlmModel::Architecture::experts: return "experts";
    case LlmModel::Architecture::hybrid: return "hybrid";
    case LlmModel::Architecture::unknown: break;
  }
  return "unknown";
}

Result<std::optional<LlmModel>> find_llm(std::string_view text, std::string_view table) {
  const auto opened = open_table(table);
  if (!opened) return fail(opened.error());
  if (text.size() > kLongestName) return std::nullopt;
  const auto wanted = llm_key(text);
  if (wanted.empty()) return std::nullopt;
  const auto rows = opened->all_rows();
  if (!rows) return fail(rows.error());
  const auto found = std::find_if(rows->begin(), rows->end(),
                                  [&](const Table::Row& row) { return has_name(row, wanted); });
  if (found == rows->end()) return std::nullopt;
  auto model = to_model(*found);
  if (!model) return fail(model.error());
  return *model;
}

Result<std::vector<std::string>> nearest_llms(std::string_view text, std::string_view table) {
  const auto models = all_llms(table);
  if (!models) return fail(models.error());
  std::vector<std::string> names;
  std::vector<std::string> keys;
  for (const auto& model : *models) {
    names.emplace_back(model.name);
    keys.push_back(llm_key(model.name));
  }
  std::vector<std::string> found;
  for (const auto& near : nearest(llm_key(text.substr(0, kLongestName)), keys))
    found.push_back(
        names[static_cast<std::size_t>(std::find(keys.begin(), keys.end(), near) - keys.begin())]);
  return found;
}

Result<std::vector<LlmModel>> all_llms(std::string_view table) {
  const auto opened = open_table(table);
  if (!opened) return fail(opened.error());
  const auto rows = opened->all_rows();
  if (!rows) return fail(rows.error());
  std::vector<LlmModel> models;
  for (const auto& row : *rows) {
    auto model = to_model(row);
    if (!model) return fail(model.error());
    models.push_back(*model);
  }
  return models;
}

}  // namespace wattprint::catalog
