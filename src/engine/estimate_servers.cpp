#include "engine/estimate_servers.hpp"

#include "base/input_file.hpp"
#include "base/output_file.hpp"

namespace wattprint::engine {
namespace {

Result<models::IdlePolicy> idle_policy(const std::string& name) {
  if (name.empty() || name == "proportional") return models::IdlePolicy::proportional;
  if (name == "exclude") return models::IdlePolicy::exclude;
  if (name == "include") return models::IdlePolicy::include;
  return fail(Errc::malformed, "--idle is proportional, exclude or include, not \"" + name + '"');
}

}  // namespace

Result<estimate::ServersSummary> estimate_servers(const ServersRequest& request) {
  const auto idle = idle_policy(request.idle);
  if (!idle) return fail(idle.error());
  auto input = request.input == "-" ? InputFile::standard_input() : InputFile::open(request.input);
  if (!input) return fail(input.error());
  if (request.output != "-" && input->is_same_file(request.output))
    return fail(Errc::malformed, request.output.string() +
                                     ": is the input too; name another file for the estimates");
  auto output =
      request.output == "-" ? OutputFile::standard_output() : OutputFile::create(request.output);
  if (!output) return fail(output.error());

  const std::string name = input->name().string();
  auto summary = estimate::estimate_servers(*input, *output,
                                            {.input_name = name,
                                             .keep_going = request.keep_going,
                                             .split = request.split,
                                             .idle = *idle,
                                             .on_bad_row = request.on_bad_row});
  if (!summary) return summary;
  if (auto written = output->commit(); !written) return fail(written.error());
  return summary;
}

}  // namespace wattprint::engine
