#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/secret.hpp"
#include "catalog/zones.hpp"
#include "grid/points.hpp"

namespace wattprint::grid {

class Exchange;

/// Why a source gave no figures. Each one leads on to the next source.
struct Failure {
  enum class Kind {
    not_covered,   ///< it does not have this zone, or not what was asked of it
    no_key,        ///< it wants a key and none is set
    refused,       ///< key wrong, expired, or not for this zone (401, 403)
    rate_limited,  ///< too many requests (429)
    no_data,       ///< it works, but has nothing for this time
    malformed,     ///< its answer makes no sense
    unreachable,   ///< no connection, no answer in time, an error of the server (5xx)
  };
  Kind kind;
  std::string what;  ///< a sentence that begins with the provider's name; never holds a secret
  std::optional<std::chrono::seconds> retry_after = std::nullopt;  ///< as the server wishes
};

template <class T>
using Answer = tl::expected<T, Failure>;

inline auto failed(Failure::Kind kind, std::string what,
                   std::optional<std::chrono::seconds> retry_after = std::nullopt) {
  return tl::unexpected<Failure>(Failure{kind, std::move(what), retry_after});
}

/// What is asked of a provider.
struct Query {
  enum class What {
    latest,    ///< the newest points that are known; `from` and `to` are nothing
    history,   ///< points from `from` until `to`, both in the past
    forecast,  ///< points from now until `to`
  };
  What what = What::latest;
  catalog::Zone zone;
  WallTime from{};
  WallTime to{};
};

/// Somebody who knows carbon intensities. One file in providers/ each, and one line in
/// providers/all.cpp.
///
/// A provider keeps nothing on disk and retries nothing: cache, limits and turns are the business
/// of who asks it. Not safe for use by two threads at once.
class Provider {
 public:
  virtual ~Provider() = default;

  /// As in the configuration: "electricity-maps", or the name that the user gave it.
  virtual std::string_view name() const = 0;
  /// What all its figures say.
  virtual Label label() const = 0;
  /// Whether it is worth asking, as far as can be told without asking.
  virtual bool covers(const catalog::Zone& zone) const = 0;
  virtual bool offers(Query::What what) const = 0;
  /// How long its newest answer stays new: there is nothing to be had by asking more often.
  virtual std::chrono::seconds refresh() const = 0;
  /// How far apart requests must be at least, as its terms say; 0 when they say nothing.
  virtual std::chrono::milliseconds pace() const { return std::chrono::milliseconds(0); }
  /// Whether its figures lie on this machine: read each time, never kept, never left alone.
  virtual bool is_local() const { return false; }
  /// The longest stretch that one request may ask for; longer ones are cut by who asks.
  virtual std::chrono::hours longest(Query::What what) const = 0;

  /// One answer, from one or a few requests over `exchange`. The points lie in, or overlap, the
  /// stretch asked for; `latest` gives at least one that ends after two days ago.
  virtual Answer<Series> fetch(const Query& query, Exchange& exchange) = 0;

  /// Marks of how it was set up; make_provider() sets them.
  struct SetUp {
    /// Differs when an option differs that may change the figures (url, postcode ...): what was
    /// fetched with the one is not shown for the other. Empty without options.
    std::string options;
    /// 16 bits of the key: a new key is worth a try where the old one was refused. Too few to tell
    /// the key by, or to try guesses of it on.
    std::uint16_t key = 0;
  };
  const SetUp& set_up() const { return set_up_; }
  void mark(SetUp set_up) { set_up_ = std::move(set_up); }

 private:
  SetUp set_up_;
};

/// How the user has set up a provider: its table in the configuration, [provider.NAME], plus what
/// the environment says.
struct ProviderOptions {
  struct Value {
    std::string text;
    std::string place;  ///< for messages: "config.toml line 7"
  };
  std::string name;                                  ///< NAME
  std::map<std::string, Value, std::less<>> values;  ///< without the key
  Secret key;                                        ///< empty when there is none
  std::string key_hint;  ///< how to set one: "set WATTPRINT_WATTTIME_KEY, or key_file in ..."

  /// Text of an option, or nothing.
  std::optional<std::string_view> find(std::string_view option) const {
    const auto found = values.find(option);
    if (found == values.end()) return std::nullopt;
    return std::string_view(found->second.text);
  }
};

}  // namespace wattprint::grid
