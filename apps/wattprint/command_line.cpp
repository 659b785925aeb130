#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "base/version.hpp"
#include "config/keys.hpp"
#include "verbs.hpp"

namespace wattprint::app {
namespace {

using config::Key;
using config::Type;
using config::Where;

constexpr const char* kAbout =
    "wattprint measures the energy and the carbon footprint of a command and all it starts.\n"
    "Try: wattprint run -- sleep 1";

bool takes_value(const std::string& word) {
  const auto keys = config::keys();
  return std::any_of(keys.begin(), keys.end(),
                     [&](const Key& key) { return key.flag == word && key.type != Type::boolean; });
}

/// The first word from `word` on that is neither an option of ours nor the value of one.
std::vector<std::string>::iterator skip_options(std::vector<std::string>::iterator word,
                                                std::vector<std::string>::iterator end) {
  while (word != end && *word != "--" && word->starts_with('-'))
    word += takes_value(*word) && word + 1 != end ? 2 : 1;
  return word;
}

/// The user's command begins behind "--", or at the first word that cannot be ours. Cut off before
/// parsing, so that its own options are never taken for ours.
std::vector<std::string> take_command(std::vector<std::string>& arguments) {
  const auto verb = skip_options(arguments.begin(), arguments.end());
  if (verb == arguments.end() || *verb != "run") return {};
  const auto end_of_ours = skip_options(verb + 1, arguments.end());
  auto first = end_of_ours;
  if (first != arguments.end() && *first == "--") ++first;
  std::vector<std::string> command(first, arguments.end());
  arguments.erase(end_of_ours, arguments.end());
  return command;
}

void add_settings(CLI::App& app, Where where, config::Flags& flags) {
  for (const Key& key : config::keys())
    if (key.where == where) add_setting(app, key, flags);
}

struct Verbs {
  CLI::App* run = nullptr;
  CLI::App* list = nullptr;
  CLI::App* show = nullptr;
  CLI::App* compare = nullptr;
  CLI::App* remove = nullptr;
  CLI::App* doctor = nullptr;
  CLI::App* catalog = nullptr;
  CLI::App* regions = nullptr;
  CLI::App* estimate = nullptr;
  CLI::App* grid = nullptr;
};

CLI::App* add_catalog(CLI::App& app, CommandLine& line) {
  using Table = CommandLine::Table;
  auto* catalog =
      app.add_subcommand("catalog", "what is known of a CPU, a GPU, a cloud machine or region");
  catalog->require_subcommand(1);
  const auto add_table = [&](const char* name, const char* about, Table table) {
    auto* verb = catalog->add_subcommand(name, about);
    verb->add_option("NAME", line.arguments, "as the machine or the vendor writes it")
        ->expected(1)
        ->required();
    verb->add_flag("--json", line.json, "print the result as JSON");
    verb->callback([&line, table] { line.table = table; });
  };
  add_table("cpu", "a CPU by its model name", Table::cpu);
  add_table("gpu", "a GPU or accelerator by its name", Table::gpu);
  add_table("instance", "a cloud machine by its type", Table::instance);
  add_table("region", "a region of a cloud: aws:eu-central-1, westeurope", Table::region);
  return catalog;
}

CLI::App* add_regions(CLI::App& app, CommandLine& line) {
  auto& options = line.regions;
  auto* regions =
      app.add_subcommand("regions", "the same work in every cloud region, the cleanest first");
  const auto text = [&](const char* flag, std::string& value, const char* type, const char* help) {
    return regions->add_option(flag, value, help)->type_name(type);
  };
  constexpr unsigned kMostDevices = 10'000'000;
  text("--run", options.run, "RUN", "the work of a run that is kept: first digits of its id");
  text("--energy", options.energy, "ENERGY", "IT energy of the work, with its unit: 12.5kWh");
  text("--gpu", options.gpu, "NAME", "a GPU that works: \"V100-PCIE-16GB\"");
  regions->add_option("--count", options.count, "so many of the GPU [1]")
      ->type_name("N")
      ->check(CLI::Range(1U, kMostDevices));
  text("--cpu", options.cpu, "NAME", "a CPU that works");
  regions->add_option("--cores", options.cores, "so many of its cores [all of one package]")
      ->type_name("N")
      ->check(CLI::Range(1U, kMostDevices));
  text("--hours", options.hours, "H", "how long the hardware works");
  text("--utilization", options.utilisation, "SHARE", "how busy it is: 80%");
  regions
      ->add_option("--provider", options.providers,
                   "only regions of these: aws, gcp, azure, ovh, scaleway, alibaba, ... [all]")
      ->type_name("LIST")
      ->delimiter(',');
  text("--here", options.here, "PLACE",
       "zone or cloud region to compare with [of the run, else this machine's]");
  add_setting(*regions, *config::find_key("pue"), line.flags);
  regions->add_flag("--market", options.market,
                    "also show market-based intensities (GHG Protocol Scope 2); never ranked");
  text("--method", options.method, "METHOD",
       "wattprint, or mlco2: as the calculator ML CO2 Impact prints it [wattprint]")
      ->check(CLI::IsMember({"wattprint", "mlco2"}));
  regions->add_option("--limit", options.limit, "the best N only [20; with --json all]")
      ->type_name("N")
      ->check(CLI::Range(1U, kMostDevices));
  regions->add_flag("--json", line.json, "print the result as JSON");
  return regions;
}

Verbs add_verbs(CLI::App& app, CommandLine& line) {
  Verbs verbs;
  verbs.run = app.add_subcommand("run", "measure a command and all it starts");
  verbs.run->footer("The command stands behind two dashes: wattprint run [OPTIONS] -- COMMAND ...");
  add_settings(*verbs.run, Where::run, line.flags);

  const auto json_flag = [&line](CLI::App* verb) {
    verb->add_flag("--json", line.json, "print the result as JSON");
  };
  verbs.list = app.add_subcommand("list", "the runs that are kept, newest first");
  verbs.list->add_option("--limit", line.limit, "the newest N only")->type_name("N");
  verbs.list->add_option("--project", line.project, "only runs of this project")
      ->type_name("PROJECT");
  verbs.list->add_option("--name", line.name, "only runs of this name")->type_name("NAME");
  json_flag(verbs.list);

  verbs.show = app.add_subcommand("show", "all that is known of a run (of the newest without RUN)");
  verbs.show->add_option("RUN", line.arguments, "first digits of its id")->expected(0, 1);
  verbs.show->add_flag("--group", line.group,
                       "the ranks of its job (torchrun, MPI, Slurm), and what they used together");
  add_equivalents(*verbs.show, line.equivalents);
  json_flag(verbs.show);

  verbs.compare = app.add_subcommand("compare", "what changed from one run to another");
  verbs.compare->add_option("RUNS", line.arguments, "first digits of two ids")
      ->expected(2)
      ->required();
  json_flag(verbs.compare);

  verbs.remove = app.add_subcommand("rm", "forget runs");
  verbs.remove->add_option("RUNS", line.arguments, "first digits of their ids")
      ->expected(1, CLI::detail::expected_max_vector_size)
      ->required();

  verbs.doctor = app.add_subcommand(
      "doctor", "what can be measured here, what cannot, and how to change that");
  json_flag(verbs.doctor);
  verbs.catalog = add_catalog(app, line);
  verbs.regions = add_regions(app, line);
  verbs.estimate = add_estimate(app, line);
  verbs.grid = add_grid(app, line);
  return verbs;
}

CommandLine::Verb verb_of(const Verbs& verbs) {
  using Verb = CommandLine::Verb;
  if (verbs.list->parsed()) return Verb::list;
  if (verbs.show->parsed()) return Verb::show;
  if (verbs.compare->parsed()) return Verb::compare;
  if (verbs.remove->parsed()) return Verb::remove;
  if (verbs.doctor->parsed()) return Verb::doctor;
  if (verbs.catalog->parsed()) return Verb::catalog;
  if (verbs.regions->parsed()) return Verb::regions;
  if (verbs.estimate->parsed()) return Verb::estimate;
  if (verbs.grid->parsed()) return Verb::grid;
  return Verb::run;
}

/// Of a verb that has verbs below it and was given none of them: which there are.
std::optional<std::string> missing_verb(const CLI::App& app) {
  const CLI::App* verb = &app;
  while (!verb->get_subcommands().empty()) verb = verb->get_subcommands().front();
  const auto below = verb->get_subcommands([](const CLI::App*) { return true; });
  if (verb == &app || below.empty()) return std::nullopt;
  std::string names;
  for (std::size_t i = 0; i < below.size(); ++i)
    names += (i == 0 ? "" : i + 1 == below.size() ? " or " : ", ") + below[i]->get_name();
  const auto rest = app.remaining();
  return "wattprint " + verb->get_name() + ": " +
         (rest.empty() ? "say" : "there is no \"" + rest.front() + "\"; say") + " " + names + "\n";
}

}  // namespace

Parsed parse_command_line(std::vector<std::string> arguments) {
  Parsed parsed;
  CommandLine& line = parsed.line;
  line.command = take_command(arguments);

  CLI::App app(kAbout, "wattprint");
  app.set_version_flag("--version", "wattprint " + std::string(wattprint::version()));
  app.require_subcommand(0, 1);  // so that an unknown word is told by name
  app.fallthrough();
  add_settings(app, Where::global, line.flags);
  const Verbs verbs = add_verbs(app, line);
  try {
    // CLI11 takes its arguments last one first.
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError)) {
      if (const auto missing = missing_verb(app)) {
        std::cerr << *missing;
        return {true, kUsage, {}};
      }
    }
    const bool asked_for = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    app.exit(error, std::cout, std::cerr);
    return {true, asked_for ? kDone : kUsage, {}};
  }
  if (app.get_subcommands().empty()) {
    std::cerr
        << "A subcommand is required: run, list, show, compare, rm, doctor, catalog, regions, "
           "estimate or grid.\n"
           "Run with --help for more information.\n";
    return {true, kUsage, {}};
  }
  line.verb = verb_of(verbs);
  std::erase_if(line.flags, [](const auto& flag) { return flag.second.empty(); });
  return parsed;
}

}  // namespace wattprint::app
