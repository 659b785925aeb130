#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "catalog/cpu_name.hpp"
#include "catalog/cpus.hpp"
#include "engine/lookup.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using catalog::CpuMatch;
using catalog::CpuMatchKind;
using reports::Tone;

Result<> check(std::string_view name) {
  if (trim(name).empty())
    return fail(Errc::malformed, "which CPU? write its name, such as \"Intel Xeon Gold 6252\"");
  if (name.size() > catalog::kLongestCpuName)
    return fail(Errc::malformed,
                fmt::format("no CPU has a name of {} bytes; at most {} are looked at", name.size(),
                            catalog::kLongestCpuName));
  const bool binary = std::any_of(name.begin(), name.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < ' '; });
  if (binary)
    return fail(Errc::malformed,
                "the name of a CPU has no control characters in it; write the words of \"model "
                "name\" in /proc/cpuinfo");
  return {};
}

std::optional<std::uint64_t> widened(std::optional<unsigned> number) { return number; }

void write_list(runs::JsonWriter& json, std::string_view key,
                const std::vector<std::string_view>& texts) {
  json.begin_array(key);
  for (const auto text : texts) json.text({}, text);
  json.end();
}

std::string to_json(std::string_view query, const CpuMatch& match,
                    const std::vector<std::string>& suggestions) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.catalog.cpu.v1");
  json.text("query", query);
  json.text_or_null("match", match.name);
  json.text("kind", to_string(match.kind));
  json.figure("tdp_w", match.tdp);
  json.optional("cores", widened(match.cores));
  json.text_or_null("microarchitecture", match.microarchitecture());
  json.text_or_null("source", match.source);
  json.text_or_null("family", match.what);
  json.optional("threads", widened(match.threads));
  json.text_or_null("vendor", match.vendor);
  json.text_or_null("segment", match.segment);
  json.optional("launch_year", widened(match.launch_year));
  json.optional("base_mhz", widened(match.base_mhz));
  json.text_or_null("note", match.note);
  write_list(json, "microarchitectures", match.microarchitectures);
  write_list(json, "candidates", match.candidates);
  json.begin_array("suggestions");
  for (const auto& suggestion : suggestions) json.text({}, suggestion);
  json.end();
  json.end();
  return std::move(json).take();
}

std::string joined(const std::vector<std::string_view>& texts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) text += i + 1 == texts.size() ? last : std::string_view(", ");
    text += texts[i];
  }
  return text;
}

std::string watts(const Figure<Watts>& tdp) {
  std::string text = fmt::format("{:g} W", tdp.value.value());
  if (tdp.low < tdp.high)
    text += fmt::format("  ({:g} to {:g})", tdp.low.value(), tdp.high.value());
  return text + fmt::format("   {}: {}", to_string(tdp.basis), tdp.source);
}

class Page {
 public:
  explicit Page(const reports::Style& style) : style_(style) {}
  void heading(std::string_view text) { text_ += paint(style_, Tone::strong, text) + '\n'; }
  void row(std::string_view name, std::string_view value) {
    if (!value.empty()) text_ += fmt::format("  {:<18} {}\n", name, value);
  }
  std::string take() { return std::move(text_); }

 private:
  const reports::Style& style_;
  std::string text_;
};

std::string cores_of(const CpuMatch& match) {
  if (!match.cores) return {};
  std::string text = fmt::format("{} a package", *match.cores);
  if (match.threads) text += fmt::format(", {} threads", *match.threads);
  if (match.base_mhz) text += fmt::format(", {:.2f} GHz", *match.base_mhz / 1000.0);
  return text;
}

std::string to_text(std::string_view query, const CpuMatch& match,
                    const std::vector<std::string>& suggestions, const reports::Style& style) {
  Page page(style);
  if (match.kind == CpuMatchKind::none) {
    page.heading(fmt::format("\"{}\" is no CPU that the catalog knows", query));
  } else if (match.kind == CpuMatchKind::family) {
    page.heading(fmt::format("\"{}\" may be one of several CPUs ({})", query, match.what));
  } else {
    page.heading(match.name);
  }
  if (match.tdp) page.row("TDP", watts(*match.tdp));
  page.row("cores", cores_of(match));
  page.row("microarchitecture", joined(match.microarchitectures, " or "));
  page.row("vendor", match.vendor);
  page.row("segment", match.segment);
  page.row("launched", match.launch_year ? std::to_string(*match.launch_year) : std::string());
  page.row("may be", joined(match.candidates, " or "));
  page.row("note", match.note);
  if (!suggestions.empty())
    page.row("did you mean", joined({suggestions.begin(), suggestions.end()}, " or "));
  return page.take();
}

}  // namespace

Result<Lookup> look_up_cpu(std::string_view name, const reports::Style& style) {
  if (auto fine = check(name); !fine) return fail(fine.error());
  const CpuMatch match = catalog::find_cpu(name);
  std::vector<std::string> suggestions;
  // Who is told what it may be needs no guess at what was mistyped.
  if (match.kind == CpuMatchKind::none ||
      (match.kind == CpuMatchKind::family && match.candidates.empty()))
    suggestions = catalog::similar_cpus(name);
  return Lookup{.found = match.kind != CpuMatchKind::none,
                .text = to_text(name, match, suggestions, style),
                .json = to_json(name, match, suggestions)};
}

}  // namespace wattprint::engine
