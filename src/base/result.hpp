#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace wattprint {

/// Why something recoverable failed. The text in Error says where and what to do.
enum class Errc {
  not_present,        ///< the thing is not there: no file, no device, no row
  permission_denied,  ///< it is there, but not for us
  malformed,          ///< its content or the caller's input makes no sense
  io,                 ///< the operating system failed to read or write
  unavailable,        ///< it exists but cannot be had right now
};

/// A failure that the caller is expected to handle or to show.
///
/// what  one sentence that names the file, key or option, and the remedy where one is known.
struct Error {
  Errc code;
  std::string what;
};

/// Value or Error; one alias to change when std::expected can be had.
template <class T = void>
using Result = tl::expected<T, Error>;

inline auto fail(Errc code, std::string what) {
  return tl::unexpected<Error>(Error{code, std::move(what)});
}

/// Hands the error of one Result on as the error of another.
inline auto fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace wattprint
