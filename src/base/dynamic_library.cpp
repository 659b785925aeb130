#include "base/dynamic_library.hpp"

#include <dlfcn.h>

#include <utility>

namespace wattprint {

Result<DynamicLibrary> DynamicLibrary::open(const std::string& name, Unload unload) {
  const int keep = unload == Unload::never ? RTLD_NODELETE : 0;
  void* handle = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL | keep);
  if (handle == nullptr) {
    const char* reason = ::dlerror();
    return fail(Errc::not_present,
                reason != nullptr ? std::string(reason) : name + ": cannot be loaded");
  }
  return DynamicLibrary(handle);
}

DynamicLibrary::DynamicLibrary(DynamicLibrary&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)) {}

DynamicLibrary& DynamicLibrary::operator=(DynamicLibrary&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

DynamicLibrary::~DynamicLibrary() {
  if (handle_ != nullptr) ::dlclose(handle_);
}

void* DynamicLibrary::address(const char* symbol) const { return ::dlsym(handle_, symbol); }

}  // namespace wattprint
