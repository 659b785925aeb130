#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"

namespace wattprint::runs {

/// Says when a training has stopped getting better.
///
/// The rule of Bjarte Mehus Sunde's early-stopping-pytorch, which others copied: a value is better
/// when it beats the best one by more than delta; after `patience` values in a row that are not, it
/// is time to stop. A value that is not a number changes nothing.
class EarlyStopping {
 public:
  enum class Mode { min, max };

  /// patience  1 or more; delta 0 or more, in the unit of the values. Errc::malformed otherwise.
  static Result<EarlyStopping> create(std::uint64_t patience, double delta, Mode mode);

  /// The value of the next epoch; true from the epoch on at which to stop.
  bool update(double value);

  struct Best {
    std::uint64_t epoch = 0;  ///< the first is 1
    double value = 0.0;
  };
  /// Nothing before the first value that is a number.
  const std::optional<Best>& best() const { return best_; }
  std::uint64_t epochs() const { return epochs_; }
  /// Epochs since the best one, those without a number left out.
  std::uint64_t waited() const { return waited_; }
  bool is_time_to_stop() const { return waited_ >= patience_; }

 private:
  EarlyStopping(std::uint64_t patience, double delta, Mode mode)
      : patience_(patience), delta_(delta), mode_(mode) {}

  std::uint64_t patience_;
  double delta_;
  Mode mode_;
  std::optional<Best> best_;
  std::uint64_t epochs_ = 0;
  std::uint64_t waited_ = 0;
};

}  // namespace wattprint::runs
