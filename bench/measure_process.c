/* Runs commands in turn (A B A B ...) and prints what each of them and its children cost, as JSON.
 *
 *     measure_process --runs 21 ::: wattprint run -- true ::: /usr/bin/python3 -c pass
 *
 * CPU time and peak memory are the kernel's own (wait4), so nothing is sampled or missed. A small C
 * program, because a child's ru_maxrss starts from the memory of whoever started it: measured from
 * Python, /bin/true seems to need 10 MB. Taking turns spreads a noisy machine over all commands. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { kMostCommands = 16 };

extern char** environ;

struct run {
  double cpu_s;
  double wall_s;
  double max_rss_kib;
};

static double seconds_of(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int measure(char** command, const posix_spawn_file_actions_t* streams, struct run* result) {
  const double start = now();
  pid_t pid;
  const int error = posix_spawnp(&pid, command[0], streams, NULL, command, environ);
  if (error != 0) {
    fprintf(stderr, "measure_process: cannot start %s: %s\n", command[0], strerror(error));
    return -1;
  }
  int status;
  struct rusage usage;
  while (wait4(pid, &status, 0, &usage) < 0)
    if (errno != EINTR) return -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "measure_process: %s failed (wait status %d)\n", command[0], status);
    return -1;
  }
  result->cpu_s = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  result->wall_s = now() - start;
  result->max_rss_kib = (double)usage.ru_maxrss;
  return 0;
}

static int by_value(const void* a, const void* b) {
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/* Prints the median, least and greatest of one member of the runs. */
static void print_spread(const char* name, const struct run* runs, long count, size_t member) {
  double* values = malloc((size_t)count * sizeof *values);
  if (values == NULL) abort();
  for (long i = 0; i < count; ++i)
    memcpy(&values[i], (const char*)&runs[i] + member, sizeof(double));
  qsort(values, (size_t)count, sizeof *values, by_value);
  const double median = (values[(count - 1) / 2] + values[count / 2]) / 2;
  printf(", \"%s\": {\"median\": %.6f, \"min\": %.6f, \"max\": %.6f}", name, median, values[0],
         values[count - 1]);
  free(values);
}

static void print_command(char** command) {
  putchar('[');
  for (char** word = command; *word != NULL; ++word) {
    printf(word == command ? "\"" : ", \"");
    for (const char* c = *word; *c != '\0'; ++c) {
      if (*c == '"' || *c == '\\') putchar('\\');
      putchar((unsigned char)*c < 0x20 ? ' ' : *c);
    }
    putchar('"');
  }
  putchar(']');
}

int main(int argc, char** argv) {
  long runs = 11;
  int i = 1;
  if (i + 1 < argc && strcmp(argv[i], "--runs") == 0) {
    runs = strtol(argv[i + 1], NULL, 10);
    i += 2;
  }
  char** commands[kMostCommands];
  int count = 0;
  for (; i < argc; ++i) {
    if (strcmp(argv[i], ":::") != 0) continue;
    argv[i] = NULL; /* ends the command before */
    if (count < kMostCommands && i + 1 < argc) commands[count++] = &argv[i + 1];
  }
  if (runs < 1 || count == 0) {
    fputs("usage: measure_process [--runs N] ::: COMMAND... [::: COMMAND...]\n", stderr);
    return 2;
  }

  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  for (int fd = 0; fd < 3; ++fd)
    posix_spawn_file_actions_addopen(&streams, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY, 0);

  struct run* results = calloc((size_t)(count * runs), sizeof *results);
  if (results == NULL) return 1;
  for (long r = -1; r < runs; ++r) { /* the first turn fills the page cache and is not kept */
    if (r == -1 && runs == 1) continue;
    for (int c = 0; c < count; ++c) {
      struct run dropped;
      if (measure(commands[c], &streams, r < 0 ? &dropped : &results[c * runs + r]) != 0) return 1;
    }
  }

  printf("[");
  for (int c = 0; c < count; ++c) {
    printf("%s{\"command\": ", c == 0 ? "" : ",\n ");
    print_command(commands[c]);
    printf(", \"runs\": %ld", runs);
    print_spread("cpu_s", &results[c * runs], runs, offsetof(struct run, cpu_s));
    print_spread("wall_s", &results[c * runs], runs, offsetof(struct run, wall_s));
    print_spread("max_rss_kib", &results[c * runs], runs, offsetof(struct run, max_rss_kib));
    printf("}");
  }
  printf("]\n");
  free(results);
  return 0;
}
