#include "engine/answers.hpp"

#include <fmt/format.h>

#include "engine/estimate_job.hpp"
#include "engine/grid_zones.hpp"
#include "engine/lookup.hpp"

namespace wattprint::engine {

Result<std::string> answer_job(std::string_view job, const std::string& method,
                               const config::Settings& settings) {
  const auto document = parse_json(job, "job");
  if (!document) return fail(document.error());
  auto described = describe_job(*document, "job");
  if (!described) return fail(described.error());
  JobWords words;
  words.method = method;
  words.file = described->file;
  if (const auto why = contradiction(words, settings); !why.empty())
    return fail(Errc::malformed, why);
  JobBasis basis;
  basis.described = std::move(*described);
  const auto question = job_question(words, settings, basis);
  if (!question) return fail(question.error());
  const auto report = report_job(*question, method);
  if (!report) return fail(report.error());
  return job_json(*report);
}

Result<std::string> answer_zones(std::string_view query) {
  const auto zones = grid_zones(query);
  if (!zones) return fail(zones.error());
  return grid_zones_json(*zones);
}

Result<std::string> answer_catalog(std::string_view table, std::string_view name) {
  using LookUp = Result<Lookup> (*)(std::string_view, const reports::Style&);
  constexpr std::pair<std::string_view, LookUp> kTables[] = {{"cpu", look_up_cpu},
                                                             {"gpu", look_up_gpu},
                                                             {"instance", look_up_instance},
                                                             {"region", look_up_region}};
  for (const auto& [known, look_up] : kTables) {
    if (known != table) continue;
    const auto answer = look_up(name, {});
    if (!answer) return fail(answer.error());
    return answer->json;
  }
  return fail(
      Errc::malformed,
      fmt::format("there is no table \"{}\"; there are cpu, gpu, instance and region", table));
}

}  // namespace wattprint::engine
