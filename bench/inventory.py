"""Inventories for `wattprint estimate servers`, as long as one likes."""

import random

# (name, cores, threads of a core, MHz) as vendors publish them: servers of fifteen years.
CPUS = [
    ("Intel Xeon X5670", 6, 2, 2933), ("Intel Xeon E5-2660", 8, 2, 2200), ("Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz", 12, 2, 2500),
    ("Intel Xeon E5-2699 v4", 22, 2, 2200), ("Intel Xeon Gold 6148", 20, 2, 2400), ("Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz", 28, 2, 2700),
    ("Intel Xeon Platinum 8380", 40, 2, 2300), ("Intel(R) Xeon(R) Platinum 8480+", 56, 2, 2000), ("Intel Xeon E-2288G", 8, 2, 3700),
    ("AMD Opteron(tm) Processor 6276", 16, 1, 2300), ("AMD EPYC 7601 32-Core Processor", 32, 2, 2200), ("AMD EPYC 7742", 64, 2, 2250),
    ("AMD EPYC 7763 64-Core Processor", 64, 2, 2450), ("AMD EPYC 9654", 96, 2, 2400), ("AMD EPYC 9754", 128, 2, 2250),
    ("Neoverse-N1", 80, 1, 3000), ("Ampere Altra Max M128-30", 128, 1, 3000), ("Intel Xeon E3-1260L v5", 4, 2, 2900),
    ("Some CPU that nobody knows", 16, 2, 2500), ("Intel(R) Xeon(R) CPU @ 2.20GHz", 24, 2, 2200),
]


def machine(draw, number):
    """All but id and load, as text; two with different numbers are different."""
    name, cores, threads, mhz = draw.choice(CPUS)
    chips = draw.choice((1, 2, 2, 4))
    memory = 16 * draw.randint(1, 128) + number / 1e6
    return f"{name},{chips},{chips * cores},{chips * cores * threads},{mhz},{memory:.6f}"


def write(path, rows, machines, distinct_names=False):
    """rows in all, each of one of so many machines; a machine's rows are spread over the file.

    distinct_names: no two machines have the same CPU name either.
    """
    draw = random.Random(1)
    park = [machine(draw, i) for i in range(machines)]
    if distinct_names:
        park = [f"{i} {text}" for i, text in enumerate(park)]
    with open(path, "w", encoding="ascii") as file:
        file.write("id,cpu,chips,cores,threads,mhz,mem_gb,load\n")
        for i in range(rows):
            file.write(f"server-{i % machines},{park[i % machines]},{draw.random() * 100:.1f}\n")
