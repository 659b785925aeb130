/* wattprint in C: the energy and the emissions of the calling process, measured from inside.
 *
 *     wp_tracker *tracker = NULL;
 *     if (wp_open(WP_ABI_VERSION, NULL, &tracker) == WP_OK) wp_start(tracker);
 *     ... work ...
 *     wp_stop(tracker);
 *     wp_figures used = {.size = sizeof used};
 *     if (wp_snapshot(tracker, &used) == WP_OK) printf("%g J\n", used.energy_j.value);
 *     wp_close(tracker);
 *
 * All functions take a null tracker, answering WP_INVALID, and may be called from any thread at
 * once; only wp_close() must be the last call for its tracker. None prints, sets a signal handler,
 * waits for a child or ends the program. Texts are UTF-8. After fork() the child's copy of a
 * tracker is inert. docs/c-api.md tells more. */
#ifndef WATTPRINT_WATTPRINT_H
#define WATTPRINT_WATTPRINT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WP_API __attribute__((visibility("default")))
#else
#define WP_API
#endif

/* Programs pass the number they were compiled with; a library that cannot serve it says so. */
#define WP_ABI_VERSION 1u

typedef int32_t wp_status;
enum {
  WP_OK = 0,
  WP_INVALID = 1,      /* an argument or a setting makes no sense */
  WP_ABI_MISMATCH = 2, /* the program was compiled for another library */
  WP_ALREADY_STARTED = 3,
  WP_NOT_STARTED = 4,
  WP_ALREADY_STOPPED = 5, /* a tracker measures once; open another */
  WP_NO_SUCH_TASK = 6,    /* never begun, ended before, or too long ago */
  WP_TASK_OPEN = 7,       /* it has not ended yet */
  WP_FORKED = 8,          /* the tracker belongs to the parent process */
  WP_FAILED = 9           /* out of memory, or an error of wattprint's own */
};

typedef enum wp_basis {
  WP_UNKNOWN = 0, /* there is no figure; its numbers are NaN */
  WP_MEASURED = 1,
  WP_ESTIMATED = 2,
  WP_ASSUMED = 3
} wp_basis;

/* How the work ended, as the record will say. */
typedef enum wp_outcome {
  WP_FINISHED = 0,
  WP_UNSUCCESSFUL = 1, /* the program failed: state "failed" */
  WP_INTERRUPTED = 2,
  WP_STOPPED_BY_BUDGET = 3
} wp_outcome;

/* A value with its 90 % interval. */
typedef struct wp_figure {
  double value;
  double low;
  double high;
  int32_t basis; /* a wp_basis */
  int32_t reserved;
} wp_figure;

/* What the process, or a task of it, has used. */
typedef struct wp_figures {
  size_t size; /* set by the caller: sizeof(wp_figures) */
  double duration_s;
  double cpu_s;
  wp_figure energy_j;    /* IT energy, before PUE */
  wp_figure emissions_g; /* CO2 equivalent, after PUE */
} wp_figures;

typedef struct wp_options {
  size_t size; /* set by the caller: sizeof(wp_options) */
  /* "name=train", "zone=DE", "scope=machine": what `wattprint run` takes as options, without the
   * dashes; the last one is null. They come before the environment (WATTPRINT_...) and the
   * configuration file. Null: nothing beside those. */
  const char* const* settings;
} wp_options;

typedef struct wp_tracker wp_tracker;

WP_API uint32_t wp_abi_version(void);
WP_API const char* wp_version(void);

/* What the last call of this thread that failed has to say; "" when none has. Stays until the
 * thread's next call that fails. */
WP_API const char* wp_last_error(void);

/* Makes a tracker; it does not measure yet. Options may be null. On failure *tracker is null. */
WP_API wp_status wp_open(uint32_t abi_version, const wp_options* options, wp_tracker** tracker);
/* Stops a tracker that runs, and frees it. Null is no tracker, and fine. */
WP_API void wp_close(wp_tracker* tracker);

WP_API wp_status wp_start(wp_tracker* tracker);
/* Ends the tasks that are still open and keeps the record. */
WP_API wp_status wp_stop(wp_tracker* tracker);
/* The same, of work that did not just finish. */
WP_API wp_status wp_stop_as(wp_tracker* tracker, wp_outcome outcome);

/* Tasks may be nested and overlap, on any threads; each is charged with all that the process used
 * from its begin to its end. Cheap: no sensor is read. */
WP_API wp_status wp_task_begin(wp_tracker* tracker, const char* name, uint64_t* task);
WP_API wp_status wp_task_end(wp_tracker* tracker, uint64_t task);
/* Of a task that has ended. Takes a sample when there was none since. */
WP_API wp_status wp_task_figures(wp_tracker* tracker, uint64_t task, wp_figures* figures);

/* The first call begins the first epoch; each later one ends an epoch and begins the next. The last
 * one ends with wp_epoch_end() or wp_stop(). */
WP_API wp_status wp_epoch(wp_tracker* tracker);
/* Ends the running epoch, if any, and begins none. */
WP_API wp_status wp_epoch_end(wp_tracker* tracker);

/* Keeps what has been used by now in the record, under a name. Cheap, as a task is. */
WP_API wp_status wp_mark(wp_tracker* tracker, const char* name);

/* Takes a sample and tells what has been used so far; after wp_stop(), the whole. */
WP_API wp_status wp_snapshot(wp_tracker* tracker, wp_figures* figures);

/* The record so far as the document wattprint.run.v1, to be freed with wp_free(). */
WP_API wp_status wp_record_json(wp_tracker* tracker, char** json);
WP_API void wp_free(char* text);

#ifdef __cplusplus
}
#endif
#endif
