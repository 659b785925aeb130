/* What tracking costs the program that is tracked, as key=value lines.
 *
 *     tracker_cost DATA_DIR [SECONDS]    SECONDS of 1 Hz tracking, 10 unless said */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <wattprint/wattprint.h>

enum { kPairs = 10000, kStarts = 20 };

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int ascending(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static wp_tracker* started(const wp_options* options) {
  wp_tracker* tracker = NULL;
  if (wp_open(WP_ABI_VERSION, options, &tracker) != WP_OK || wp_start(tracker) != WP_OK) {
    fprintf(stderr, "tracker_cost: %s\n", wp_last_error());
    exit(1);
  }
  return tracker;
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  char directory[4096];
  snprintf(directory, sizeof directory, "data-dir=%s", argv[1]);
  const char* settings[] = {directory, "name=cost", NULL};
  const wp_options options = {sizeof options, settings};
  static double times[kPairs];

  wp_close(started(&options)); /* makes the store */
  for (int i = 0; i < kStarts; ++i) {
    const double before = seconds(CLOCK_PROCESS_CPUTIME_ID);
    wp_tracker* tracker = started(&options);
    wp_stop(tracker);
    times[i] = seconds(CLOCK_PROCESS_CPUTIME_ID) - before;
    wp_close(tracker);
  }
  qsort(times, kStarts, sizeof *times, ascending);
  printf("start_stop_cpu_ms=%.3f\n", times[kStarts / 2] * 1e3);

  wp_tracker* tracker = started(&options);
  for (int i = 0; i < kPairs; ++i) {
    uint64_t task = 0;
    const double before = seconds(CLOCK_MONOTONIC);
    wp_task_begin(tracker, "pair", &task);
    wp_task_end(tracker, task);
    times[i] = seconds(CLOCK_MONOTONIC) - before;
  }
  wp_close(tracker);
  qsort(times, kPairs, sizeof *times, ascending);
  printf("task_pair_median_us=%.3f\ntask_pair_p99_us=%.3f\n", times[kPairs / 2] * 1e6,
         times[kPairs * 99 / 100] * 1e6);

  const double length = argc > 2 ? atof(argv[2]) : 10.0;
  const struct timespec pause = {(time_t)length, 0};
  tracker = started(&options);
  const double before = seconds(CLOCK_PROCESS_CPUTIME_ID);
  nanosleep(&pause, NULL);
  printf("tracking_s=%.0f\ntracking_cpu_ms=%.3f\n", length,
         (seconds(CLOCK_PROCESS_CPUTIME_ID) - before) * 1e3);
  wp_close(tracker);
  return 0;
}
