#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/http_client.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// What came of asking.
struct Told {
  std::optional<Series> series;  ///< nothing when nobody could tell
  std::string provider;          ///< name of who told it
  bool cached = false;           ///< nobody was asked for it now
  bool stale = false;            ///< newer figures should exist, but could not be had
  /// A sentence for each source that was tried or passed over in vain.
  std::vector<std::string> problems;
};

class PointCache;

/// The providers that the user listed, in that order: the first that answers for a zone wins.
///
/// What is in the cache and new enough is not asked for again; a source that is to be left alone
/// (rate limit, failures just now) or that another process is asking is passed over; and when
/// nobody answers, what the cache has of old is given, marked as stale.
class Sources {
 public:
  /// Opens the client when somebody is to be asked, and not before.
  using OpenHttp = std::function<Result<std::unique_ptr<HttpClient>>()>;

  /// cache  may be null: then nothing is kept. Must outlive this, as must the clock.
  Sources(std::vector<std::unique_ptr<Provider>> providers, PointCache* cache, OpenHttp open_http,
          const Clock& clock);
  ~Sources();

  /// Never later than `budget` from now.
  Told ask(const Query& query, std::chrono::milliseconds budget);

  bool empty() const { return providers_.empty(); }

 private:
  std::vector<std::unique_ptr<Provider>> providers_;
  PointCache* cache_;
  OpenHttp open_http_;
  const Clock& clock_;
  std::unique_ptr<HttpClient> http_;
};

}  // namespace wattprint::grid
