// Names of CPUs: whatever the bytes, a key of letters and digits, and never one CPU unless its own
// name, read again, is that CPU too.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "catalog/cpu_name.hpp"
#include "catalog/cpus.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint::catalog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const CpuName name = read_cpu_name(text);
  for (const char c : name.key)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '+') std::abort();
  const CpuMatch match = find_cpu(text);
  const bool one = match.kind == CpuMatchKind::exact || match.kind == CpuMatchKind::alias;
  if (one != !match.name.empty()) std::abort();
  if (one && find_cpu(match.name).name != match.name) std::abort();
  if (match.tdp && !(match.tdp->low <= match.tdp->value && match.tdp->value <= match.tdp->high))
    std::abort();
  return 0;
}
