#include "answers.hpp"
#include "estimate/methods/boavizta.hpp"

namespace wattprint::golden {
namespace {

namespace method = estimate::methods::boavizta;

double number(const Json& input, const char* field, double otherwise) {
  return input.contains(field) && input.at(field).is_number() ? input.at(field).get<double>()
                                                              : otherwise;
}

std::optional<method::Density> density(const Json& input) {
  if (!input.contains("density")) return std::nullopt;
  return method::Density{input.at("density").get<double>()};
}

/// Nothing when only a name is given.
std::optional<SquareMillimetres> die(const Json& input) {
  if (const double area = number(input, "die_size", 0); area > 0) return SquareMillimetres{area};
  const double area = number(input, "core_units", 0) * number(input, "die_size_per_core", 0);
  return area > 0 ? std::optional(SquareMillimetres{area}) : std::nullopt;
}

Json raw(double value, double low, double high) {
  return {{"value", value}, {"min", low}, {"max", high}};
}

/// "max" and "min" too have at most four digits.
Json printed(double value, double low, double high) {
  return raw(method::as_printed(value, low, high), method::as_printed(low, low, low),
             method::as_printed(high, high, high));
}

template <class Write>
Json criteria(const method::Bounds& b, Write write) {
  const auto kg = [](Grams g) { return g.value() / 1000.0; };
  return {{"gwp", write(kg(b.value.carbon), kg(b.low.carbon), kg(b.high.carbon))},
          {"adp", write(b.value.metals.value(), b.low.metals.value(), b.high.metals.value())},
          {"pe", write(b.value.primary.value(), b.low.primary.value(), b.high.primary.value())}};
}

Json embedded(const method::Bounds& bounds, Seconds life) {
  const double hours = life.count() / 3600.0;
  return {{"lifetime_h", hours},
          {"embedded_api", criteria(bounds, printed)},
          {"embedded_raw", criteria(bounds, raw)},
          {"gwp_g", bounds.value.carbon.value()},
          {"gwp_g_per_hour", bounds.value.carbon.value() / hours}};
}

Json gpu_of_fields(const Json& f) {
  const Grams one =
      method::gpu({.mass = Kilograms{f.at("weight").get<double>()},
                   .heatsink = Kilograms{f.at("heatsink_weight").get<double>()},
                   .casing = Kilograms{f.at("casing_weight").get<double>()},
                   .board = SquareMillimetres{f.at("pwb_surface").get<double>() * 100.0},
                   .chip = SquareMillimetres{f.at("gpu_surface").get<double>()},
                   .memory = Gigabytes{f.at("vram").get<double>()},
                   .memory_dies = f.at("vram_dies").get<unsigned>(),
                   .boat_km = number(f, "transport_boat", 19000),
                   .truck_km = number(f, "transport_truck", 1000),
                   .plane_km = number(f, "transport_plane", 0)});
  const Grams all = one * number(f, "units", 1);
  const double hours = method::kComponentLife.count() / 3600.0;
  return {{"lifetime_h", hours},
          {"gwp_kg", all.value() / 1000.0},
          {"gwp_g_per_hour", all.value() / hours}};
}

Json server(const Json& input) {
  const Json& parts = input.at("configuration");
  method::Server all;
  all.kind =
      input.value("model_type", "rack") == "blade" ? method::Case::blade : method::Case::rack;
  const auto area = die(parts.at("cpu"));
  if (!area) return unsupported("die sizes by name are not shipped (AGPL)");
  all.cpus = {number(parts.at("cpu"), "units", 1), *area};
  for (const Json& ram : parts.at("ram"))
    all.memory.push_back(
        {number(ram, "units", 1), Gigabytes{ram.at("capacity").get<double>()}, density(ram)});
  for (const Json& disk : parts.at("disk"))
    all.drives.push_back(
        {number(disk, "units", 1),
         disk.at("type") == "hdd" ? estimate::DriveType::hdd : estimate::DriveType::ssd,
         Gigabytes{number(disk, "capacity", 0)}, density(disk)});
  if (!parts.contains("power_supply"))
    return unsupported("power supplies by archetype are not shipped");
  all.power_supplies = number(parts.at("power_supply"), "units", 1);
  all.power_supply = Kilograms{number(parts.at("power_supply"), "unit_weight", 2.99)};
  if (parts.contains("gpu")) all.gpus = number(parts.at("gpu"), "units", 1);
  return embedded(method::server(all), method::kServerLife);
}

}  // namespace

Json boavizta(std::string_view kind, const Json& input) {
  const double units = number(input, "units", 1);
  if (kind == "gpu-explicit-fields") return gpu_of_fields(input.at("fields"));
  if (kind == "gpu")
    return embedded(method::exact(method::gpu_by_name()) * units, method::kComponentLife);
  if (kind == "hdd") return embedded(method::exact(method::hdd()) * units, method::kComponentLife);
  if (kind == "cpu") {
    const auto area = die(input);
    if (!area) return unsupported("die sizes by name are not shipped (AGPL)");
    return embedded(method::exact(method::cpu(*area)) * units, method::kComponentLife);
  }
  if (kind == "ram" || kind == "ssd") {
    if (input.contains("manufacturer"))
      return unsupported("densities by manufacturer are not shipped (AGPL)");
    const Gigabytes capacity{input.at("capacity").get<double>()};
    const auto one = kind == "ram" ? method::memory(capacity, density(input))
                                   : method::ssd(capacity, density(input));
    return embedded(one * units, method::kComponentLife);
  }
  if (kind == "server" || kind == "server-gpu") return server(input);
  return unsupported("archetypes and cloud machines are not shipped (AGPL)");
}

}  // namespace wattprint::golden
