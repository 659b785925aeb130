#include "sensors/extent.hpp"

namespace wattprint::sensors {
namespace {

using Kind = Extent::Kind;

bool kind_contains(Kind outer, Kind inner) {
  if (outer == inner || outer == Kind::machine) return true;
  return outer == Kind::package && (inner == Kind::core || inner == Kind::uncore);
}

bool place_contains(int outer, int inner) { return outer == -1 || outer == inner; }

bool may_be_same(int a, int b) { return a == -1 || b == -1 || a == b; }

/// Devices tell apart extents of one kind only: "intel-gpu" is no statement about a package.
bool devices_agree(const Extent& a, const Extent& b) {
  return a.kind != b.kind || a.device.empty() || b.device.empty() || a.device == b.device;
}

}  // namespace

bool contains(const Extent& outer, const Extent& inner) {
  if (!kind_contains(outer.kind, inner.kind) || !devices_agree(outer, inner)) return false;
  if (outer.kind == Kind::machine) return true;
  return place_contains(outer.socket, inner.socket) && place_contains(outer.die, inner.die);
}

bool overlaps(const Extent& a, const Extent& b) {
  if (!kind_contains(a.kind, b.kind) && !kind_contains(b.kind, a.kind)) return false;
  if (!devices_agree(a, b)) return false;
  if (a.kind == Kind::machine || b.kind == Kind::machine) return true;
  return may_be_same(a.socket, b.socket) && may_be_same(a.die, b.die);
}

}  // namespace wattprint::sensors
