#pragma once

#include <string>

namespace wattprint::sensors {

/// The piece of hardware whose energy a zone counts, so that overlaps can be seen.
///
///     machine  contains everything
///     package  contains core and uncore of the same socket and die; never dram
///     gpu      contains nothing else
///
/// socket, die  -1 where the notion does not apply (machine) or the source does not tell them
/// apart:
///              a package without a die contains every die of its socket.
/// device       tells extents of one kind apart where socket and die do not (a GPU's PCI address or
///              UUID, a board rail); compared only when both sides have one.
struct Extent {
  enum class Kind { machine, package, core, uncore, dram, gpu, rail };
  Kind kind = Kind::machine;
  int socket = -1;
  int die = -1;
  std::string device;
};

/// True when all the energy of `inner` is also in `outer` (equal extents contain each other).
bool contains(const Extent& outer, const Extent& inner);

/// True when some energy would be counted twice if both were added up.
bool overlaps(const Extent& a, const Extent& b);

}  // namespace wattprint::sensors
