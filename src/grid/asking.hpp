#pragma once

#include "grid/sources.hpp"
#include "grid/stretches.hpp"

namespace wattprint::grid {

/// The client of all providers, opened for the first request: one that reads a file needs none.
class Sources::Client final : public HttpClient {
 public:
  explicit Client(OpenHttp open) : open_(std::move(open)) {}
  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  OpenHttp open_;
  std::unique_ptr<HttpClient> opened_;
};

/// One call of Sources::ask: its deadline, what went wrong so far, and how far the cache can be
/// relied on. The cache's faults cost its help, never the answer.
class Sources::Asking {
 public:
  Asking(Sources& sources, const Query& query, std::chrono::milliseconds budget);

  bool pointless() const { return query_.what != Query::What::latest && wanted_.empty(); }
  /// From the cache when it is new enough, else from the provider itself. Nothing when it cannot
  /// tell; the problems say why.
  ///
  /// left  how many providers the remaining time is for, this one counted.
  std::optional<Told> ask(Provider& provider, std::size_t left);
  std::optional<Told> stale(Provider& provider);
  std::optional<Told> whole_import();
  /// What an import has of it, or nothing at all: the end.
  Told part_of_import();

 private:
  using What = Query::What;

  /// What the cache has for the question.
  struct Kept {
    std::optional<Series> series;   ///< nothing when there are no points
    std::vector<Stretch> to_fetch;  ///< empty: it is all there is
  };
  /// Gives the turn back when it goes.
  class OurTurn {
   public:
    OurTurn(Asking& asking, SourceId source) : asking_(asking), source_(std::move(source)) {}
    OurTurn(const OurTurn&) = delete;
    OurTurn& operator=(const OurTurn&) = delete;
    ~OurTurn() { asking_.end_turn(source_); }

   private:
    Asking& asking_;
    SourceId source_;
  };

  std::chrono::milliseconds time_until(Instant moment) const;
  Instant end_of_share(std::size_t left) const;
  SeriesKey key_of(const Provider& provider) const;
  std::string scope() const;
  std::string who(const Provider& provider) const { return std::string(provider.name()); }
  Told told_by(const Provider& provider, Series series);
  std::nullopt_t passed_over(const Provider& provider, std::string why);

  Kept kept(Provider& provider);
  std::optional<Series> series_within(const SeriesKey& key, const Stretch& stretch);
  std::optional<std::string> reason_to_leave_alone(const Provider& provider);
  /// A sentence when it did not become ours in time.
  std::optional<std::string> wait_for_turn(const Provider& provider, Instant until);
  std::optional<std::string> wait_for_pace(const Provider& provider, Instant until);
  void end_turn(const SourceId& source);
  std::optional<Told> fetch(Provider& provider, Kept known, Instant until);
  Answer<Series> fetch_one(Provider& provider, const Stretch& stretch, Instant until);
  Stretch stretch_of(const Provider& provider, const Series& answer) const;
  void keep(const Provider& provider, const Series& series, const Stretch& about);
  void note_failure(const Provider& provider, const Failure& failure);
  void note_success(const Provider& provider);

  SourceState state_of(const Provider& provider, const std::string& scope);
  void set_state(const Provider& provider, const std::string& scope, const SourceState& state);
  std::optional<Told> import_of(bool whole);

  /// The value, or nothing and the cache is not read (written) any more during this call.
  template <class T>
  std::optional<T> read(Result<T> result);
  bool written(const Result<>& result);
  PointCache* readable() const { return can_read_ ? sources_.cache_ : nullptr; }
  PointCache* writable() const;

  Sources& sources_;
  Query query_;
  WallTime now_;    ///< when it began
  Stretch wanted_;  ///< what is to be given; of `latest`, what may be
  Instant deadline_;
  bool can_read_ = true;
  bool can_write_ = true;
  bool has_turn_ = false;
  std::vector<std::string> problems_;
};

}  // namespace wattprint::grid
