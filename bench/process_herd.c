/* Keeps many idle processes alive: the neighbours, or the children, of a measured run.
 *
 *     process_herd COUNT SECONDS
 *
 * Prints "ready" when all of them exist. They end with this process, however it ends. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void end_all(const pid_t* pids, long count) {
  for (long i = 0; i < count; ++i) kill(pids[i], SIGKILL);
  for (long i = 0; i < count; ++i) waitpid(pids[i], NULL, 0);
}

int main(int argc, char** argv) {
  const long count = argc == 3 ? strtol(argv[1], NULL, 10) : -1;
  const double seconds = argc == 3 ? strtod(argv[2], NULL) : -1;
  if (count < 0 || seconds < 0) {
    fputs("usage: process_herd COUNT SECONDS\n", stderr);
    return 2;
  }
  pid_t* pids = calloc((size_t)count + 1, sizeof *pids);
  if (pids == NULL) return 1;
  const pid_t parent = getpid();
  for (long i = 0; i < count; ++i) {
    pids[i] = fork();
    if (pids[i] < 0) {
      fprintf(stderr, "process_herd: only %ld of %ld processes: %s\n", i, count, strerror(errno));
      end_all(pids, i);
      return 1;
    }
    if (pids[i] == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(0);
      for (;;) pause();
    }
  }
  puts("ready");
  fflush(stdout);
  const struct timespec rest = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
  nanosleep(&rest, NULL);
  end_all(pids, count);
  free(pids);
  return 0;
}
