#include "catalog/instances.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "instances.csv";
constexpr std::string_view kHeader =
    "key,provider,instance_type,vcpus,memory_gb,gpus,gpu_model,cpu_model,microarchitecture,"
    "host_threads,host_sockets,host_memory_gb,host_gpus,source,note";

enum Column {
  key,
  provider,
  instance_type,
  vcpus,
  memory_gb,
  gpus,
  gpu_model,
  cpu_model,
  microarchitecture,
  host_threads,
  host_sockets,
  host_memory_gb,
  host_gpus,
  source,
  note
};

constexpr std::size_t kLongestName = 100;

// What people, tools and kernels call the providers, and what the table calls them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kProviders = {{
    {"aws", "aws"},
    {"amazon", "aws"},
    {"ec2", "aws"},
    {"azure", "azure"},
    {"microsoft", "azure"},
    {"gcp", "gcp"},
    {"google", "gcp"},
}};

std::optional<unsigned> whole(std::string_view text) {
  const auto number = parse_u64(text);
  if (!number || *number > 1'000'000) return std::nullopt;
  return static_cast<unsigned>(*number);
}

Result<Instance> parse(const Table::Row& row) {
  const auto threads = whole(row[vcpus]);
  const auto memory = parse_double(row[memory_gb]);
  const auto cards = parse_double(row[gpus]);
  if (!threads || *threads == 0 || !memory || *memory <= 0.0 || !cards || *cards < 0.0)
    return fail(Errc::malformed, std::string(kName) + ": row \"" + std::string(row[key]) +
                                     "\": vcpus, memory_gb or gpus is no sensible number");
  Instance instance{.provider = row[provider],
                    .type = row[instance_type],
                    .vcpus = *threads,
                    .memory = Gigabytes{*memory},
                    .gpus = *cards,
                    .gpu_model = row[gpu_model],
                    .cpu_models = row[cpu_model],
                    .microarchitectures = row[microarchitecture],
                    .host_threads = whole(row[host_threads]),
                    .host_sockets = whole(row[host_sockets]),
                    .host_gpus = whole(row[host_gpus]),
                    .host_memory = {},
                    .source = row[source],
                    .note = row[note]};
  if (const auto of_host = parse_double(row[host_memory_gb]))
    instance.host_memory = Gigabytes{*of_host};
  return instance;
}

/// What a text asks for: the type as the table's key has it, and the provider where one is named.
struct Wanted {
  std::string type;
  std::string_view provider;
};

Wanted read_name(std::string_view text) {
  Wanted wanted{to_lower(trim(text)), {}};
  if (const auto mark = wanted.type.find_first_of(":/"); mark != std::string::npos) {
    const auto name = std::string_view(wanted.type).substr(0, mark);
    for (const auto& [written, meant] : kProviders)
      if (name == written) wanted.provider = meant;
    // "projects/1/machineTypes/n2-standard-4": what counts stands behind the last one.
    if (!wanted.provider.empty() || wanted.type.find("machinetypes/") != std::string::npos)
      wanted.type.erase(0, wanted.type.find_last_of(":/") + 1);
  }
  std::replace(wanted.type.begin(), wanted.type.end(), ' ', '_');
  constexpr std::string_view kAzureTier = "standard_";
  if (starts_with(wanted.type, kAzureTier)) wanted.type.erase(0, kAzureTier.size());
  return wanted;
}

Result<std::vector<Table::Row>> rows_of(const Table& table, const Wanted& wanted) {
  auto rows = table.rows(wanted.type);
  if (!rows) return rows;
  // A type that two providers have stands under the name of each.
  for (const std::string_view name : {"aws", "azure", "gcp"}) {
    auto more = table.rows(std::string(name) + '/' + wanted.type);
    if (!more) return more;
    rows->insert(rows->end(), more->begin(), more->end());
  }
  std::erase_if(*rows, [&](const Table::Row& row) {
    return !wanted.provider.empty() && row[provider] != wanted.provider;
  });
  return rows;
}

Result<std::vector<std::string>> nearest_types(const Table& table, const Wanted& wanted) {
  std::vector<std::string> keys;
  const auto fine = table.each_row([&](const Table::Row& row) -> Result<> {
    if (wanted.provider.empty() || row[provider] == wanted.provider) keys.emplace_back(row[key]);
    return {};
  });
  if (!fine) return fail(fine.error());
  std::vector<std::string> names;
  for (const auto& near : nearest(wanted.type, keys)) {
    const auto rows = table.rows(near);
    if (rows && !rows->empty()) names.emplace_back(rows->front()[instance_type]);
  }
  return names;
}

}  // namespace

std::optional<Fraction> Instance::share_of_host() const {
  if (!host_threads || *host_threads == 0) return std::nullopt;
  return Fraction{std::min(1.0, static_cast<double>(vcpus) / static_cast<double>(*host_threads))};
}

Result<InstanceMatch> find_instance(std::string_view text, std::string_view table) {
  const auto name = trim(text);
  const bool printable =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (name.empty() || name.size() > kLongestName || !printable)
    return fail(Errc::malformed,
                "this cannot be the type of a cloud machine: write one such as m5.large, "
                "Standard_D4s_v3 or n2-standard-4, of at most 100 characters");
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());

  const Wanted wanted = read_name(name);
  const auto rows = rows_of(*opened, wanted);
  if (!rows) return fail(rows.error());
  InstanceMatch match;
  if (rows->size() == 1) {
    auto instance = parse(rows->front());
    if (!instance) return fail(instance.error());
    match.instance = *instance;
    return match;
  }
  for (const auto& row : *rows)  // two providers have it: name one of them
    match.suggestions.push_back(std::string(row[provider]) + '/' + std::string(row[instance_type]));
  if (!match.suggestions.empty()) return match;
  auto near = nearest_types(*opened, wanted);
  if (!near) return fail(near.error());
  match.suggestions = std::move(*near);
  return match;
}

}  // namespace wattprint::catalog
