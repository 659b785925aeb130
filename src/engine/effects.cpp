#include "engine/effects.hpp"

#include "reports/human.hpp"

namespace wattprint::engine {

std::string effect_text(const std::optional<Spread>& effect) {
  if (!effect) return {};
  return "x " + reports::significant(effect->low, 2) + " to " +
         reports::significant(effect->high, 2);
}

void write_effect(runs::JsonWriter& json, const std::optional<Spread>& effect) {
  if (!effect) return json.null("effect");
  json.begin_object("effect");
  json.number("low", effect->low);
  json.number("high", effect->high);
  json.end();
}

}  // namespace wattprint::engine
