#include "config/keys.hpp"

#include <algorithm>

namespace wattprint::config {
namespace {

constexpr Key kKeys[] = {
    {"interval", Type::duration, Where::run, "--interval", "WATTPRINT_INTERVAL", "TIME", "1s",
     "time between samples: 100ms, 1s, 1m"},
    {"scope", Type::choice, Where::run, "--scope", "WATTPRINT_SCOPE", "SCOPE", "tree",
     "what the run is charged with: its processes (tree) or the whole machine", "tree|machine"},
    {"zone", Type::text, Where::run, "--zone", "WATTPRINT_ZONE", "ZONE", "",
     "electricity zone, such as DE or US-CA; else from the time zone"},
    {"intensity", Type::number, Where::run, "--intensity", "WATTPRINT_INTENSITY", "G_PER_KWH", "",
     "carbon intensity of the electricity in g CO2e per kWh, instead of the zone's"},
    {"pue", Type::number, Where::run, "--pue", "WATTPRINT_PUE", "PUE", "",
     "power usage effectiveness of the building: facility energy / IT energy, at least 1"},
    {"idle", Type::choice, Where::run, "--idle", "WATTPRINT_IDLE", "POLICY", "proportional",
     "who pays for idle power: the run by its share of the CPU, nobody, or the run all of it",
     "proportional|exclude|include"},
    {"budget", Type::text, Where::run, "--budget", "WATTPRINT_BUDGET", "AMOUNT", "",
     "how much the run may use, such as 500g or 2kWh; several with commas between"},
    {"on_budget", Type::choice, Where::run, "--on-budget", "WATTPRINT_ON_BUDGET", "WHAT", "stop",
     "when more than the budget has been used: end the command (stop) or say so (warn)",
     "stop|warn"},
    {"budget_grace", Type::duration, Where::run, "--budget-grace", "WATTPRINT_BUDGET_GRACE", "TIME",
     "10s", "how long a command that is to end may take before it is killed"},
    {"ranks", Type::choice, Where::run, "--ranks", "WATTPRINT_RANKS", "WHAT", "share",
     "in a job of several ranks on a machine (torchrun, MPI, Slurm), what of the machine's energy "
     "this one counts: its share, or the whole because the others measure nothing",
     "share|whole"},
    {"json", Type::path, Where::run, "--json", "WATTPRINT_JSON", "FILE", "",
     "write the record as JSON to FILE (- is standard output)"},
    {"samples", Type::path, Where::run, "--samples", "WATTPRINT_SAMPLES", "FILE", "",
     "write one CSV row per sample and device to FILE"},
    {"no_store", Type::boolean, Where::run, "--no-store", "WATTPRINT_NO_STORE", "", "false",
     "keep no record of the run"},
    {"name", Type::text, Where::run, "--name", "WATTPRINT_NAME", "NAME", "",
     "name of the run; else that of the command"},
    {"project", Type::text, Where::run, "--project", "WATTPRINT_PROJECT", "PROJECT", "",
     "project that the run belongs to"},
    {"tags", Type::tags, Where::run, "--tag", "WATTPRINT_TAGS", "KEY=VALUE", "",
     "a tag of the run; may be repeated"},
    {"live", Type::boolean, Where::run, "--live", "WATTPRINT_LIVE", "", "false",
     "show power and energy on one line while the command runs"},
    {"compat", Type::list, Where::run, "--compat", "WATTPRINT_COMPAT", "NAMES", "",
     "Python packages that the command finds ours in place of, unchanged: codecarbon, "
     "carbontracker, "
     "eco2ai, experiment_impact_tracker, or all"},
    {"python_dir", Type::path, Where::run, "--python-dir", "WATTPRINT_PYTHON_DIR", "DIR", "",
     "directory with the Python package wattprint, for --compat; else it is sought beside the "
     "program"},
    {"parent", Type::text, Where::run, "--parent", "WATTPRINT_PARENT", "RUN", "",
     "id of the run that this one is a part of, kept as the tag parent; run --compat sets the "
     "variable for its command"},
    {"data_dir", Type::path, Where::global, "--data-dir", "WATTPRINT_DATA_DIR", "DIR",
     "$XDG_DATA_HOME/wattprint", "where runs are kept"},
    {"config", Type::path, Where::global, "--config", "WATTPRINT_CONFIG", "FILE",
     "$XDG_CONFIG_HOME/wattprint/config.toml", "configuration file (TOML)", "", false},
    {"sysfs_root", Type::path, Where::global, "--sysfs-root", "WATTPRINT_SYSFS_ROOT", "DIR", "/sys",
     "directory that stands for /sys"},
    {"procfs_root", Type::path, Where::global, "--procfs-root", "WATTPRINT_PROCFS_ROOT", "DIR",
     "/proc", "directory that stands for /proc"},
    {"cloud_metadata", Type::boolean, Where::global, "--cloud-metadata", "WATTPRINT_CLOUD_METADATA",
     "", "false",
     "ask the cloud's metadata service what type of machine this is (the only use of the network)"},
    {"cloud_metadata_url", Type::text, Where::global, "--cloud-metadata-url",
     "WATTPRINT_CLOUD_METADATA_URL", "URL", "http://169.254.169.254",
     "address of the metadata service"},
    {"ip_location", Type::boolean, Where::global, "--ip-location", "WATTPRINT_IP_LOCATION", "",
     "false", "ask a service on the Internet in which country this machine is"},
    {"ip_location_url", Type::text, Where::global, "--ip-location-url", "WATTPRINT_IP_LOCATION_URL",
     "URL", "https://ipapi.co/json/", "address of that service"},
    {"providers", Type::list, Where::global, "--providers", "WATTPRINT_PROVIDERS", "NAMES", "",
     "whom to ask for carbon intensities, in this order: wattprint grid providers lists them; "
     "nobody is asked unless named"},
    {"quiet", Type::boolean, Where::global, "--quiet", "WATTPRINT_QUIET", "", "false",
     "no summary and no warnings"},
    {"no_color", Type::boolean, Where::global, "--no-color", "WATTPRINT_NO_COLOR", "", "false",
     "no colour, as with NO_COLOR in the environment"},
};

}  // namespace

std::span<const Key> keys() { return kKeys; }

const Key* find_key(std::string_view name) {
  for (const Key& key : kKeys)
    if (key.name == name) return &key;
  return nullptr;
}

const Key* find_option(std::string_view option) {
  std::string name(option);
  std::replace(name.begin(), name.end(), '-', '_');
  if (const Key* key = find_key(name)) return key;
  std::replace(name.begin(), name.end(), '_', '-');
  for (const Key& key : kKeys)
    if (key.flag.substr(2) == name) return &key;
  return nullptr;
}

std::vector<std::string> names_in_file() {
  std::vector<std::string> names;
  for (const Key& key : kKeys)
    if (key.in_file) names.emplace_back(key.name);
  return names;
}

}  // namespace wattprint::config
