// Chunks of samples from a damaged store: whatever decodes has columns of one length, and can be
// encoded again.

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "store/sample_codec.hpp"

namespace {

using namespace wattprint;

void check(std::string_view bytes) {
  const auto series = store::decode(bytes);
  if (!series) return;
  const std::size_t count = series->size();
  if (series->begin.size() != count || series->cpu_run.size() != count ||
      series->cpu_busy.size() != count)
    std::abort();
  for (const auto& domain : series->domains)
    if (domain.machine.size() != count || domain.run.size() != count) std::abort();
  const auto again = store::decode(store::encode(*series));
  if (!again || again->size() != count) std::abort();
}

/// As encode() wraps its columns: else zlib's checksum would keep the fuzzer out of them.
std::string packed(std::string_view raw) {
  std::string bytes(1, '\1');
  std::size_t size = raw.size();
  for (; size >= 0x80; size >>= 7) bytes += static_cast<char>((size & 0x7F) | 0x80);
  bytes += static_cast<char>(size);
  uLongf length = compressBound(raw.size());
  std::string data(length, '\0');
  compress2(reinterpret_cast<Bytef*>(data.data()), &length,
            reinterpret_cast<const Bytef*>(raw.data()), raw.size(), 0);
  return bytes.append(data, 0, length);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text);
  check(packed(text));
  return 0;
}
