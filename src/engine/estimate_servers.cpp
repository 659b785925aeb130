#include "engine/estimate_servers.hpp"

#include "base/input_file.hpp"
#include "base/output_file.hpp"

namespace wattprint::engine {

Result<estimate::ServersSummary> estimate_servers(const ServersRequest& request) {
  auto input = request.input == "-" ? InputFile::standard_input() : InputFile::open(request.input);
  if (!input) return fail(input.error());
  if (request.output != "-" && input->is_same_file(request.output))
    return fail(Errc::malformed, request.output.string() +
                                     ": is the input too; name another file for the estimates");
  auto output =
      request.output == "-" ? OutputFile::standard_output() : OutputFile::create(request.output);
  if (!output) return fail(output.error());

  const std::string name = input->name().string();
  auto summary = estimate::estimate_servers(
      *input, *output,
      {.input_name = name, .keep_going = request.keep_going, .on_bad_row = request.on_bad_row});
  if (!summary) return summary;
  if (auto written = output->commit(); !written) return fail(written.error());
  return summary;
}

}  // namespace wattprint::engine
