#include <CLI/CLI.hpp>
#include <type_traits>

#include "config/keys.hpp"
#include "verbs.hpp"

namespace wattprint::app {
namespace {

using Verb = CommandLine::EstimateVerb;

/// A verb below `estimate`.
CLI::App* add_verb(CLI::App& estimate, CommandLine& line, const char* name, const char* about,
                   Verb verb) {
  auto* added = estimate.add_subcommand(name, about);
  added->callback([&line, verb] { line.estimate_verb = verb; });
  return added;
}

void add_servers(CLI::App& estimate, CommandLine& line) {
  auto* servers =
      add_verb(estimate, line, "servers", "power of each server of an inventory", Verb::servers);
  servers
      ->add_option("--input", line.input,
                   "id,cpu,chips,cores,threads,mhz,mem_gb,load; - is standard input")
      ->type_name("CSV")
      ->required();
  servers->add_option("--output", line.output, "id,load,watts,low,high; - is standard output")
      ->type_name("CSV")
      ->required();
  servers->add_flag("--split", line.split, "add columns cpu_watts,memory_watts,rest_watts");
  servers
      ->add_option("--idle", line.idle,
                   "for rows with vcpus, what they pay of the server's idle power: "
                   "proportional, exclude or include [proportional]")
      ->type_name("POLICY")
      ->check(CLI::IsMember({"proportional", "exclude", "include"}));
  servers->add_flag("--keep-going", line.keep_going, "list bad rows and estimate the others");
  servers->add_flag("--json", line.json, "print the summary as JSON");
}

/// What an estimate may be shown with.
void add_extras(CLI::App& verb, engine::ExtraWords& words) {
  const auto add = [&](const char* flag, std::string& word, const char* value, const char* help) {
    verb.add_option(flag, word, help)->type_name(value);
  };
  add_equivalents(verb, words.equivalents);
  add("--unit", words.scores.unit, "NAME",
      "functional unit of the software carbon intensity (ISO/IEC 21031), such as request");
  add("--per", words.scores.per, "N", "how many of that unit there are in all");
  add("--market-intensity", words.scores.market_intensity, "G_PER_KWH",
      "of the electricity's contract: Scope 2 location- and market-based, side by side");
}

/// `--what-if [CHANGE]`, which may be given without its value, and again.
void add_what_if(CLI::App& verb, std::vector<std::string>& changes) {
  const auto take = [&changes](const CLI::results_t& words) {
    // Without a value, CLI11 says "true", as of a flag, or nothing.
    for (const auto& word : words)
      changes.push_back(word.empty() || word == "true" ? "auto" : word);
    return true;
  };
  verb.add_option("--what-if", take,
                  "the same job changed: gpu=A100, region=aws:eu-north-1, hours=0.5x, epochs=0.5x; "
                  "may be repeated [half the hours; the provider's cleanest region]")
      ->type_name("CHANGE")
      ->expected(0, 1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

void add_llm(CLI::App& estimate, CommandLine& line) {
  auto* llm = add_verb(estimate, line, "llm", "energy of requests to a language model", Verb::llm);
  const auto add = [&](const char* flag, std::string& word, const char* value, const char* help) {
    return llm->add_option(flag, word, help)->type_name(value);
  };
  add("--model", line.llm.model, "NAME", "as its maker, Hugging Face, Ollama or an API call it");
  add("--params", line.llm.params, "SIZE", "instead: its parameters, such as 70B");
  add("--active-params", line.llm.active_params, "SIZE",
      "with --params: those that one token goes through [all]");
  add("--input-tokens", line.llm.input_tokens, "N", "of one request [0]");
  add("--output-tokens", line.llm.output_tokens, "N", "of one request")->required();
  add("--requests", line.llm.requests, "N", "how many requests [1]");
  add("--batch", line.llm.batch, "N", "requests served at the same time [64; 8 to 256]");
  add("--precision", line.llm.precision, "WORD", "fp16, bf16, fp8, int8, int4 ... [as published]");
  add("--gpu", line.llm.gpu, "NAME", "what serves it [H100]");
  add("--gpus", line.llm.gpus, "N", "how many serve one copy of the model [enough for it]");
  add("--wue", line.llm.wue, "L/KWH", "water that the data centre takes for a kWh of IT energy");
  add("--method", line.llm.method, "NAME",
      "wattprint, a published one as published: ecologits; or all of them [wattprint]");
  for (const char* setting : {"pue", "zone", "intensity"})
    add_setting(*llm, *config::find_key(setting), line.flags);
  // Where the model runs is not where this machine is.
  llm->get_option("--zone")->description("electricity zone of its server, such as DE [the world]");
  llm->get_option("--pue")->description(
      "facility energy / IT energy, at least 1 [1.2; 1.08 to 1.56]");
  add_extras(*llm, line.llm.extras);
  llm->add_flag("--json", line.json, "print the result as JSON");
}

void add_job(CLI::App& estimate, CommandLine& line) {
  auto* job =
      add_verb(estimate, line, "job", "energy and footprint of a job, by its hardware", Verb::job);
  const auto add = [&](const char* flag, auto& word, const char* value, const char* help) {
    auto* option = job->add_option(flag, word, help)->type_name(value);
    // Each option takes one word; those that may be repeated are lists.
    if constexpr (!std::is_same_v<std::decay_t<decltype(word)>, std::string>)
      option->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
          ->allow_extra_args(false);
    return option;
  };
  auto& words = line.job;
  add("--file", words.file, "FILE",
      "description of the job in TOML or JSON (.toml, .json) instead of its hardware; other "
      "options go before what it says");
  add("--gpu", words.gpus, "NAME", "a GPU, or several: \"A100 x8\"; may be repeated");
  add("--gpus", words.gpu_count, "N", "so many of the GPU [1]");
  add("--cpu", words.cpus, "NAME", "a CPU, or several: \"EPYC 7763 x2\"; may be repeated");
  add("--cpus", words.cpu_count, "N", "so many of the CPU [1]");
  add("--cores", words.cores, "N", "so many cores, of the CPU or of one that nobody knows [all]");
  add("--memory", words.memory, "SIZE", "what the job takes: \"64 GB\"");
  add("--ssd", words.ssds, "SIZE", "capacity on SSDs: \"2 TB\"; may be repeated");
  add("--hdd", words.hdds, "SIZE", "capacity on hard disks; may be repeated");
  add("--network", words.network, "SIZE",
      "data sent over the internet in one try, there and back: \"500 GB\" [not counted]");
  add("--hours", words.hours, "H", "how long one try takes");
  add("--utilisation,--utilization", words.utilisation, "SHARE",
      "how busy GPUs and CPUs are: 80% [GPUs as in training, CPUs all the time]");
  add("--repeats", words.repeats, "N", "how many tries: searches, failures [1]");
  add("--start", words.start, "TIME", "when it starts, for the grid of that year [the newest]");
  add("--region", words.region, "REGION", "cloud region where it runs: aws:eu-west-1");
  add("--provider", words.provider, "NAME", "of the region, where its name does not say: aws");
  add("--wue", words.wue, "L/KWH",
      "water that the data centre takes for a kWh of IT energy [as the region publishes]");
  add("--price", words.price, "PRICE", "of a kWh: \"0.30 EUR\"");
  add("--like", words.like, "RUN", "instead of hardware: a run that is kept, by its first digits");
  add("--times", words.times, "N", "with --like: how often it is run [1]");
  add("--method", words.method, "NAME",
      "wattprint, a published method (mlco2, green-algorithms, ...) or all [wattprint]");
  for (const char* setting : {"pue", "zone", "intensity"})
    add_setting(*job, *config::find_key(setting), line.flags);
  job->get_option("--zone")->description("electricity zone where it runs, such as DE [the world]");
  job->get_option("--pue")->description(
      "facility energy / IT energy, at least 1 [of the region; 1.2; 1.08 to 1.56]");
  add_extras(*job, words.extras);
  add_what_if(*job, words.what_if);
  add("--input", line.input, "CSV", "instead: many jobs, a row each; - is standard input");
  add("--output", line.output, "CSV",
      "with --input: id, energy, emissions, embodied of each; - is standard output");
  add("--sacct", line.sacct, "FILE",
      "instead: a log of Slurm, as sacct -P prints it; - is standard input");
  job->add_flag("--keep-going", line.keep_going,
                "with --input or --sacct: list bad rows, do the others");
  job->add_flag("--json", line.json, "print the result as JSON");
}

}  // namespace

CLI::App* add_estimate(CLI::App& app, CommandLine& line) {
  auto* estimate = app.add_subcommand("estimate", "what would be used elsewhere, or by others");
  estimate->require_subcommand(1);
  add_servers(*estimate, line);
  add_llm(*estimate, line);
  add_job(*estimate, line);
  return estimate;
}

}  // namespace wattprint::app
