#include "catalog/llm_gpus.hpp"

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "llm_gpus.csv";
constexpr std::string_view kHeader = "name,memory_gb_per_s,fp16_dense_tflops,source";

enum Column { name, memory, arithmetic };

}  // namespace

Result<std::optional<InferenceSpeed>> inference_speed(std::string_view gpu,
                                                      std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows(gpu);
  if (!rows) return fail(rows.error());
  if (rows->empty()) return std::nullopt;
  const auto& row = rows->front();
  const auto bandwidth = parse_double(row[memory]);
  const auto peak = parse_double(row[arithmetic]);
  if (!bandwidth || !peak || *bandwidth <= 0.0 || *peak <= 0.0)
    return fail(Errc::malformed, std::string(kName) + ": " + std::string(gpu) +
                                     ": expected a bandwidth and a peak above 0");
  return InferenceSpeed{GigabytesPerSecond{*bandwidth}, Teraflops{*peak}};
}

Result<std::vector<std::string>> inference_gpus(std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  std::vector<std::string> names;
  auto fine = opened->each_row([&](const Table::Row& row) -> Result<> {
    names.emplace_back(row[name]);
    return {};
  });
  if (!fine) return fail(fine.error());
  return names;
}

}  // namespace wattprint::catalog
