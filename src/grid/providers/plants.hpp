#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "catalog/zone_codes.hpp"
#include "grid/mix_series.hpp"
#include "grid/provider.hpp"
#include "grid/providers/common_options.hpp"

namespace wattprint::grid {

/// What those who tell the generation by type have in common: a key, zones by codes of their own,
/// and intensities that we make of the mix. Imports are not in it.
class PlantProvider : public Provider {
 public:
  struct Access {
    std::string name;
    std::string url;
    ZoneList zones;
    Secret key;
    Failure no_key;
    Label label;
  };
  /// Errc::malformed, naming the place, for options that make no sense.
  static Result<Access> access_from(const ProviderOptions& options, std::string_view url);

  std::string_view name() const override { return own_.name; }
  Label label() const override { return own_.label; }
  bool covers(const catalog::Zone& zone) const override;
  bool offers(Query::What what) const override { return what != Query::What::forecast; }
  /// Both services take a month at once.
  std::chrono::hours longest(Query::What) const override { return std::chrono::hours(24 * 31); }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override;

 protected:
  /// title  of the source, for people; must be a literal.
  PlantProvider(Access access, std::string_view title, catalog::CodeScheme scheme)
      : own_(std::move(access)), title_(title), scheme_(scheme) {}

  /// Adds what the plants of an area generated to `mixes`.
  ///
  /// area  the service's code of it.
  virtual Answer<bool> read(const std::string& area, WallTime from, WallTime to, MixSeries& mixes,
                            Exchange& exchange) const = 0;

  const std::string& who() const { return own_.name; }
  const std::string& url() const { return own_.url; }
  std::string escaped_key() const;

 private:
  Access own_;
  std::string_view title_;
  catalog::CodeScheme scheme_;
};

}  // namespace wattprint::grid
