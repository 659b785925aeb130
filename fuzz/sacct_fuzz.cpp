// What sacct printed, or somebody edited: it is read or refused with a line, and what is read can
// be weighed without a negative or endless energy.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "estimate/methods/green_algorithms_hpc.hpp"
#include "support/byte_streams.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace hpc = wattprint::estimate::methods::green_algorithms_hpc;
  std::string text =
      "JobID|Submit|Elapsed|Partition|NNodes|NCPUS|TotalCPU|CPUTime|ReqMem|MaxRSS|State|"
      "AllocTRES\n";
  text.append(reinterpret_cast<const char*>(data), size);
  wattprint::testing::PiecewiseSource source(text, 5);
  const auto jobs = hpc::read_sacct(source, "sacct");
  if (!jobs) {
    if (jobs.error().what.rfind("sacct:", 0) != 0) std::abort();
    return 0;
  }
  hpc::Cluster cluster;
  cluster.partitions[""] = {true, wattprint::Watts{300}, wattprint::Watts{5}};
  cluster.granularity = hpc::DecimalGigabytes{4};
  for (const auto& job : *jobs) {
    const auto found = hpc::footprint(job, cluster);
    if (found && found->energy < wattprint::Joules{0}) std::abort();
  }
  return 0;
}
