#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/http_client.hpp"
#include "grid/cache.hpp"
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

/// The providers that the user listed, in that order: the first that answers for a zone wins.
///
/// What is in the cache and new enough is not asked for again; a source that is to be left alone
/// (rate limit, failures just now) or that another process is asking is passed over; and when
/// nobody answers, what the cache has of old is given, marked as stale. What the user imported
/// comes before all of them where it has the whole stretch, and after them where it has a part.
///
/// A series is always of one source and one label. Not safe for use by two threads at once; several
/// processes may use one cache.
class Sources {
 public:
  /// Opens the client when somebody is to be asked, and not before.
  using OpenHttp = std::function<Result<std::unique_ptr<HttpClient>>()>;

  /// What a test brings instead of this machine's.
  struct Ways {
    std::function<double()> chance;  ///< 0 to 1
    std::function<void(std::chrono::milliseconds)> sleep;
  };

  /// cache  may be null: then nothing is kept. Must outlive this, as must the clock.
  Sources(std::vector<std::unique_ptr<Provider>> providers, PointCache* cache, OpenHttp open_http,
          const Clock& clock);
  Sources(std::vector<std::unique_ptr<Provider>> providers, PointCache* cache, OpenHttp open_http,
          const Clock& clock, Ways ways);
  ~Sources();

  /// Never later than `budget` from now. A history whose end lies ahead ends now.
  Told ask(const Query& query, std::chrono::milliseconds budget);

  bool empty() const { return providers_.empty(); }

 private:
  class Asking;  ///< one call of ask()
  class Client;  ///< opens the real one for its first request

  /// What the cache could not be told; it holds within this process.
  struct Remembered {
    std::map<std::string, SourceState> states;
    std::map<std::string, WallTime> next_requests;
  };

  std::vector<std::unique_ptr<Provider>> providers_;
  PointCache* cache_;
  std::unique_ptr<Client> http_;
  const Clock& clock_;
  Ways ways_;
  std::int64_t holder_;  ///< whose turns are ours
  Remembered remembered_;
};

}  // namespace wattprint::grid
