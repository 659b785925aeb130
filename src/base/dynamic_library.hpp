#pragma once

#include <string>
#include <type_traits>

#include "base/result.hpp"

namespace wattprint {

/// A shared library opened at run time; closed with the object.
class DynamicLibrary {
 public:
  enum class Unload { with_object, never };

  /// name    soname or path. Errc::not_present when the loader does not find it.
  /// unload  never: the code stays loaded, for libraries whose threads may outlive the object.
  static Result<DynamicLibrary> open(const std::string& name, Unload unload = Unload::with_object);

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
