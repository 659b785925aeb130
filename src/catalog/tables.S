/* The tables of data/, in read-only memory as they are: no start-up code, no copy, and pages that nobody
   looks at are never read from disk. tables.hpp names them for C++. */

.macro table name, file
    .globl  \name\()_begin
    .hidden \name\()_begin
    .globl  \name\()_end
    .hidden \name\()_end
\name\()_begin:
    .incbin "\file"
\name\()_end:
    .byte 0
.endm

    .section .rodata
    table wattprint_cloud_figures, cloud_figures.csv
    table wattprint_cloud_regions, cloud_regions.csv
    table wattprint_embodied, embodied.csv
    table wattprint_embodied_gpus, embodied_gpus.csv
    table wattprint_emission_factors, emission_factors.csv
    table wattprint_equivalents, equivalents.csv
    table wattprint_grid_yearly, grid_yearly.csv
    table wattprint_instances, instances.csv
    table wattprint_llm_gpus, llm_gpus.csv
    table wattprint_llm_models, llm_models.csv
    table wattprint_memory, memory.csv
    table wattprint_network, network.csv
    table wattprint_storage, storage.csv
    table wattprint_zone_codes, zone_codes.csv
    table wattprint_zones, zones.csv
    table wattprint_time_zones, time_zones.csv
    table wattprint_cpus, cpus.csv
    table wattprint_cpu_aliases, cpu_aliases.csv
    table wattprint_cpu_series, cpu_series.csv
    table wattprint_cpuid, cpuid.csv
    table wattprint_gpus, gpus.csv
    table wattprint_methods, methods.csv
    table wattprint_method_cpus, method_cpus.csv

    /* Without this note the linker would give the whole program an executable stack. */
    .section .note.GNU-stack, "", %progbits
