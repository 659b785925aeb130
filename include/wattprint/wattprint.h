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
  WP_FAILED = 9,          /* out of memory, or an error of wattprint's own */
  WP_NO_EPOCH = 10        /* no epoch has ended: there is nothing to predict from */
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

/* What a training of so many epochs is expected to use, from the epochs that have ended. */
typedef struct wp_prediction {
  size_t size;       /* set by the caller: sizeof(wp_prediction) */
  uint64_t epochs;   /* in all; no fewer than have ended */
  uint64_t measured; /* those that have ended */
  wp_figure duration_s;
  wp_figure energy_j;
  wp_figure emissions_g;      /* with the grid that the run has had so far */
  wp_figure energy_to_come_j; /* of energy_j, what has not been used: stopping now saves it */
} wp_prediction;

/* Takes a sample. WP_NO_EPOCH before the first epoch has ended. */
WP_API wp_status wp_predict(wp_tracker* tracker, uint64_t epochs, wp_prediction* prediction);

typedef enum wp_unit {
  WP_NO_BUDGET = 0, /* none was set, or nothing is known to judge it by */
  WP_JOULES = 1,
  WP_GRAMS = 2, /* of CO2 equivalent */
  WP_JOULES_PER_TASK = 3,
  WP_GRAMS_PER_TASK = 4
} wp_unit;

/* A budget (setting "budget=500 g", "budget=2 kWh", "budget=0.05 g/inference": for each task of
 * that name, by their mean; several with commas between) against what has been used. */
typedef struct wp_budget {
  size_t size;         /* set by the caller: sizeof(wp_budget) */
  int32_t exceeded;    /* more than the limit has been used */
  int32_t will_exceed; /* that, or more is expected */
  double limit;        /* these three in `unit` */
  double used;
  double predicted; /* for all epochs; NaN when nothing is predicted */
  int32_t unit;     /* a wp_unit */
  int32_t reserved;
  char text[256]; /* a sentence that says all this */
} wp_budget;

/* Takes a sample. Of several budgets, the one that leaves the least room. It is the program that
 * stops itself, with wp_stop_as(tracker, WP_STOPPED_BY_BUDGET).
 *
 * epochs  of the training in all, for the prediction; 0: nothing is predicted. */
WP_API wp_status wp_budget_check(wp_tracker* tracker, uint64_t epochs, wp_budget* budget);

/* Says when a training has stopped getting better; belongs to no tracker, and to one thread at a
 * time. A value is better when it beats the best one by more than delta; after `patience` values
 * in a row that are not, it is time to stop. NaN changes nothing. */
typedef struct wp_early_stopping wp_early_stopping;

/* patience  1 or more; delta 0 or more; more_is_better 0 for a loss, else for an accuracy. */
WP_API wp_status wp_early_stopping_open(uint64_t patience, double delta, int32_t more_is_better,
                                        wp_early_stopping** stopping);
/* The value of the next epoch; *stop is 1 when it is time to stop, else 0. */
WP_API wp_status wp_early_stopping_update(wp_early_stopping* stopping, double value, int32_t* stop);
/* The best epoch so far, the first being 1, and its value; 0 and NaN before any number. */
WP_API wp_status wp_early_stopping_best(const wp_early_stopping* stopping, uint64_t* epoch,
                                        double* value);
WP_API void wp_early_stopping_close(wp_early_stopping* stopping);

/* Keeps what has been used by now in the record, under a name. Cheap, as a task is. */
WP_API wp_status wp_mark(wp_tracker* tracker, const char* name);

/* Takes a sample and tells what has been used so far; after wp_stop(), the whole. */
WP_API wp_status wp_snapshot(wp_tracker* tracker, wp_figures* figures);

/* The record so far as the document wattprint.run.v1, to be freed with wp_free(). */
WP_API wp_status wp_record_json(wp_tracker* tracker, char** json);
WP_API void wp_free(char* text);

/* Estimates, the grid and the catalog: the documents that `wattprint ... --json` prints, for which
 * docs/schema has the schemas. Each is to be freed with wp_free(); no tracker is needed. Settings
 * (PUE, zone...) come from the environment and the configuration file. WP_INVALID for a question
 * that makes no sense. */

/* job     what a job needs, in JSON: {"hours": 72, "gpu": [{"model": "A100", "count": 8}]};
 *         docs/estimate-job.md has the keys
 * method  "wattprint" (or null), "mlco2", "green-algorithms"... or "all" */
WP_API wp_status wp_estimate_job(const char* job, const char* method, char** json);
/* query  a zone by code, name, cloud region or coordinates: "DE", "aws:eu-west-1" */
WP_API wp_status wp_grid_zones(const char* query, char** json);
/* table  "cpu", "gpu", "instance" or "region"; that there is none of that name is an answer */
WP_API wp_status wp_catalog(const char* table, const char* name, char** json);

#ifdef __cplusplus
}
#endif
#endif
