#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "catalog/zones.hpp"
#include "engine/grid_sources.hpp"
#include "grid/sources.hpp"
#include "grid/timeline.hpp"

namespace wattprint::engine {

/// Asks those who know carbon intensities; never takes longer than the budget. With a budget of 0
/// only what is kept on this machine is looked at.
using AskGrid = std::function<grid::Told(const grid::Query&, std::chrono::milliseconds budget)>;
/// Gets ready to ask, which may mean opening files. Called on the thread that asks.
using OpenGrid = std::function<AskGrid()>;

/// Asks the providers that the request lists.
OpenGrid open_grid(SourcesRequest request, const Clock& clock);

/// Where this machine is, as the network knows it: its zone, and what the table says of that zone.
struct FoundPlace {
  std::optional<catalog::Zone> zone;
  std::optional<grid::Timeline> grid;
  std::vector<std::string> problems;
};
/// Called first of all, on the thread that asks.
using FindPlace = std::function<FoundPlace()>;

/// Asks for the carbon intensity of a run's zone while the run goes on: at its start, and again
/// whenever newer figures may be there.
///
/// All of it happens on a thread of its own that nobody ever waits for longer than finish() says: a
/// network that is slow, or not there, delays no command. A thread that hangs is left behind with
/// everything it needs; the process ends without it.
class GridWatch {
 public:
  /// How long one question may take.
  static constexpr std::chrono::milliseconds kBudget{2000};
  /// How long a run waits for the first answer at most, counted from its start: a command of half a
  /// second or more is not delayed.
  static constexpr std::chrono::milliseconds kPatience{500};
  /// How long finish() waits beyond that, only for what is kept on this machine.
  static constexpr std::chrono::milliseconds kLocalPatience{50};

  /// Starts to ask.
  ///
  /// open   empty when only the place is to be found.
  /// zone   whose intensity, unless `find` finds another; of the world nobody is asked.
  /// grid   what is known without asking.
  /// start  when the run started.
  /// clock  must live as long as the process.
  GridWatch(OpenGrid open, catalog::Zone zone, grid::Timeline grid, WallTime start,
            const Clock& clock, FindPlace find = {});
  ~GridWatch();
  GridWatch(const GridWatch&) = delete;
  GridWatch& operator=(const GridWatch&) = delete;

  struct Findings {
    grid::Timeline grid;
    std::vector<std::string> problems;  ///< sentences: who could not be asked, and why
  };
  /// The run has ended: what has been found, after the waits that are promised above.
  Findings finish();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace wattprint::engine
