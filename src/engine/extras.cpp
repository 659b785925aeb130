#include "engine/extras.hpp"

#include "runs/json_writer.hpp"

namespace wattprint::engine {

Result<Extras> extras(const ExtraWords& words, const Figure<Grams>& emissions,
                      const Scored& scored) {
  Extras all;
  if (words.equivalents) {
    auto rows = equivalents_of(emissions, scored.energy, *words.equivalents);
    if (!rows) return fail(Errc::malformed, "--equivalents: " + rows.error().what);
    all.equivalents = std::move(*rows);
  }
  auto found = scores(words.scores, scored);
  if (!found) return fail(found.error());
  all.scores = std::move(*found);
  return all;
}

std::string extras_text(const Extras& extras, const reports::Style& style) {
  std::string text = scores_text(extras.scores, style);
  if (extras.equivalents) text += equivalents_text(*extras.equivalents, style);
  return text;
}

void write_extras(runs::JsonWriter& json, const Extras& extras) {
  if (extras.equivalents)
    write_equivalents(json, *extras.equivalents);
  else
    json.null("equivalents");
  write_scores(json, extras.scores);
}

}  // namespace wattprint::engine
