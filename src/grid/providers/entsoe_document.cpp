#include "grid/providers/entsoe_document.hpp"

#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <vector>

#include "base/text.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using catalog::EnergySource;
using pugi::xml_node;
using std::chrono::minutes;

/// A month of quarter hours of 20 types has 0.4 million; each costs some 50 bytes once read.
constexpr std::size_t kMostTags = 1'000'000;
/// A year of quarter hours, on either side of a leap day.
constexpr std::int64_t kMostPositions = 366 * 96;
constexpr std::int64_t kMostPositionsInAll = 2'000'000;

/// No area of Europe generates more than 200 GW.
constexpr Watts kLargest{1e12};

struct PlantType {
  std::string_view code;
  EnergySource source;
};

/// ENTSO-E code list "StandardAssetTypeList". Coal-derived gas (B03) is what coke ovens and blast
/// furnaces leave of coal.
constexpr PlantType kPlantTypes[] = {
    {"B01", EnergySource::biomass},
    {"B02", EnergySource::lignite},
    {"B03", EnergySource::coal},
    {"B04", EnergySource::gas},
    {"B05", EnergySource::coal},
    {"B06", EnergySource::oil},
    {"B07", EnergySource::oil_shale},
    {"B08", EnergySource::peat},
    {"B09", EnergySource::geothermal},
    {"B10", EnergySource::hydro_pumped},
    {"B11", EnergySource::hydro},
    {"B12", EnergySource::hydro},
    {"B13", EnergySource::marine},
    {"B14", EnergySource::nuclear},
    {"B15", EnergySource::other_renewable},
    {"B16", EnergySource::solar},
    {"B17", EnergySource::waste},
    {"B18", EnergySource::wind_offshore},
    {"B19", EnergySource::wind},
    {"B25", EnergySource::battery},
};

EnergySource source_of(std::string_view code) {
  for (const auto& type : kPlantTypes)
    if (type.code == code) return type.source;
  return EnergySource::unknown;  // B20, "other", among them
}

std::optional<minutes> resolution_of(std::string_view text) {
  if (text == "PT15M") return minutes(15);
  if (text == "PT30M") return minutes(30);
  if (text == "PT60M" || text == "PT1H") return minutes(60);
  return std::nullopt;
}

std::string_view text_of(const xml_node& parent, const char* name) {
  return trim(parent.child_value(name));
}

class Reader {
 public:
  Reader(const EntsoeRequest& request, MixSeries& mixes) : request_(request), mixes_(mixes) {}

  Answer<bool> read(std::string_view xml) {
    if (trim(xml).empty()) return malformed("the answer is empty");
    const auto tags =
        std::count_if(xml.begin(), xml.end(), [](char c) { return c == '<' || c == '='; });
    if (static_cast<std::size_t>(tags) > kMostTags) return malformed("the answer is too large");
    pugi::xml_document document;
    // Entities that a document defines itself are never expanded by this parser; a document that
    // defines any is refused all the same, for ENTSO-E's never do.
    const auto parsed = document.load_buffer(
        xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!parsed) return malformed("the answer is no XML");
    for (const auto& node : document.children())
      if (node.type() == pugi::node_doctype)
        return malformed("the answer has a document type, which is never read");
    if (const auto refusal = document.child("Acknowledgement_MarketDocument"))
      return refused(refusal);
    const auto root = document.child("GL_MarketDocument");
    if (!root) return malformed("the answer is not a document of generation");
    for (const auto& series : root.children("TimeSeries"))
      if (auto read = read_series(series); !read) return read;
    return true;
  }

 private:
  Answer<bool> malformed(const std::string& what) const {
    return failed(Kind::malformed, request_.who + ": " + what);
  }

  Answer<bool> refused(const xml_node& acknowledgement) const {
    const auto reason = acknowledgement.child("Reason");
    const std::string said = request_.quote(text_of(reason, "text"));
    const auto code = text_of(reason, "code");
    return failed(code == "999" ? Kind::no_data : Kind::malformed,
                  request_.who + ": it has nothing for this time (" +
                      (said.empty() ? "no reason given" : '"' + said + '"') + ")");
  }

  Answer<bool> read_series(const xml_node& series) {
    const auto area = text_of(series, "inBiddingZone_Domain.mRID");
    const bool is_consumption =
        area.empty() && !text_of(series, "outBiddingZone_Domain.mRID").empty();
    if (is_consumption) return true;
    if (area != request_.area) return malformed("it answers for another area than was asked for");
    const auto unit = text_of(series, "quantity_Measure_Unit.name");
    if (!unit.empty() && unit != "MAW") return malformed("its values are not in megawatts");
    const auto type = text_of(series.child("MktPSRType"), "psrType");
    if (type.empty()) return malformed("a series does not say of what type it is");
    const bool repeats = text_of(series, "curveType") == "A03";
    for (const auto& period : series.children("Period"))
      if (auto read = read_period(period, type, repeats); !read) return read;
    return true;
  }

  Answer<bool> read_period(const xml_node& period, std::string_view type, bool repeats) {
    const auto interval = period.child("timeInterval");
    const auto start = parse_moment(text_of(interval, "start"));
    const auto end = parse_moment(text_of(interval, "end"));
    const auto step = resolution_of(text_of(period, "resolution"));
    if (!start || !end || *end <= *start) return malformed("a period has no start and end");
    if (!step) return malformed("a period has neither 15, 30 nor 60 minutes as its resolution");
    if ((*end - *start) % *step != minutes(0))
      return malformed("a period is not a whole number of its intervals");
    const std::int64_t count = (*end - *start) / *step;
    positions_ += count;
    if (count > kMostPositions || positions_ > kMostPositionsInAll)
      return malformed("the answer is too large");

    std::vector<std::optional<Watts>> powers(static_cast<std::size_t>(count));
    for (const auto& point : period.children("Point")) {
      const auto position = parse_u64(text_of(point, "position"));
      const auto quantity = parse_double(text_of(point, "quantity"));
      if (!position || *position < 1 || *position > powers.size())
        return malformed("a point is outside its period");
      if (!quantity || !(Watts{*quantity * 1e6} <= kLargest) || *quantity < -1e6)
        return malformed("a point has no quantity that a power in MW can be");
      powers[*position - 1] = Watts{*quantity * 1e6};
    }
    std::optional<Watts> before;
    auto at = *start;
    for (const auto& power : powers) {
      if (power) before = power;
      if (const auto known = power || !repeats ? power : before)
        mixes_.add(type, source_of(type), at, *step, *known);
      at += *step;
    }
    return true;
  }

  const EntsoeRequest& request_;
  MixSeries& mixes_;
  std::int64_t positions_ = 0;
};

}  // namespace

Answer<bool> read_entsoe(std::string_view xml, const EntsoeRequest& request, MixSeries& mixes) {
  return Reader(request, mixes).read(xml);
}

}  // namespace wattprint::grid
