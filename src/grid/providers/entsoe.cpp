#include "grid/providers/entsoe.hpp"

#include "grid/exchange.hpp"
#include "grid/providers/entsoe_document.hpp"
#include "grid/providers/plants.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "ENTSO-E";
constexpr std::string_view kUrl = "https://web-api.tp.entsoe.eu/api";

/// Who asks more than 400 times a minute is shut out for so long.
constexpr auto kShutOut = 10min;

/// "202601200900", to the hour.
std::string stamp(WallTime time) {
  std::string text = to_rfc3339(std::chrono::floor<std::chrono::hours>(time)).substr(0, 16);
  std::erase_if(text, [](char c) { return c == '-' || c == 'T' || c == ':'; });
  return text;
}

class Entsoe final : public PlantProvider {
 public:
  explicit Entsoe(Access access)
      : PlantProvider(std::move(access), kTitle, catalog::CodeScheme::entsoe) {}

  std::chrono::seconds refresh() const override { return 15min; }
  std::chrono::milliseconds pace() const override { return 150ms; }

 private:
  Answer<bool> read(const std::string& area, WallTime from, WallTime to, MixSeries& mixes,
                    Exchange& exchange) const override {
    const auto body = exchange.body(who(), {.url = address(area, from, to)});
    if (!body) {
      Failure failure = body.error();
      if (failure.kind == Kind::rate_limited && !failure.retry_after)
        failure.retry_after = kShutOut;
      return tl::unexpected(std::move(failure));
    }
    const EntsoeRequest request{
        .who = who(), .area = area, .quote = [&exchange](std::string_view text) {
          return exchange.quote(text);
        }};
    if (auto read = read_entsoe(*body, request, mixes); !read) return tl::unexpected(read.error());
    return true;
  }

  std::string address(const std::string& area, WallTime from, WallTime to) const {
    return url() + "?securityToken=" + escaped_key() +
           "&documentType=A75&processType=A16&in_Domain=" + escape(area) +
           "&periodStart=" + stamp(from) + "&periodEnd=" + stamp(to + 59min);
  }
};

}  // namespace

Result<std::unique_ptr<Provider>> make_entsoe(const ProviderOptions& options) {
  auto access = PlantProvider::access_from(options, kUrl);
  if (!access) return fail(access.error());
  return std::make_unique<Entsoe>(std::move(*access));
}

}  // namespace wattprint::grid
