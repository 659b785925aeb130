#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/figure.hpp"
#include "units/units.hpp"

namespace wattprint::catalog {

/// Peak arithmetic, 10^12 floating-point operations a second.
using Teraflops = Quantity<struct TeraflopsTag>;

/// A GPU, TPU or accelerator card. The texts point into the table.
struct Gpu {
  std::string_view name;
  std::string_view vendor;
  std::vector<std::string_view> nvml_names;  ///< as the NVIDIA driver prints it
  std::optional<unsigned> memory_gb;
  std::string_view memory_kind;  ///< hbm, gddr, lpddr, ddr
  std::string_view form;         ///< sxm, pcie, oam, superchip, module, laptop, socket, board
  unsigned devices = 1;          ///< that the driver shows for one card; all power is the card's

  struct Rating {
    Watts value;
    Watts low;  ///< other than value where one name is sold with several limits
    Watts high;
  };
  std::optional<Rating> tdp;  ///< nothing when the vendor publishes none

  /// What the driver showed of GPUs on which nothing was loaded.
  struct IdleReadings {
    Watts mean;
    Watts low;
    Watts high;
    unsigned count;
    std::string_view source;
  };
  std::optional<IdleReadings> idle;

  /// Lowest and highest mean power of training runs; neither idle nor a limit.
  struct Observed {
    Watts low;
    Watts high;
    unsigned runs;
  };
  std::optional<Observed> observed;

  std::optional<Teraflops> fp32;
  std::optional<Teraflops> fp16;
  std::string_view fp16_kind;  ///< "dense tensor" or "vector"
  std::optional<int> launch_year;
  std::string_view source;  ///< names of data/SOURCES.md, separated by ;
  std::string_view note;
};

/// Which GPUs a name may mean.
struct GpuMatch {
  enum class Kind {
    exact,   ///< one, by its name in some spelling
    alias,   ///< one, by what its driver prints
    family,  ///< one of these, or a version of them that the table does not have
    none,
  };
  Kind kind = Kind::none;
  std::vector<Gpu> gpus;
};

std::string_view to_string(GpuMatch::Kind kind);

/// Finds what a driver, a vendor, lspci or a person calls a GPU. A name that several share ("A100")
/// is a family, never one of them; a name of a version that the table does not have is none, or a
/// family where only its size of memory or its form is not there.
///
/// Errc::malformed when a row of the table makes no sense; a name that nothing has is no error.
Result<GpuMatch> find_gpu(std::string_view text, std::string_view table = tables::gpus());

/// The names nearest to one that was not found, best first.
Result<std::vector<std::string>> nearest_gpus(std::string_view text,
                                              std::string_view table = tables::gpus());

/// All of the table, in its order.
Result<std::vector<Gpu>> all_gpus(std::string_view table = tables::gpus());

/// Rated power of a card that may be any of these: the middle of what they are rated at, from the
/// lowest to the highest; nothing when none of them has a rating.
std::optional<Figure<Watts>> rated_power(const std::vector<Gpu>& gpus);

}  // namespace wattprint::catalog
