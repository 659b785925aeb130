#include "runs/early_stopping.hpp"

#include <cmath>

namespace wattprint::runs {

Result<EarlyStopping> EarlyStopping::create(std::uint64_t patience, double delta, Mode mode) {
  if (patience == 0)
    return fail(Errc::malformed, "the patience of early stopping must be 1 epoch or more");
  if (!std::isfinite(delta) || delta < 0.0)
    return fail(Errc::malformed, "the delta of early stopping must be 0 or more");
  return EarlyStopping(patience, delta, mode);
}

bool EarlyStopping::update(double value) {
  ++epochs_;
  if (std::isnan(value)) return is_time_to_stop();
  const bool better = !best_ || (mode_ == Mode::min ? value < best_->value - delta_
                                                    : value > best_->value + delta_);
  if (better) {
    best_ = Best{epochs_, value};
    waited_ = 0;
  } else {
    ++waited_;
  }
  return is_time_to_stop();
}

}  // namespace wattprint::runs
