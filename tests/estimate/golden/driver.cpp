// Answers golden cases: a JSON document a line in, {"tool", "kind", "input"}; one a line out.
// tools/check_golden.py compares.
#include <iostream>
#include <string>

#include "answers.hpp"

namespace wattprint::golden {

Json answer(std::string_view tool, std::string_view kind, const Json& input) {
  if (tool == "mlco2-impact") return mlco2(kind, input);
  if (tool == "green-algorithms-tool") return green_algorithms(kind, input);
  if (tool == "GreenAlgorithms4HPC") return green_algorithms_hpc(kind, input);
  if (tool == "ecologits") return ecologits(kind, input);
  if (tool == "boaviztapi") return boavizta(kind, input);
  if (tool == "cloud-carbon-footprint") return ccf(kind, input);
  if (tool == "codecarbon") return codecarbon(kind, input);
  if (tool == "carbontracker") return carbontracker(kind, input);
  if (tool == "eco2ai") return eco2ai(kind, input);
  return unsupported("no such tool");
}

}  // namespace wattprint::golden

int main() {
  using wattprint::golden::Json;
  for (std::string line; std::getline(std::cin, line);) {
    Json reply;
    try {
      const Json request = Json::parse(line);
      reply = wattprint::golden::answer(request.at("tool").get<std::string>(),
                                        request.at("kind").get<std::string>(), request.at("input"));
    } catch (const Json::exception& wrong) {
      reply = {{"unsupported", wrong.what()}};
    }
    std::cout << reply.dump() << '\n' << std::flush;
  }
  return 0;
}
