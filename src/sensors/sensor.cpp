#include "sensors/sensor.hpp"

namespace wattprint::sensors {

std::string_view to_string(State state) {
  switch (state) {
    case State::ok: return "ok";
    case State::denied: return "denied";
    case State::absent: return "absent";
    case State::broken: return "broken";
    case State::duplicate: return "duplicate";
  }
  return "absent";
}

}  // namespace wattprint::sensors
