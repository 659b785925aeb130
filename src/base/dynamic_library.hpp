#pragma once

#include <string>
#include <type_traits>

#include "base/result.hpp"

namespace wattprint {

/// A shared library opened at run time; closed with the object.
class DynamicLibrary {
 public:
  /// name  soname or path. Errc::not_present when the loader does not find it.
  static Result<DynamicLibrary> open(const std::string& name);

  DynamicLibrary(DynamicLibrary&& other) noexcept;
  DynamicLibrary& operator=(DynamicLibrary&& other) noexcept;
  ~DynamicLibrary();

  /// The function of that name, or nullptr: old drivers lack new symbols, so each caller decides.
  template <class Function>
  Function* find(const char* symbol) const {
    static_assert(std::is_function_v<Function>);
    return reinterpret_cast<Function*>(address(symbol));
  }

 private:
  explicit DynamicLibrary(void* handle) : handle_(handle) {}
  void* address(const char* symbol) const;
  void* handle_ = nullptr;
};

}  // namespace wattprint
