/* A stand-in for libnvidia-ml.so.1, for end-to-end tests of programs that open it at run time.
 *
 * Its machine is a text file, named by FAKE_NVML_STATE and read again at every call, so that a
 * test can change it while a program runs. Lines, any order, '#' starts a comment:
 *
 *     init <status>              what nvmlInit answers (9: driver not loaded); default 0
 *     init_delay_ms <n>          how long it takes
 *     delay_ms <n>               how long every reading takes
 *     gpu <i> key=value ...      i counts from 0 without holes; keys, with their defaults:
 *         uuid=GPU-0000000<i>-0000-0000-0000-000000000000   name=NVIDIA_Fake  ('_' is a space)
 *         pci=00000000:0<i>:00.0   power_w=100   arch=8 (Ada)
 *         counter=1      0: no energy counter     instant=1      0: no field 186
 *         power=1        0: no power at all       utilization=1  0: no process samples
 *         status=0       what every reading answers (15: GPU is lost)
 *         mig=0          1: MIG mode
 *     process <i> pid=<pid> sm=<percent>
 *     mig <i> uuid=<uuid> sm=<number of SMs> pid=<pid>   one MIG device, pid=0 for an idle one
 *
 * Without the variable there is a machine without GPUs. The energy counters start at 1 kJ when the
 * library is loaded and advance at power_w.
 *
 * FAKE_NVML_OLD builds the library of a driver from 2017: no energy counter, no fields, no process
 * utilisation, no lists of processes that we understand. */

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define API __attribute__((visibility("default")))
enum {
  SUCCESS = 0,
  UNINITIALIZED = 1,
  INVALID_ARGUMENT = 2,
  NOT_SUPPORTED = 3,
  NOT_FOUND = 6,
  INSUFFICIENT_SIZE = 7
};
enum { MAX_GPUS = 16, MAX_PROCESSES = 64, MAX_MIG = 8 };

typedef struct {
  unsigned pid, sm;
  char uuid[96];
} Use;

typedef struct {
  unsigned index;
  char uuid[96], name[96], pci[32];
  double power_w;
  unsigned arch;
  int counter, instant, power, utilization, status, mig;
  Use process[MAX_PROCESSES];
  unsigned processes;
  Use instance[MAX_MIG];
  unsigned instances;
} Gpu;

typedef struct {
  int init;
  long init_delay_ms, delay_ms;
  Gpu gpu[MAX_GPUS];
  unsigned gpus;
} World;

/* A handle is a pointer into here: GPUs first, then their MIG devices. */
static char handles[MAX_GPUS * (1 + MAX_MIG)];
static int initialized;
static double energy_mj[MAX_GPUS], energy_time[MAX_GPUS];

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void wait_ms(long ms) {
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  if (ms > 0) nanosleep(&t, NULL);
}

static void set_gpu(Gpu* gpu, const char* key, const char* value) {
  if (!strcmp(key, "uuid")) snprintf(gpu->uuid, sizeof gpu->uuid, "%s", value);
  if (!strcmp(key, "name")) snprintf(gpu->name, sizeof gpu->name, "%s", value);
  if (!strcmp(key, "pci")) snprintf(gpu->pci, sizeof gpu->pci, "%s", value);
  if (!strcmp(key, "power_w")) gpu->power_w = atof(value);
  if (!strcmp(key, "arch")) gpu->arch = (unsigned)atoi(value);
  if (!strcmp(key, "counter")) gpu->counter = atoi(value);
  if (!strcmp(key, "instant")) gpu->instant = atoi(value);
  if (!strcmp(key, "power")) gpu->power = atoi(value);
  if (!strcmp(key, "utilization")) gpu->utilization = atoi(value);
  if (!strcmp(key, "status")) gpu->status = atoi(value);
  if (!strcmp(key, "mig")) gpu->mig = atoi(value);
}

static void set_use(Use* use, const char* key, const char* value) {
  if (!strcmp(key, "pid")) use->pid = (unsigned)atoi(value);
  if (!strcmp(key, "sm")) use->sm = (unsigned)atoi(value);
  if (!strcmp(key, "uuid")) snprintf(use->uuid, sizeof use->uuid, "%s", value);
}

static void defaults(World* world) {
  memset(world, 0, sizeof *world);
  for (unsigned i = 0; i < MAX_GPUS; ++i) {
    Gpu* gpu = &world->gpu[i];
    gpu->index = i;
    snprintf(gpu->uuid, sizeof gpu->uuid, "GPU-%08x-0000-0000-0000-000000000000", i);
    snprintf(gpu->name, sizeof gpu->name, "NVIDIA_Fake");
    snprintf(gpu->pci, sizeof gpu->pci, "00000000:%02x:00.0", i);
    gpu->power_w = 100;
    gpu->arch = 8;
    gpu->counter = gpu->instant = gpu->power = gpu->utilization = 1;
  }
}

static void read_line_of_world(World* world, char* line) {
  char* rest = NULL;
  char* word = strtok_r(line, " \t\n", &rest);
  if (word == NULL || word[0] == '#') return;
  char* number = strtok_r(NULL, " \t\n", &rest);
  if (number == NULL) return;
  if (!strcmp(word, "init")) world->init = atoi(number);
  if (!strcmp(word, "init_delay_ms")) world->init_delay_ms = atol(number);
  if (!strcmp(word, "delay_ms")) world->delay_ms = atol(number);
  const unsigned index = (unsigned)atoi(number);
  if (index >= MAX_GPUS) return;
  Gpu* gpu = &world->gpu[index];
  Use* use = NULL;
  if (!strcmp(word, "process") && gpu->processes < MAX_PROCESSES)
    use = &gpu->process[gpu->processes++];
  if (!strcmp(word, "mig") && gpu->instances < MAX_MIG) use = &gpu->instance[gpu->instances++];
  const int is_gpu = !strcmp(word, "gpu");
  if (is_gpu && index >= world->gpus) world->gpus = index + 1;
  for (char* pair; (pair = strtok_r(NULL, " \t\n", &rest)) != NULL;) {
    char* equals = strchr(pair, '=');
    if (equals == NULL) continue;
    *equals = '\0';
    if (is_gpu) set_gpu(gpu, pair, equals + 1);
    if (use != NULL) set_use(use, pair, equals + 1);
  }
}

static void look(World* world) {
  defaults(world);
  const char* path = getenv("FAKE_NVML_STATE");
  FILE* file = path != NULL ? fopen(path, "re") : NULL;
  char line[512];
  while (file != NULL && fgets(line, sizeof line, file) != NULL) read_line_of_world(world, line);
  if (file != NULL) fclose(file);
}

static unsigned gpu_of(const void* device) {
  const unsigned offset = (unsigned)((const char*)device - handles);
  return offset < MAX_GPUS ? offset : (offset - MAX_GPUS) / MAX_MIG;
}

/* Begins every call about a device: the world, its GPU, and the answer if there is nothing to read.
 */
static int begin(const void* device, World* world, Gpu** gpu) {
  look(world);
  if (!initialized) return UNINITIALIZED;
  *gpu = &world->gpu[gpu_of(device)];
  return (*gpu)->index < world->gpus ? SUCCESS : INVALID_ARGUMENT;
}

static int begin_reading(const void* device, World* world, Gpu** gpu) {
  const int status = begin(device, world, gpu);
  wait_ms(world->delay_ms);
  return status != SUCCESS ? status : (*gpu)->status;
}

static int copy(const char* text, char* out, unsigned length) {
  if (strlen(text) + 1 > length) return INSUFFICIENT_SIZE;
  strcpy(out, text);
  return SUCCESS;
}

API int nvmlInit_v2(void) {
  World world;
  look(&world);
  wait_ms(world.init_delay_ms);
  if (world.init == SUCCESS) initialized = 1;
  for (unsigned i = 0; i < MAX_GPUS; ++i) {
    if (energy_time[i] != 0) continue;
    energy_time[i] = seconds(CLOCK_BOOTTIME);
    energy_mj[i] = 1e6;
  }
  return world.init;
}

API int nvmlShutdown(void) {
  initialized = 0;
  return SUCCESS;
}

API const char* nvmlErrorString(int status) {
  switch (status) {
    case SUCCESS: return "Success";
    case UNINITIALIZED: return "Uninitialized";
    case NOT_SUPPORTED: return "Not Supported";
    case 4: return "Insufficient Permissions";
    case 9: return "Driver Not Loaded";
    case 15: return "GPU is lost";
    case 16: return "GPU requires reset";
    case 18: return "Driver/library version mismatch";
    default: return "Unknown Error";
  }
}

API int nvmlDeviceGetCount_v2(unsigned* count) {
  World world;
  look(&world);
  *count = world.gpus;
  return initialized ? SUCCESS : UNINITIALIZED;
}

API int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
  World world;
  look(&world);
  if (index >= world.gpus) return INVALID_ARGUMENT;
  *device = &handles[index];
  return SUCCESS;
}

API int nvmlDeviceGetHandleByUUID(const char* uuid, void** device) {
  World world;
  look(&world);
  for (unsigned i = 0; i < world.gpus; ++i) {
    if (strcmp(world.gpu[i].uuid, uuid)) continue;
    *device = &handles[i];
    return SUCCESS;
  }
  return NOT_FOUND;
}

API int nvmlDeviceGetUUID(void* device, char* uuid, unsigned length) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status != SUCCESS) return status;
  const unsigned offset = (unsigned)((char*)device - handles);
  if (offset < MAX_GPUS) return copy(gpu->uuid, uuid, length);
  return copy(gpu->instance[(offset - MAX_GPUS) % MAX_MIG].uuid, uuid, length);
}

API int nvmlDeviceGetName(void* device, char* name, unsigned length) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status != SUCCESS) return status;
  for (char* c = gpu->name; *c; ++c)
    if (*c == '_') *c = ' ';
  return copy(gpu->name, name, length);
}

API int nvmlDeviceGetPowerUsage(void* device, unsigned* milliwatts) {
  World world;
  Gpu* gpu;
  const int status = begin_reading(device, &world, &gpu);
  if (status != SUCCESS) return status;
  if (!gpu->power) return NOT_SUPPORTED;
  *milliwatts = (unsigned)(gpu->power_w * 1000);
  return SUCCESS;
}

#ifndef FAKE_NVML_OLD

typedef struct {
  char legacy[16];
  unsigned domain, bus, device, id, subsystem;
  char bus_id[32];
} PciInfo;

API int nvmlDeviceGetPciInfo_v3(void* device, PciInfo* info) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status != SUCCESS) return status;
  memset(info, 0, sizeof *info);
  return copy(gpu->pci, info->bus_id, sizeof info->bus_id);
}

API int nvmlDeviceGetArchitecture(void* device, unsigned* architecture) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status == SUCCESS) *architecture = gpu->arch;
  return status;
}

API int nvmlDeviceGetTotalEnergyConsumption(void* device, unsigned long long* millijoules) {
  World world;
  Gpu* gpu;
  const int status = begin_reading(device, &world, &gpu);
  if (status != SUCCESS) return status;
  if (!gpu->counter) return NOT_SUPPORTED;
  const double now = seconds(CLOCK_BOOTTIME);
  energy_mj[gpu->index] += 1000 * gpu->power_w * (now - energy_time[gpu->index]);
  energy_time[gpu->index] = now;
  *millijoules = (unsigned long long)energy_mj[gpu->index];
  return SUCCESS;
}

typedef struct {
  unsigned field, scope;
  long long timestamp, latency;
  int type, status;
  union {
    double d;
    unsigned u;
    unsigned long long ull;
  } value;
} FieldValue;

API int nvmlDeviceGetFieldValues(void* device, int count, FieldValue* values) {
  World world;
  Gpu* gpu;
  const int status = begin_reading(device, &world, &gpu);
  if (status != SUCCESS) return status;
  for (int i = 0; i < count; ++i) {
    const int known = values[i].field == 186 && gpu->instant && gpu->power;
    values[i].status = known ? SUCCESS : NOT_SUPPORTED;
    values[i].type = 1;
    values[i].value.u = (unsigned)(gpu->power_w * 1000);
  }
  return SUCCESS;
}

typedef struct {
  unsigned pid;
  unsigned long long timestamp;
  unsigned sm, memory, encoder, decoder;
} Sample;

API int nvmlDeviceGetProcessUtilization(void* device, Sample* samples, unsigned* count,
                                        unsigned long long last_seen) {
  World world;
  Gpu* gpu;
  const int status = begin_reading(device, &world, &gpu);
  if (status != SUCCESS) return status;
  if (!gpu->utilization || gpu->mig) return NOT_SUPPORTED;
  /* ten samples a second, on the grid of the clock */
  const unsigned long long now = (unsigned long long)(seconds(CLOCK_REALTIME) * 10) * 100000;
  if (gpu->processes == 0 || now <= last_seen) return NOT_FOUND;
  const unsigned capacity = *count;
  *count = gpu->processes;
  if (samples == NULL || capacity < gpu->processes) return INSUFFICIENT_SIZE;
  for (unsigned i = 0; i < gpu->processes; ++i) {
    const Sample sample = {gpu->process[i].pid, now, gpu->process[i].sm, 0, 0, 0};
    samples[i] = sample;
  }
  return SUCCESS;
}

typedef struct {
  unsigned pid;
  unsigned long long memory;
  unsigned gpu_instance, compute_instance;
} ProcessInfo;

API int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count, ProcessInfo* infos) {
  World world;
  Gpu* gpu;
  const int status = begin_reading(device, &world, &gpu);
  if (status != SUCCESS) return status;
  const unsigned offset = (unsigned)((char*)device - handles);
  const Use* uses = gpu->process;
  unsigned number = gpu->processes;
  if (offset >= MAX_GPUS) {
    uses = &gpu->instance[(offset - MAX_GPUS) % MAX_MIG];
    number = uses->pid != 0;
  }
  const unsigned capacity = *count;
  *count = number;
  if (capacity < number) return INSUFFICIENT_SIZE;
  for (unsigned i = 0; i < number; ++i) {
    const ProcessInfo info = {uses[i].pid, 0, 0xffffffff, 0xffffffff};
    infos[i] = info;
  }
  return SUCCESS;
}

API int nvmlDeviceGetGraphicsRunningProcesses_v3(void* device, unsigned* count,
                                                 ProcessInfo* infos) {
  (void)device;
  (void)infos;
  *count = 0;
  return SUCCESS;
}

API int nvmlDeviceGetMigMode(void* device, unsigned* current, unsigned* pending) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status != SUCCESS) return status;
  *current = *pending = (unsigned)gpu->mig;
  return SUCCESS;
}

API int nvmlDeviceGetMaxMigDeviceCount(void* device, unsigned* count) {
  (void)device;
  *count = MAX_MIG;
  return SUCCESS;
}

API int nvmlDeviceGetMigDeviceHandleByIndex(void* device, unsigned index, void** mig) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status != SUCCESS) return status;
  if (!gpu->mig || index >= gpu->instances) return NOT_FOUND;
  *mig = &handles[MAX_GPUS + gpu->index * MAX_MIG + index];
  return SUCCESS;
}

API int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(void* mig, void** device) {
  *device = &handles[gpu_of(mig)];
  return SUCCESS;
}

typedef struct {
  unsigned multiprocessors, shared[5], gpu_slices, compute_slices;
  unsigned long long memory_mb;
} Attributes;

API int nvmlDeviceGetAttributes_v2(void* device, Attributes* attributes) {
  World world;
  Gpu* gpu;
  const int status = begin(device, &world, &gpu);
  if (status != SUCCESS) return status;
  const unsigned offset = (unsigned)((char*)device - handles);
  if (offset < MAX_GPUS) return INVALID_ARGUMENT;
  memset(attributes, 0, sizeof *attributes);
  attributes->multiprocessors = gpu->instance[(offset - MAX_GPUS) % MAX_MIG].sm;
  return SUCCESS;
}

#endif
