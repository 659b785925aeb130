#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.hpp"
#include "base/result.hpp"
#include "engine/amounts.hpp"

namespace wattprint::engine {

/// A number that a table may have, and what a person should know who wrote something else.
struct NumberKey {
  std::string_view name;
  Bounds bounds;
  std::string_view meaning;  ///< with an example: "it counts GPUs: 8"
};

/// A table in the description of a job: the job itself, or one of its GPUs, CPUs or drives.
///
/// All errors are Errc::malformed, "FILE line N: gpu.count: what; remedy" of TOML and
/// "FILE: /gpu/0/count: what; remedy" of JSON. The document outlives the sections.
class JobSection {
 public:
  /// name  "gpu"; empty for the job itself. Refuses a value that is no table, and a key that is not
  /// among `keys`: the nearest is offered.
  static Result<JobSection> of(const Node& node, std::string_view name, const std::string& file,
                               const std::vector<std::string>& keys);

  /// Nothing when the table does not have the key, here and below.
  const Node* find(std::string_view key) const;
  Result<std::optional<double>> number(const NumberKey& key) const;
  /// A text that is not empty, without blanks around it.
  Result<std::optional<std::string>> text(std::string_view key, std::string_view meaning) const;
  /// 0.8 or "80%".
  Result<std::optional<Fraction>> share(std::string_view key) const;
  /// The tables of a list: [[gpu]], or "gpu": [{...}]; none without the key.
  Result<std::vector<JobSection>> list(std::string_view key,
                                       const std::vector<std::string>& keys) const;

  /// Where a key stands that the table has, and where the table does.
  std::string place(std::string_view key) const;
  std::string place() const;

 private:
  JobSection(const Node& node, std::string_view name, const std::string& file)
      : node_(&node), name_(name), file_(file) {}
  std::string place(const Node& node, std::string_view key) const;
  tl::unexpected<Error> refuse(std::string_view key, std::string_view what) const;

  const Node* node_;
  std::string name_;
  std::string file_;
};

}  // namespace wattprint::engine
