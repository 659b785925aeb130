/* Measures three tasks of this program.
 *
 *     cc track.c $(pkg-config --cflags --libs wattprint) -o track && ./track */
#include <stdio.h>
#include <wattprint/wattprint.h>

static double work(long steps) {
  double sum = 0.0;
  for (long i = 1; i <= steps; ++i) sum += 1.0 / ((double)i * (double)i);
  return sum;
}

static int complain(const char* what) {
  fprintf(stderr, "%s: %s\n", what, wp_last_error());
  return 1;
}

int main(int argc, char** argv) {
  const char* settings[] = {"name=three tasks", "interval=200ms", NULL, NULL};
  if (argc > 1) settings[2] = argv[1]; /* for example data-dir=/tmp/here */
  const wp_options options = {.size = sizeof options, .settings = settings};

  wp_tracker* tracker = NULL;
  if (wp_open(WP_ABI_VERSION, &options, &tracker) != WP_OK) return complain("wp_open");
  if (wp_start(tracker) != WP_OK) return complain("wp_start");

  for (int i = 1; i <= 3; ++i) {
    uint64_t task = 0;
    wp_task_begin(tracker, "sum", &task);
    const double sum = work(50000000L * i);
    wp_task_end(tracker, task);

    wp_figures used = {.size = sizeof used};
    if (wp_task_figures(tracker, task, &used) != WP_OK) return complain("wp_task_figures");
    printf("task %d: %.3f s, %.2f J (%.2f to %.2f), sum %.6f\n", i, used.duration_s,
           used.energy_j.value, used.energy_j.low, used.energy_j.high, sum);
  }

  if (wp_stop(tracker) != WP_OK) return complain("wp_stop");
  wp_figures whole = {.size = sizeof whole};
  if (wp_snapshot(tracker, &whole) != WP_OK) return complain("wp_snapshot");
  printf("all: %.3f s, %.2f J, %.4f g CO2e\n", whole.duration_s, whole.energy_j.value,
         whole.emissions_g.value);
  wp_close(tracker);
  return 0;
}
