#pragma once

namespace wattprint::measure {

/// Whose energy a run is charged with.
enum class Scope {
  tree,     ///< that of the command and its descendants
  machine,  ///< all of the machine's while the command ran
};

/// Who pays for the energy that the machine would have drawn doing nothing.
enum class IdlePolicy {
  proportional,  ///< the run, for the share of the machine's CPU capacity that it used
  exclude,       ///< nobody: the run pays only for what its work added
  include,       ///< the run pays all of it
};

}  // namespace wattprint::measure
