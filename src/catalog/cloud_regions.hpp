#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"

namespace wattprint::catalog {

/// A region of a cloud provider: a place where it rents out machines. The texts point into the
/// table.
struct CloudRegion {
  std::string_view key;       ///< "aws:eu-central-1"
  std::string_view provider;  ///< "aws"
  std::string_view region;    ///< the provider's own id: "eu-central-1"
  std::string_view name;      ///< as the provider shows it to people: "Europe (Frankfurt)"
  std::vector<std::string_view> aliases;  ///< other ids of the same place
  std::string_view place;
  std::string_view iso2;    ///< ISO 3166-1 of its country
  std::string_view zone;    ///< code of the grid zone it lies in
  std::string_view source;  ///< codes of data/SOURCES.md, separated by ;
  std::string_view note;    ///< a doubt about the zone; mostly empty
};

/// Which regions a text may mean.
struct CloudRegionMatch {
  enum class Kind {
    id,                 ///< by the provider's id
    alias,              ///< by another id of the same place
    availability_zone,  ///< by a part of the region: "us-east-1a", "europe-west1-b"
    name,               ///< by what the provider shows, by its city, or an id spelled otherwise
    none,
  };
  Kind kind = Kind::none;
  std::vector<CloudRegion> regions;  ///< several when the text does not say which
};

std::string_view to_string(CloudRegionMatch::Kind kind);

/// Which regions a text names, with or without the provider before it: "aws eu-central-1",
/// "gcp:europe-west1", "westeurope", "azure West Europe", "gcp Frankfurt". Case does not matter,
/// and where no id is written exactly so, neither do blanks and punctuation; exactly comes first,
/// for us-east1 is Google's and us-east-1 is Amazon's. A text that nothing has is no error.
///
/// Errc::malformed when the table makes no sense.
Result<CloudRegionMatch> match_cloud_region(std::string_view text,
                                            std::string_view table = tables::cloud_regions());

/// The one region that a text names. Errc::malformed when there is none, naming the nearest, or
/// several, naming them.
Result<CloudRegion> find_cloud_region(std::string_view text,
                                      std::string_view table = tables::cloud_regions());

/// The keys nearest to a text that nothing was found for, best first.
Result<std::vector<std::string>> nearest_cloud_regions(
    std::string_view text, std::string_view table = tables::cloud_regions());

/// The regions of one provider, of all when `provider` is empty, in the order of the table.
Result<std::vector<CloudRegion>> cloud_regions(std::string_view provider = {},
                                               std::string_view table = tables::cloud_regions());

/// The code of a provider that a person names: "AWS", "amazon", "google", "OVHcloud".
/// Errc::malformed for another text; the sentence lists the codes.
Result<std::string> find_cloud_provider(std::string_view text,
                                        std::string_view table = tables::cloud_regions());

}  // namespace wattprint::catalog
