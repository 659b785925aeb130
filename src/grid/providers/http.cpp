#include "grid/providers/http.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"
#include "grid/exchange.hpp"
#include "grid/local_time.hpp"
#include "grid/providers/http_mapping.hpp"
#include "grid/providers/label_options.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using What = Query::What;
using namespace std::chrono_literals;

struct Setup {
  std::string name;
  std::string url;
  std::string history_url;
  std::string forecast_url;
  std::optional<HttpHeader> header;
  HttpMapping mapping;
  std::chrono::seconds step{0};
  std::map<std::string, std::string, std::less<>> zones;  ///< ours to theirs; none: any, the same
  std::string source;
  Secret key;
  std::string key_hint;
  Label label;
};

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

class Http final : public Provider {
 public:
  explicit Http(Setup setup) : setup_(std::move(setup)) {}

  std::string_view name() const override { return setup_.name; }
  Label label() const override { return setup_.label; }
  bool covers(const catalog::Zone& zone) const override {
    return setup_.zones.empty() || setup_.zones.contains(zone.code);
  }
  bool offers(What what) const override { return !url_for(what).empty(); }
  std::chrono::seconds refresh() const override {
    return std::clamp<std::chrono::seconds>(setup_.step, 5min, 1h);
  }
  std::chrono::milliseconds pace() const override { return 1s; }
  std::chrono::hours longest(What what) const override {
    return what == What::forecast ? 96h : std::chrono::hours(24 * 7);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    exchange.keep_secret(setup_.key);
    exchange.keep_secret(Secret(escape(setup_.key.reveal())));
    if (!covers(query.zone) || !offers(query.what))
      return failed(Kind::not_covered, setup_.name + ": it has nothing for " + query.zone.code);
    if (wants_key() && setup_.key.empty())
      return failed(Kind::no_key, setup_.name + ": it wants a key; " + setup_.key_hint);
    const auto answer = exchange.json(setup_.name, request(query, exchange.now()));
    if (!answer) return tl::unexpected(answer.error());
    const auto mapped = map_points(*answer, setup_.mapping, setup_.name,
                                   [&](std::string_view text) { return exchange.quote(text); });
    if (!mapped) return tl::unexpected(mapped.error());
    const bool forecast = query.what == What::forecast;
    PointList points({.who = setup_.name,
                      .source = setup_.source,
                      .step = setup_.step,
                      .now = exchange.now(),
                      .forecast = forecast});
    for (const auto& point : *mapped) points.add(point.start, point.value);
    auto taken = points.take();
    if (!taken) return tl::unexpected(taken.error());
    Series series{.zone = query.zone.code,
                  .label = setup_.label,
                  .points = std::move(*taken),
                  .source = setup_.source};
    if (forecast) series.issued_at = exchange.now();
    return series;
  }

 private:
  const std::string& url_for(What what) const {
    switch (what) {
      case What::latest: return setup_.url.empty() ? setup_.history_url : setup_.url;
      case What::history: return setup_.history_url;
      case What::forecast: return setup_.forecast_url;
    }
    return setup_.url;
  }

  bool wants_key() const {
    const auto names_it = [](const std::string& text) {
      return text.find("{key}") != std::string::npos;
    };
    return names_it(setup_.url) || names_it(setup_.history_url) || names_it(setup_.forecast_url) ||
           (setup_.header && names_it(setup_.header->value));
  }

  HttpRequest request(const Query& query, WallTime now) const {
    const bool latest = query.what == What::latest;
    const auto from = query.what == What::history ? query.from : latest ? now - 24h : now;
    const auto to = latest ? now : query.to;
    const auto theirs = setup_.zones.find(query.zone.code);
    HttpRequest request{.url = url_for(query.what)};
    const auto put = [&](std::string_view placeholder, const std::string& text) {
      replace_all(request.url, placeholder, escape(text));
    };
    const auto to_the_second = [](WallTime time) {
      return to_rfc3339(std::chrono::floor<std::chrono::seconds>(time)).substr(0, 19) + "Z";
    };
    put("{zone}", theirs == setup_.zones.end() ? query.zone.code : theirs->second);
    put("{from}", to_the_second(from));
    put("{to}", to_the_second(to));
    put("{now}", to_the_second(now));
    // Last, so that a key is not looked into.
    put("{key}", std::string(setup_.key.reveal()));
    if (setup_.header) {
      request.headers = {*setup_.header};
      replace_all(request.headers.front().value, "{key}", setup_.key.reveal());
    }
    return request;
  }

  Setup setup_;
};

/// Nothing when it is sound, else what is wrong with it.
std::optional<std::string> fault_of_url(std::string_view url) {
  if (!url.starts_with("http://") && !url.starts_with("https://"))
    return "an address that begins with https:// or http://";
  constexpr std::array<std::string_view, 5> kKnown{"{zone}", "{from}", "{to}", "{now}", "{key}"};
  for (auto at = url.find('{'); at != std::string_view::npos; at = url.find('{', at + 1)) {
    const auto word = url.substr(at, url.find('}', at) - at + 1);
    if (std::find(kKnown.begin(), kKnown.end(), word) == kKnown.end())
      return "no other placeholders than {zone} {from} {to} {now} {key}";
  }
  for (const char c : url)
    if (c <= ' ' || c > '~') return "an address without blanks, its special characters as %XX";
  return std::nullopt;
}

Result<> set_urls(Setup& setup, const ProviderOptions& options) {
  const std::pair<std::string_view, std::string*> places[] = {
      {"url", &setup.url},
      {"history_url", &setup.history_url},
      {"forecast_url", &setup.forecast_url}};
  for (const auto& [option, place] : places) {
    const auto text = options.find(option);
    if (!text) continue;
    if (const auto fault = fault_of_url(*text)) return fail(bad_option(options, option, *fault));
    *place = std::string(*text);
  }
  if (setup.url.empty() && setup.history_url.empty() && setup.forecast_url.empty())
    return fail(Errc::malformed, options.name +
                                     ": it wants the option url, history_url or forecast_url; set "
                                     "it in [provider." +
                                     options.name + "]");
  return {};
}

Result<> set_header(Setup& setup, const ProviderOptions& options) {
  const auto text = options.find("header");
  if (!text) return {};
  const auto colon = text->find(':');
  const bool is_plain =
      std::all_of(text->begin(), text->end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (colon == std::string_view::npos || colon == 0 || !is_plain)
    return fail(bad_option(options, "header", "\"Name: value\", in which {key} is the key"));
  setup.header = HttpHeader{std::string(trim(text->substr(0, colon))),
                            std::string(trim(text->substr(colon + 1)))};
  return {};
}

Result<> set_times(Setup& setup, const ProviderOptions& options) {
  const auto step = options.find("step");
  if (!step)
    return fail(Errc::malformed, options.name +
                                     ": it wants the option step, how long a value lasts, such as "
                                     "\"30m\"; set it in [provider." +
                                     options.name + "]");
  const auto duration = parse_duration(*step);
  if (!duration || *duration < 1min || *duration > 24h)
    return fail(bad_option(options, "step", "a time from 1m to 24h"));
  setup.step = std::chrono::duration_cast<std::chrono::seconds>(*duration);
  if (const auto format = options.find("time_format")) {
    using Format = HttpMapping::TimeFormat;
    if (*format == "seconds")
      setup.mapping.time_format = Format::seconds;
    else if (*format == "milliseconds")
      setup.mapping.time_format = Format::milliseconds;
    else if (*format != "text")
      return fail(bad_option(options, "time_format", "text, seconds or milliseconds"));
  }
  setup.mapping.time_zone = std::string(options.find("time_zone").value_or(""));
  if (!setup.mapping.time_zone.empty())
    if (const auto zone = LocalTimes::open(setup.mapping.time_zone); !zone)
      return fail(
          bad_option(options, "time_zone", "a name such as Europe/Berlin; " + zone.error().what));
  return {};
}

Result<> set_mapping(Setup& setup, const ProviderOptions& options) {
  HttpMapping& mapping = setup.mapping;
  const std::pair<std::string_view, std::string*> places[] = {
      {"points", &mapping.points}, {"start", &mapping.start}, {"value", &mapping.value}};
  for (const auto& [option, place] : places) {
    const auto text = options.find(option);
    if (!text && option != "points")
      return fail(Errc::malformed, options.name + ": it wants the option " + std::string(option) +
                                       "; set it in [provider." + options.name + "]");
    if (text && !is_json_pointer(*text))
      return fail(bad_option(options, option, "a JSON pointer, such as \"/data/history\""));
    *place = std::string(text.value_or(""));
  }
  if (const auto unit = options.find("unit")) {
    mapping.unit = parse_intensity_unit(*unit);
    if (!mapping.unit) return fail(bad_option(options, "unit", kIntensityUnits));
  }
  return set_times(setup, options);
}

Result<> set_zones(Setup& setup, const ProviderOptions& options) {
  for (const auto& word : words_of(options, "zones")) {
    const auto equals = word.find('=');
    const auto found = catalog::find_zone(word.substr(0, equals));
    if (!found)
      return fail(
          bad_option(options, "zones",
                     "codes of zones between blanks, or CODE=THEIRS; " + found.error().what));
    const auto& code = found->zone.code;
    setup.zones[code] = equals == std::string::npos ? code : word.substr(equals + 1);
  }
  if (!setup.zones.empty()) return {};
  for (const auto& url : {setup.url, setup.history_url, setup.forecast_url})
    if (!url.empty() && url.find("{zone}") == std::string::npos)
      return fail(Errc::malformed,
                  options.name +
                      ": an address without {zone} is of one zone; say which by zones in "
                      "[provider." +
                      options.name + "]");
  return {};
}

}  // namespace

Result<std::unique_ptr<Provider>> make_http(const ProviderOptions& options) {
  Setup setup{.name = options.name, .key = options.key, .key_hint = options.key_hint};
  setup.source = std::string(options.find("source").value_or(options.name));
  for (const auto set : {&set_urls, &set_header, &set_mapping, &set_zones})
    if (auto fine = set(setup, options); !fine) return fail(fine.error());
  const auto label = label_from(options, {.kind = catalog::IntensityKind::unknown});
  if (!label) return fail(label.error());
  setup.label = *label;
  return std::make_unique<Http>(std::move(setup));
}

}  // namespace wattprint::grid
