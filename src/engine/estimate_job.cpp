#include "engine/estimate_job.hpp"

#include <fmt/format.h>

#include <cctype>
#include <utility>

#include "base/text.hpp"
#include "catalog/cpus.hpp"
#include "catalog/gpus.hpp"
#include "engine/amounts.hpp"
#include "engine/grid_ask.hpp"
#include "engine/job_limits.hpp"
#include "engine/job_place.hpp"
#include "engine/requests.hpp"
#include "footprint/operational.hpp"
#include "grid/offline.hpp"
#include "reports/human.hpp"
#include "runs/run_id.hpp"

namespace wattprint::engine {
namespace {

using estimate::Job;
using estimate::jobs::JobQuestion;

/// "xeon x5650" is one CPU, and nobody puts more than this in a job of one line.
constexpr Bounds kPackages{1, 512, true};
constexpr Seconds kMostTime{kMostHours * 3600.0};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// "A100 x8", "A100x8", "8 x A100": so many of a name.
struct Counted {
  std::string name;
  std::optional<std::string> count;
};

/// An x counts behind a blank, a number or the B of "40GB"; that of "rtx 4090" is part of a name.
bool is_times(std::string_view before_x) {
  const char last = before_x.back();
  return last == ' ' || is_digit(last) || last == 'b' || last == 'B';
}

Counted counted(std::string_view text) {
  text = trim(text);
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const auto after = trim(text.substr(digits));
  if (digits > 0 && starts_with(after, "x"))
    return {std::string(trim(after.substr(1))), std::string(text.substr(0, digits))};
  auto end = text.size();
  while (end > 0 && (is_digit(text[end - 1]) || text[end - 1] == '.' || text[end - 1] == '-'))
    --end;
  const auto before = trim(text.substr(0, end));
  if (end == text.size() || before.size() < 2 || before.back() != 'x')
    return {std::string(text), std::nullopt};
  const auto name = before.substr(0, before.size() - 1);
  if (!is_times(name)) return {std::string(text), std::nullopt};
  return {std::string(trim(name)), std::string(text.substr(end))};
}

Result<> read_gpus(const JobWords& words, Job& job) {
  for (const auto& word : words.gpus) {
    const auto of = counted(word);
    estimate::GpuUse use;
    use.model = of.name;
    const std::string& count = of.count ? *of.count : words.gpu_count;
    if (!count.empty()) {
      const auto number = parse_number(count, of.count ? "--gpu" : "--gpus", kDevices);
      if (!number) return fail(number.error());
      use.count = *number;
    }
    job.gpus.push_back(std::move(use));
  }
  return {};
}

Result<> read_cpus(const JobWords& words, Job& job) {
  for (const auto& word : words.cpus) {
    const auto of = counted(word);
    estimate::CpuUse use;
    use.model = word;
    const bool is_count = of.count && parse_number(*of.count, "--cpu", kPackages);
    if (is_count) use.model = of.name;
    const std::string& count = is_count ? *of.count : words.cpu_count;
    if (!count.empty()) {
      const auto number = parse_number(count, is_count ? "--cpu" : "--cpus", kDevices);
      if (!number) return fail(number.error());
      use.packages = *number;
    }
    job.cpus.push_back(std::move(use));
  }
  if (words.cores.empty()) return {};
  const auto cores = parse_number(words.cores, "--cores", kCores);
  if (!cores) return fail(cores.error());
  if (job.cpus.empty()) job.cpus.emplace_back();
  job.cpus.front().cores = *cores;
  return {};
}

Result<> read_storage(const std::vector<std::string>& words, const char* option,
                      estimate::DriveType type, Job& job) {
  for (const auto& word : words) {
    const auto size = parse_capacity(word, option);
    if (!size) return fail(size.error());
    job.storage.push_back({.type = type, .capacity = *size});
  }
  return {};
}

/// Devices of a kind, which a file lists where there is one.
Result<> read_devices(const JobWords& words, Job& job) {
  if (auto fine = read_gpus(words, job); !fine) return fine;
  if (auto fine = read_cpus(words, job); !fine) return fine;
  if (auto fine = read_storage(words.ssds, "--ssd", estimate::DriveType::ssd, job); !fine)
    return fine;
  return read_storage(words.hdds, "--hdd", estimate::DriveType::hdd, job);
}

Result<> read_amounts(const JobWords& words, Job& job) {
  if (!words.memory.empty()) {
    const auto memory = parse_memory(words.memory, "--memory");
    if (!memory) return fail(memory.error());
    job.memory = *memory;
  }
  if (!words.network.empty()) {
    const auto sent = parse_capacity(words.network, "--network");
    if (!sent) return fail(sent.error());
    job.network = *sent;
  }
  if (!words.hours.empty()) {
    const auto time = parse_hours(words.hours, "--hours");
    if (!time) return fail(time.error());
    if (*time > kMostTime)
      return fail(Errc::malformed, "--hours: \"" + words.hours +
                                       "\" is more than a thousand years; it is how long one try "
                                       "takes, and --repeats how many there are");
    job.time = *time;
  }
  if (words.utilisation.empty()) return {};
  const auto share = parse_share(words.utilisation, "--utilisation");
  if (!share) return fail(share.error());
  for (auto& gpu : job.gpus) gpu.utilisation = *share;
  for (auto& cpu : job.cpus) cpu.utilisation = *share;
  return {};
}

/// What was typed goes before what this machine's settings say of this machine.
bool is_typed(const config::Settings& settings, std::string_view key) {
  return settings.source_of(key).place == "--" + std::string(key);
}

/// is_elsewhere  the job is known to run somewhere, by a file or as a run of the past, so that this
///               machine's settings do not say where.
Result<> read_place(const JobWords& words, const config::Settings& settings, bool is_elsewhere,
                    Job& job) {
  const auto stated = run_request(settings);
  if (!words.region.empty()) {
    job.place = {};
    const auto text = words.provider.empty() ? words.region : words.provider + ':' + words.region;
    if (auto fine = set_region(text, "--region", job.place); !fine) return fine;
  } else if (stated.zone && (is_typed(settings, "zone") || !is_elsewhere)) {
    job.place = {};
    if (auto fine = set_zone(stated.zone->text, stated.zone->by, job.place); !fine) return fine;
  }
  is_elsewhere = is_elsewhere || !words.region.empty() || is_typed(settings, "zone");
  if (stated.intensity && (is_typed(settings, "intensity") || !is_elsewhere)) {
    const auto fine =
        grid::stated_intensity(stated.intensity->value, stated.intensity->by, job.place.zone);
    if (!fine) return fail(fine.error());
    job.place.intensity = stated.intensity->value;
  }
  const bool has_pue = job.pue || !words.like.empty();
  if (stated.pue && (is_typed(settings, "pue") || !has_pue)) {
    const auto fine = footprint::stated_pue(stated.pue->value, stated.pue->by);
    if (!fine) return fail(fine.error());
    if (stated.pue->value > Pue{kMostPue})
      return fail(Errc::malformed, stated.pue->by + ": no building takes " +
                                       reports::significant(stated.pue->value.value(), 3) +
                                       " times the energy of its computers; expected 1 to 10, "
                                       "such as 1.2");
    job.pue = stated.pue->value;
  }
  return {};
}

Result<> read_past_run(const runs::RunRecord& record, JobQuestion& question) {
  const std::string id(runs::short_id(record.identity.id));
  if (!record.energy)
    return fail(Errc::malformed, "run " + id + " has no energy that could be scaled up");
  question.like = estimate::jobs::PastRun{.what = "run " + id,
                                          .energy = *record.energy,
                                          .pue = record.facility.pue,
                                          .grid = {.zone = record.grid.zone,
                                                   .intensity = record.grid.intensity,
                                                   .year = std::nullopt,
                                                   .period = record.grid.period,
                                                   .note = ""}};
  return {};
}

/// What is not the job itself: where and when it runs, water and price.
Result<> read_circumstances(const JobWords& words, const config::Settings& settings,
                            JobQuestion& question) {
  const bool is_elsewhere = !words.like.empty() || says_where(question.job.place);
  if (auto fine = read_place(words, settings, is_elsewhere, question.job); !fine) return fine;
  const auto start = time_of(words.start, "--start");
  if (!start) return fail(start.error());
  if (*start) question.year = year_of(**start);
  if (!words.wue.empty()) {
    const auto wue = parse_number(words.wue, "--wue", kLitresPerKwh);
    if (!wue) return fail(wue.error());
    question.water = WaterIntensity{*wue};
  }
  if (!words.price.empty()) {
    auto price = parse_price(words.price, "--price");
    if (!price) return fail(price.error());
    question.price = std::move(*price);
  }
  return {};
}

bool has_hardware(const JobWords& words) {
  return !words.gpus.empty() || !words.cpus.empty() || !words.cores.empty() ||
         !words.memory.empty() || !words.ssds.empty() || !words.hdds.empty();
}

std::string contradiction_of_file(const JobWords& words) {
  const bool lists_devices = !words.gpus.empty() || !words.gpu_count.empty() ||
                             !words.cpus.empty() || !words.cpu_count.empty() ||
                             !words.cores.empty() || !words.ssds.empty() || !words.hdds.empty();
  if (lists_devices)
    return "--file lists what hardware the job has: leave out --gpu, --gpus, --cpu, --cpus, "
           "--cores, --ssd and --hdd; --what-if gpu=NAME shows another";
  if (!words.like.empty() || !words.times.empty())
    return "--file describes a job and --like scales a past run up: leave out one";
  return "";
}

std::string contradiction_of_run(const JobWords& words) {
  if (has_hardware(words) || !words.network.empty() || !words.hours.empty() ||
      !words.utilisation.empty())
    return "--like scales a past run up: leave out hardware, --network, --hours and --utilisation";
  if (!words.start.empty())
    return "a past run knows when it was, and is scaled up as it was: leave out --start";
  if (!words.repeats.empty()) return "with --like, how often is said by --times, not --repeats";
  if (!words.method.empty() && words.method != kOwnMethod)
    return "a past run was measured, not calculated: --like goes with no other --method";
  return "";
}

std::string contradiction_of_hardware(const JobWords& words) {
  if (!words.times.empty()) return "--times needs --like RUN; for hardware say --repeats";
  if (!has_hardware(words))
    return "say what the job needs: --gpu, --cpu, --cores, --memory, --ssd or --hdd, with "
           "--hours; or --file FILE, or --like RUN";
  if (words.hours.empty()) return "say how long the job takes: --hours 72";
  if (!words.gpu_count.empty()) {
    if (words.gpus.size() != 1)
      return "--gpus needs one --gpu; of several, write --gpu \"A100 x8\"";
    if (counted(words.gpus.front()).count)
      return "--gpu \"" + words.gpus.front() + "\" says how many already: leave out --gpus";
  }
  if (!words.cpu_count.empty() && words.cpus.size() != 1)
    return "--cpus needs one --cpu; of several, write --cpu \"EPYC 7763 x2\"";
  if (!words.cpu_count.empty() && !words.cores.empty())
    return "--cores counts cores and --cpus whole CPUs: leave out one";
  if (!words.cores.empty() && words.cpus.size() > 1) return "--cores goes with one --cpu";
  return "";
}

Result<> read_job_itself(const JobWords& words, const JobBasis& basis, JobQuestion& question) {
  if (basis.like) return read_past_run(*basis.like, question);
  if (basis.described) {
    if (asks_ours(words.method))
      if (auto fine = check_models(*basis.described); !fine) return fine;
    question = basis.described->question;
  } else if (auto fine = read_devices(words, question.job); !fine) {
    return fine;
  }
  if (auto fine = read_amounts(words, question.job); !fine) return fine;
  if (question.job.time > Seconds{0.0}) return {};
  if (!basis.described) return fail(Errc::malformed, "say how long the job takes: --hours 72");
  return fail(Errc::malformed, basis.described->file +
                                   ": hours is missing; write how long one try takes, or give "
                                   "--hours 72");
}

}  // namespace

std::string contradiction_of_place(const JobWords& words, const config::Settings& settings) {
  if (!words.provider.empty() && words.region.empty())
    return "--provider has many places: say which with --region, for example --region eu-west-1";
  if (!words.region.empty() && is_typed(settings, "zone"))
    return "--zone and --region both say where the job runs: leave out one";
  return "";
}

std::string contradiction(const JobWords& words, const config::Settings& settings) {
  auto why = !words.file.empty()   ? contradiction_of_file(words)
             : !words.like.empty() ? contradiction_of_run(words)
                                   : contradiction_of_hardware(words);
  return why.empty() ? contradiction_of_place(words, settings) : why;
}

std::string contradiction_of_table(const JobWords& words, const config::Settings& settings) {
  const bool says_job = has_hardware(words) || !words.gpu_count.empty() ||
                        !words.cpu_count.empty() || !words.network.empty() ||
                        !words.hours.empty() || !words.utilisation.empty() ||
                        !words.repeats.empty();
  if (!words.file.empty()) return "--file describes one job: it does not go with --input";
  if (says_job)
    return "--input has hardware, network, hours, utilisation and repeats in its columns: leave "
           "out their options";
  if (!words.like.empty() || !words.times.empty())
    return "--like scales up one run: it does not go with --input";
  if (!words.method.empty() && words.method != "wattprint")
    return "--input is estimated by our own method: leave out --method";
  if (words.extras.any() || !words.what_if.empty())
    return "--input has no scores, equivalents or --what-if: leave them out";
  return contradiction_of_place(words, settings);
}

Result<JobQuestion> job_question(const JobWords& words, const config::Settings& settings,
                                 const JobBasis& basis) {
  JobQuestion question;
  if (auto fine = read_job_itself(words, basis, question); !fine) return fail(fine.error());
  const bool is_times = !words.times.empty();
  if (is_times || !words.repeats.empty()) {
    const auto repeats = parse_number(is_times ? words.times : words.repeats,
                                      is_times ? "--times" : "--repeats", kRepeats);
    if (!repeats) return fail(repeats.error());
    question.job.repeats = *repeats;
  }
  if (auto fine = read_circumstances(words, settings, question); !fine) return fail(fine.error());
  return question;
}

Result<JobQuestion> usual_question(const JobWords& words, const config::Settings& settings) {
  JobQuestion question;
  if (auto fine = read_circumstances(words, settings, question); !fine) return fail(fine.error());
  return question;
}

}  // namespace wattprint::engine
