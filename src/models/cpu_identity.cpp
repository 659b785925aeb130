#include "models/cpu_identity.hpp"

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/text.hpp"
#include "catalog/cpuid.hpp"
#include "catalog/cpus.hpp"

namespace wattprint::models {
namespace {

// One record is 1.5 to 3 kB on x86 of 2026; flags grow.
constexpr std::size_t kFirstRecord = 8192;
// Above every machine that Linux supports (NR_CPUS is at most 8192 on x86 and 4096 on arm64).
constexpr unsigned kMostThreads = 65536;
constexpr std::size_t kLongestName = 80;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word) {
  while (const auto next = next_word(text))
    if (*next == word) return true;
  return false;
}

std::optional<unsigned> number(std::string_view text) {
  text = trim(text);
  int base = 10;
  if (starts_with(text, "0x")) {
    text.remove_prefix(2);
    base = 16;
  }
  const auto value = parse_u64(text, base);
  if (!value || *value > 0xffffffffU) return std::nullopt;
  return static_cast<unsigned>(*value);
}

// A name is shown on terminals: printable ASCII only, blanks squeezed.
std::string clean_name(std::string_view text) {
  std::string name;
  for (const char c : trim(text)) {
    const bool printable = c > ' ' && c <= '~';
    if (!printable && (name.empty() || name.back() == ' ')) continue;
    name += printable ? c : ' ';
    if (name.size() == kLongestName) break;
  }
  return std::string(trim(name));
}

std::string vendor_name(std::string_view id) {
  if (id == "GenuineIntel") return "Intel";
  if (id == "AuthenticAMD") return "AMD";
  if (id == "HygonGenuine") return "Hygon";
  return clean_name(id);
}

// JEP106 codes as in Linux arch/arm64/include/asm/cputype.h.
std::string_view implementer_name(unsigned implementer) {
  switch (implementer) {
    case 0x41: return "ARM";
    case 0x42: return "Broadcom";
    case 0x43: return "Cavium";
    case 0x46: return "Fujitsu";
    case 0x48: return "HiSilicon";
    case 0x4e: return "NVIDIA";
    case 0x51: return "Qualcomm";
    case 0x61: return "Apple";
    case 0x6d: return "Microsoft";
    case 0xc0: return "Ampere";
    default: return "ARM";
  }
}

// QEMU's named models show the identity of a client part where, in practice, a server works.
std::string_view behind_qemu_model(std::string_view key, std::string_view name) {
  const bool qemu = contains(name, "Core Processor (") || contains(name, "12xx");
  if (!qemu) return key;
  if (key == "sandy-bridge") return "sandy-bridge-sp";
  if (key == "ivy-bridge") return "ivy-bridge-sp";
  if (key == "haswell") return "haswell-sp";
  if (key == "broadwell-mobile") return "broadwell-sp";
  if (key == "skylake") return "skylake-sp";
  return key;
}

std::string_view find_key(const CpuIdentity& cpu) {
  if (cpu.implementer) {
    const auto die = catalog::find_die({.vendor = "ARM",
                                        .family = *cpu.implementer,
                                        .model = cpu.part.value_or(0),
                                        .stepping = {}});
    return die && !die->power_family.empty() ? die->power_family : "unknown-arm";
  }
  if (cpu.family && cpu.model) {
    // QEMU's Icelake-Server of some versions carries the model number of Snow Ridge.
    if (cpu.model == 134U && contains(cpu.model_name, "Icelake")) return "ice-lake-sp";
    const auto die = catalog::find_die({.vendor = cpu.vendor,
                                        .family = *cpu.family,
                                        .model = *cpu.model,
                                        .stepping = cpu.stepping});
    if (die && !die->power_family.empty())
      return behind_qemu_model(die->power_family, cpu.model_name);
  }
  if (cpu.vendor == "Intel") return "unknown-intel";
  if (cpu.vendor == "AMD" || cpu.vendor == "Hygon") return "unknown-amd";
  return "unknown-cpu";
}

/// A guest sees a socket of its own making; on bare metal `siblings` also knows whether SMT is on.
std::optional<Watts> tdp_per_thread(const CpuIdentity& cpu) {
  const auto named = catalog::find_cpu(cpu.model_name);
  if (named.name.empty() || !named.tdp || !named.threads) return std::nullopt;
  unsigned threads = *named.threads;
  const bool plausible = cpu.threads_per_socket && *cpu.threads_per_socket <= threads &&
                         *cpu.threads_per_socket >= named.cores.value_or(threads);
  if (!cpu.virtual_machine && plausible) threads = *cpu.threads_per_socket;
  return named.tdp->value / threads;
}

void drop(std::string& text, std::string_view part) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part))
    text.erase(at, part.size());
}

bool drop_last_word(std::string& text, std::string_view word) {
  const auto at = text.find_last_of(' ');
  if (at == std::string::npos) return false;
  const std::string_view last = std::string_view(text).substr(at + 1);
  const bool hit =
      word == "-Core" ? last.size() > word.size() && last.ends_with(word) : last == word;
  if (hit) text.resize(at);
  return hit;
}

// "Intel(R) Xeon(R) Gold 6140 CPU @ 2.30GHz" -> "Intel Xeon Gold 6140"
std::string brand(std::string_view model_name) {
  std::string text(model_name);
  for (const char* mark : {"(R)", "(r)", "(TM)", "(tm)"}) drop(text, mark);
  for (const char* end : {" @", " with ", " w/ ", " ("})
    if (const auto at = text.find(end); at != std::string::npos && at > 0) text.resize(at);
  text = clean_name(text);
  while (drop_last_word(text, "Processor") || drop_last_word(text, "-Core") ||
         (!contains(text, "Virtual") && drop_last_word(text, "CPU"))) {
  }
  return text;
}

std::optional<unsigned> count_stat_lines(const Machine& machine) {
  const auto text = read_text(machine.procfs / "stat");
  if (!text) return std::nullopt;
  unsigned count = 0;
  std::string_view rest = *text;
  while (const auto line = next_line(rest)) {
    // the cpu lines come first; "intr" after them can be 100 kB
    if (!starts_with(*line, "cpu")) break;
    if (line->size() > 3 && (*line)[3] >= '0' && (*line)[3] <= '9') ++count;
  }
  if (count == 0) return std::nullopt;
  return count;
}

std::optional<unsigned> count_records(const Machine& machine) {
  const auto text = read_text(machine.procfs / "cpuinfo", std::size_t{32} << 20);
  if (!text) return std::nullopt;
  unsigned count = 0;
  std::string_view rest = *text;
  while (const auto line = next_line(rest))
    if (starts_with(*line, "processor")) ++count;
  if (count == 0) return std::nullopt;
  return count;
}

std::optional<unsigned> count_threads(const Machine& machine) {
  if (const auto list = read_line(machine.sysfs / "devices/system/cpu/online"))
    if (const auto count = count_cpu_list(*list)) return count;
  if (const auto count = count_stat_lines(machine)) return count;
  return count_records(machine);
}

// Where the CPU has no flag for it (ARM): the maker of the "hardware".
bool dmi_says_virtual(const Machine& machine) {
  if (read_line(machine.sysfs / "hypervisor/type")) return true;  // Xen guests
  std::string text;
  for (const char* file : {"sys_vendor", "product_name"})
    if (const auto line = read_line(machine.sysfs / "class/dmi/id" / file)) text += *line + '\n';
  if (contains(text, ".metal")) return false;  // "Amazon EC2" that is a whole machine
  constexpr std::array<std::string_view, 11> kMakers = {
      "QEMU",       "KVM", "Amazon EC2", "Google Compute", "Virtual Machine",     "VMware",
      "VirtualBox", "Xen", "OpenStack",  "Alibaba Cloud",  "Apple Virtualization"};
  return std::any_of(kMakers.begin(), kMakers.end(),
                     [&](std::string_view maker) { return contains(text, maker); });
}

}  // namespace

std::optional<unsigned> count_cpu_list(std::string_view text) {
  unsigned count = 0;
  for (const auto part : split(trim(text), ',')) {
    const auto dash = part.find('-');
    const auto first = parse_u64(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_u64(part.substr(dash + 1));
    if (!first || !last || *last < *first || *last >= kMostThreads) return std::nullopt;
    count += static_cast<unsigned>(*last - *first + 1);
    if (count > kMostThreads) return std::nullopt;
  }
  return count;
}

CpuIdentity parse_cpuinfo(std::string_view text) {
  CpuIdentity cpu;
  bool in_record = false;
  while (const auto line = next_line(text)) {
    const auto colon = line->find(':');
    if (trim(*line).empty() && in_record) break;
    if (colon == std::string_view::npos) continue;
    in_record = true;
    const auto key = trim(line->substr(0, colon));
    const auto value = trim(line->substr(colon + 1));
    if (key == "vendor_id") cpu.vendor = vendor_name(value);
    if (key == "cpu family") cpu.family = number(value);
    if (key == "model") cpu.model = number(value);
    if (key == "stepping") cpu.stepping = number(value);
    if (key == "model name") cpu.model_name = clean_name(value);
    if (key == "siblings") cpu.threads_per_socket = number(value);
    if (key == "cpu cores") cpu.cores_per_socket = number(value);
    if (key == "CPU implementer") cpu.implementer = number(value);
    if (key == "CPU part") cpu.part = number(value);
    if (key == "flags") cpu.virtual_machine = has_word(value, "hypervisor");
  }
  if (cpu.implementer) cpu.vendor = implementer_name(*cpu.implementer);
  cpu.power_family = &cpu_family(find_key(cpu));
  cpu.tdp_per_thread = tdp_per_thread(cpu);
  return cpu;
}

Result<CpuIdentity> identify_cpu(const Machine& machine) {
  const auto path = machine.procfs / "cpuinfo";
  const auto text = read_text(path, kFirstRecord);
  const auto threads = count_threads(machine);
  if (!text && !threads)
    return fail(text.error().code,
                text.error().what +
                    "; mount /proc, or give the host's with --procfs-root, to let "
                    "wattprint see what CPU this is");
  CpuIdentity cpu = text ? parse_cpuinfo(*text) : CpuIdentity{};
  cpu.threads = std::max(1U, threads.value_or(1));

  if (cpu.implementer || cpu.vendor.empty()) cpu.virtual_machine = dmi_says_virtual(machine);
  return cpu;
}

std::optional<unsigned> CpuIdentity::sockets() const {
  if (!threads_per_socket || *threads_per_socket == 0 || *threads_per_socket > kMostThreads)
    return std::nullopt;
  // threads that are offline leave a rest: round up
  return (threads + *threads_per_socket - 1) / *threads_per_socket;
}

std::optional<unsigned> CpuIdentity::cores() const {
  const auto socket_count = sockets();
  if (!socket_count || !cores_per_socket || *cores_per_socket == 0 ||
      *cores_per_socket > *threads_per_socket)
    return std::nullopt;
  return *cores_per_socket * *socket_count;
}

std::string CpuIdentity::short_name() const {
  const bool known =
      power_family->basis == FamilyBasis::fitted || power_family->basis == FamilyBasis::by_tdp;
  std::string name = brand(model_name);
  if (name.empty() && known && implementer)
    return starts_with(power_family->name, vendor) ? std::string(power_family->name)
                                                   : vendor + ' ' + std::string(power_family->name);
  if (name.empty()) name = vendor.empty() ? "CPU" : vendor + " CPU";
  if (!known) return name + " (family not known)";
  return name + " (" + std::string(power_family->name) + ')';
}

std::string CpuIdentity::describe() const {
  return short_name() + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads") +
         ", no power sensor here";
}

}  // namespace wattprint::models
