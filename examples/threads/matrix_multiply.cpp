// Multiplies two square matrices with several threads, again and again, and says how fast it went.
//
//     wattprint run --name matmul-2 -- build/examples/matrix_multiply --threads 2
//
// The same work with more threads takes less time; whether it takes less energy is what measuring
// tells (wattprint compare).

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>
#include <vector>

namespace {

struct Options {
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t size = 768;
  std::size_t repeats = 10;
};

class Matrix {
 public:
  explicit Matrix(std::size_t size) : size_(size), values_(size * size) {}
  std::size_t size() const { return size_; }
  double* row(std::size_t i) { return values_.data() + i * size_; }
  const double* row(std::size_t i) const { return values_.data() + i * size_; }

 private:
  std::size_t size_;
  std::vector<double> values_;
};

// Row i of the product is the sum of the rows of b, weighted by row i of a: all accesses are
// sequential, so the compiler vectorises the inner loop.
void multiply_rows(const Matrix& a, const Matrix& b, Matrix& product, std::size_t begin,
                   std::size_t end) {
  const std::size_t n = a.size();
  for (std::size_t i = begin; i < end; ++i) {
    double* out = product.row(i);
    std::fill(out, out + n, 0.0);
    for (std::size_t k = 0; k < n; ++k) {
      const double weight = a.row(i)[k];
      const double* in = b.row(k);
      for (std::size_t j = 0; j < n; ++j) out[j] += weight * in[j];
    }
  }
}

void multiply(const Matrix& a, const Matrix& b, Matrix& product, std::size_t threads) {
  std::vector<std::jthread> workers;
  for (std::size_t t = 0; t < threads; ++t) {
    const std::size_t begin = a.size() * t / threads;
    const std::size_t end = a.size() * (t + 1) / threads;
    workers.emplace_back([&, begin, end] { multiply_rows(a, b, product, begin, end); });
  }
}

int usage() {
  std::fputs("usage: matrix_multiply [--threads N] [--size N] [--repeats N]\n", stderr);
  return 2;
}

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    std::size_t* target = name == "--threads"   ? &options.threads
                          : name == "--size"    ? &options.size
                          : name == "--repeats" ? &options.repeats
                                                : nullptr;
    if (target == nullptr || i + 1 == argc) return false;
    const char* end = argv[i + 1] + std::strlen(argv[i + 1]);
    const auto [rest, error] = std::from_chars(argv[i + 1], end, *target);
    if (error != std::errc{} || rest != end || *target == 0) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) return usage();

  Matrix a(options.size);
  Matrix b(options.size);
  Matrix product(options.size);
  for (std::size_t i = 0; i < options.size; ++i) {
    for (std::size_t j = 0; j < options.size; ++j) {
      a.row(i)[j] = static_cast<double>(i + j);
      b.row(i)[j] = i == j ? 2.0 : 0.0;  // product = 2a, so that the result can be checked
    }
  }

  const auto started = std::chrono::steady_clock::now();
  for (std::size_t r = 0; r < options.repeats; ++r) multiply(a, b, product, options.threads);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;

  const std::size_t last = options.size - 1;
  if (product.row(last)[last] != 2.0 * a.row(last)[last]) {
    std::fputs("matrix_multiply: wrong product\n", stderr);
    return EXIT_FAILURE;
  }
  const double n = static_cast<double>(options.size);
  const double operations = 2.0 * n * n * n * static_cast<double>(options.repeats);
  std::printf("%zu threads, %zu x %zu, %zu times: %.2f s, %.2f Gflop/s\n", options.threads,
              options.size, options.size, options.repeats, took.count(),
              operations / took.count() / 1e9);
}
