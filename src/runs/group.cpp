#include "runs/group.hpp"

#include <algorithm>

namespace wattprint::runs {
namespace {

/// Errors of one model on alike machines go the same way: their ends are added too.
template <class Q>
std::optional<Figure<Q>> sum_of(std::span<const RunRecord> records,
                                std::optional<Figure<Q>> RunRecord::*figure) {
  std::optional<Figure<Q>> sum;
  for (const auto& record : records) {
    if (!(record.*figure)) return std::nullopt;
    sum = sum ? add(*sum, *(record.*figure)) : record.*figure;
  }
  return sum;
}

}  // namespace

GroupSum sum_of_group(std::span<const RunRecord> records) {
  const auto& first = *records.front().identity.rank;
  GroupSum sum{.group = first.group,
               .launcher = first.launcher,
               .size = first.size,
               .missing = {},
               .energy = sum_of(records, &RunRecord::energy),
               .emissions = sum_of(records, &RunRecord::emissions)};
  for (int rank = 0; rank < sum.size; ++rank) {
    const bool there = std::any_of(records.begin(), records.end(), [&](const RunRecord& record) {
      return record.identity.rank && record.identity.rank->rank == rank;
    });
    if (!there) sum.missing.push_back(rank);
  }
  return sum;
}

}  // namespace wattprint::runs
