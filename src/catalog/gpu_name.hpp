#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wattprint::catalog {

/// What the name of a GPU says, however it is spelled: "NVIDIA A100-SXM4-80GB", "a100 80gb sxm".
struct GpuName {
  std::vector<std::string> words;  ///< that tell models apart, in lower case: "rtx", "4090", "ti"
  std::optional<unsigned> memory_gb;
  std::string form;  ///< "pcie", "sxm", "sxm4", "oam", "nvl"; empty when the name does not say
};

/// Reads a name as vendors, drivers, lspci and people write it. Several where it holds several
/// ("AMD Instinct MI250X/MI250"); never an empty list, but names without words for a text that
/// has none. Bytes that no name has separate words.
std::vector<GpuName> parse_gpu_names(std::string_view text);

/// How the name of a row of the table answers a name that was asked for.
enum class GpuNaming {
  other,    ///< another GPU
  edition,  ///< perhaps: it has a word for its edition ("Ada", "Quadro") that was not said
  same,
};

/// asked      from outside
/// row        one spelling of the row
/// memory_gb  of the row, where its spelling does not say
/// form       likewise
GpuNaming compare(const GpuName& asked, const GpuName& row, std::optional<unsigned> memory_gb,
                  std::string_view form);

}  // namespace wattprint::catalog
