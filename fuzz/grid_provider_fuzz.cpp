// Answers of the services of carbon intensity. The first byte picks provider and question; all that
// follows is the body of each answer, and once more a moment.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "grid/provider_world.hpp"
#include "grid/reply.hpp"

using namespace wattprint;
using namespace wattprint::grid;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void check(const std::string& kind, const Query& query, const Answer<Series>& answer) {
  if (!answer) {
    must(answer.error().what.starts_with(kind + ": "));
    must(answer.error().what.size() < 500);
    for (const char c : answer.error().what) must(c >= ' ' && c <= '~');
    return;
  }
  must(!answer->points.empty());
  const Point* before = nullptr;
  for (const auto& point : answer->points) {
    must(point.start < point.end);
    must(before == nullptr || before->end <= point.start);
    must(point.intensity.value >= CarbonIntensity{0} &&
         point.intensity.value <= CarbonIntensity{5000});
    must(point.intensity.low <= point.intensity.value &&
         point.intensity.value <= point.intensity.high);
    must(query.what == Query::What::latest || point.start < query.to);
    before = &point;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto& kind = grid::testing::kinds()[data[0] % grid::testing::kinds().size()];
  const auto what = grid::testing::whats()[data[0] / 16 % grid::testing::whats().size()];
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto query = grid::testing::query_of(kind, what);

  auto http = grid::testing::http_of({200, {}, body});
  check(kind, query, grid::testing::fetch(*grid::testing::provider_of(kind), http, query));
  // As the body of a refusal, and of the log-in.
  wattprint::testing::FakeHttp refusal(400, body);
  check(kind, query, grid::testing::fetch(*grid::testing::provider_of(kind), refusal, query));
  wattprint::testing::FakeHttp same(200, body);
  check(kind, query, grid::testing::fetch(*grid::testing::provider_of(kind), same, query));

  if (const auto moment = parse_moment(body)) must(parse_moment(to_rfc3339(*moment)) == *moment);
  return 0;
}
