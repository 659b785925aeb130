"""What tools/import_cpus.py knows of names that are not one CPU: series, masks, CPUID numbers (public knowledge)."""
import re

# Microarchitectures, the likelier under a hidden name first: how many cloud hosts of 2026 have them, as far as the
# providers' lists of machine types tell.
HOSTS_INTEL = ("Cascade Lake", "Ice Lake", "Sapphire Rapids", "Skylake", "Broadwell", "Emerald Rapids", "Haswell",
               "Granite Rapids", "Cooper Lake", "Ivy Bridge", "Sandy Bridge", "Sierra Forest")
HOSTS_AMD = ("Zen 3", "Zen 4", "Zen 2", "Zen 5", "Zen", "Zen 4c", "Zen 5c")
HOSTS = HOSTS_INTEL + HOSTS_AMD + ("Neoverse N1", "Neoverse V2", "Neoverse V1", "Neoverse N2")

# Series by the shape of the key: pattern (# a digit, ? any character, * anything), tier word needed ("yes"), not
# allowed ("no") or either (""), what to call it, vendor, segment, microarchitectures (empty: those of the members;
# the likelier first), launch year of the first member (empty: they span many years).
SERIES = [
    ("xeon81##*", "yes", "Xeon Platinum 8100", "Intel", "server", "Skylake", 2017),
    ("xeon61##*", "yes", "Xeon Gold 6100", "Intel", "server", "Skylake", 2017),
    ("xeon51##*", "yes", "Xeon Gold 5100", "Intel", "server", "Skylake", 2017),
    ("xeon41##*", "yes", "Xeon Silver 4100", "Intel", "server", "Skylake", 2017),
    ("xeon31##*", "yes", "Xeon Bronze 3100", "Intel", "server", "Skylake", 2017),
    ("xeon82##*", "yes", "Xeon Platinum 8200", "Intel", "server", "Cascade Lake", 2019),
    ("xeon62##*", "yes", "Xeon Gold 6200", "Intel", "server", "Cascade Lake", 2019),
    ("xeon52##*", "yes", "Xeon Gold 5200", "Intel", "server", "Cascade Lake", 2019),
    ("xeon42##*", "yes", "Xeon Silver 4200", "Intel", "server", "Cascade Lake", 2019),
    ("xeon32##*", "yes", "Xeon Bronze 3200", "Intel", "server", "Cascade Lake", 2019),
    ("xeon83##h*", "yes", "Xeon Platinum 8300H", "Intel", "server", "Cooper Lake", 2020),
    ("xeon63##h*", "yes", "Xeon Gold 6300H", "Intel", "server", "Cooper Lake", 2020),
    ("xeon53##h*", "yes", "Xeon Gold 5300H", "Intel", "server", "Cooper Lake", 2020),
    ("xeon83##*", "yes", "Xeon Platinum 8300", "Intel", "server", "Ice Lake", 2021),
    ("xeon63##*", "yes", "Xeon Gold 6300", "Intel", "server", "Ice Lake", 2021),
    ("xeon53##*", "yes", "Xeon Gold 5300", "Intel", "server", "Ice Lake", 2021),
    ("xeon43##*", "yes", "Xeon Silver 4300", "Intel", "server", "Ice Lake", 2021),
    ("xeon84##*", "yes", "Xeon Platinum 8400", "Intel", "server", "Sapphire Rapids", 2023),
    ("xeon64##*", "yes", "Xeon Gold 6400", "Intel", "server", "Sapphire Rapids", 2023),
    ("xeon54##*", "yes", "Xeon Gold 5400", "Intel", "server", "Sapphire Rapids", 2023),
    ("xeon44##*", "yes", "Xeon Silver 4400", "Intel", "server", "Sapphire Rapids", 2023),
    ("xeon34##*", "yes", "Xeon Bronze 3400", "Intel", "server", "Sapphire Rapids", 2023),
    ("xeonmax94##*", "", "Xeon Max 9400", "Intel", "server", "Sapphire Rapids", 2023),
    ("xeon85##*", "yes", "Xeon Platinum 8500", "Intel", "server", "Emerald Rapids", 2023),
    ("xeon65##*", "yes", "Xeon Gold 6500", "Intel", "server", "Emerald Rapids", 2023),
    ("xeon55##*", "yes", "Xeon Gold 5500", "Intel", "server", "Emerald Rapids", 2023),
    ("xeon45##*", "yes", "Xeon Silver 4500", "Intel", "server", "Emerald Rapids;Sapphire Rapids", 2023),
    ("xeon8###*", "yes", "Xeon Platinum", "Intel", "server", "", None),
    ("xeon6###*", "yes", "Xeon Gold 6000", "Intel", "server", "", None),
    ("xeon5###*", "yes", "Xeon Gold 5000", "Intel", "server", "", None),
    ("xeon4###*", "yes", "Xeon Silver", "Intel", "server", "", None),
    ("xeon3###*", "yes", "Xeon Bronze", "Intel", "server", "", None),
    ("xeon*", "", "Xeon", "Intel", "server", ";".join(HOSTS_INTEL), None),
    ("xeon63##p*", "no", "Xeon 6300P", "Intel", "server", "Raptor Lake", 2025),
    ("xeon65##p*", "no", "Xeon 6500P", "Intel", "server", "Granite Rapids", 2025),
    ("xeon67##p*", "no", "Xeon 6700P", "Intel", "server", "Granite Rapids", 2025),
    ("xeon67##e*", "no", "Xeon 6700E", "Intel", "server", "Sierra Forest", 2024),
    ("xeon69##p*", "no", "Xeon 6900P", "Intel", "server", "Granite Rapids", 2024),
    ("xeone312##l", "", "Xeon E3-1200L", "Intel", "server", "Sandy Bridge", 2011),
    ("xeone312##", "", "Xeon E3-1200", "Intel", "server", "Sandy Bridge", 2011),
    ("xeone312##*v2", "", "Xeon E3-1200 v2", "Intel", "server", "Ivy Bridge", 2012),
    ("xeone312##*v3", "", "Xeon E3-1200 v3", "Intel", "server", "Haswell", 2013),
    ("xeone312##*v4", "", "Xeon E3-1200 v4", "Intel", "server", "Broadwell", 2015),
    ("xeone312##*v5", "", "Xeon E3-1200 v5", "Intel", "server", "Skylake", 2015),
    ("xeone312##*v6", "", "Xeon E3-1200 v6", "Intel", "server", "Kaby Lake", 2017),
    ("xeone5####", "", "Xeon E5", "Intel", "server", "Sandy Bridge", 2012),
    ("xeone5####[!v]*", "", "Xeon E5", "Intel", "server", "", None),
    ("xeone5####*v2", "", "Xeon E5 v2", "Intel", "server", "Ivy Bridge", 2013),
    ("xeone5####*v3", "", "Xeon E5 v3", "Intel", "server", "Haswell", 2014),
    ("xeone5####*v4", "", "Xeon E5 v4", "Intel", "server", "Broadwell", 2016),
    ("xeone7####", "", "Xeon E7", "Intel", "server", "Westmere", 2011),
    ("xeone7####[!v]*", "", "Xeon E7", "Intel", "server", "", None),
    ("xeone7####*v2", "", "Xeon E7 v2", "Intel", "server", "Ivy Bridge", 2014),
    ("xeone7####*v3", "", "Xeon E7 v3", "Intel", "server", "Haswell", 2015),
    ("xeone7####*v4", "", "Xeon E7 v4", "Intel", "server", "Broadwell", 2016),
    ("xeone2[12]##*", "", "Xeon E-2100 and E-2200", "Intel", "server", "Coffee Lake", 2018),
    ("xeone23##*", "", "Xeon E-2300", "Intel", "server", "Rocket Lake", 2021),
    ("xeone24##*", "", "Xeon E-2400", "Intel", "server", "Raptor Lake", 2023),
    ("xeond1[56]##*", "", "Xeon D-1500 and D-1600", "Intel", "server", "Broadwell", 2015),
    ("xeond21##*", "", "Xeon D-2100", "Intel", "server", "Skylake", 2018),
    ("xeond[12][78]##*", "", "Xeon D-1700 and D-2700", "Intel", "server", "Ice Lake", 2022),
    ("xeon[elxw]55##", "no", "Xeon 5500", "Intel", "server", "Nehalem", 2009),
    ("xeon[elxw]56##", "no", "Xeon 5600", "Intel", "server", "Westmere", 2010),
    ("xeon[elx]75##", "no", "Xeon 7500", "Intel", "server", "Nehalem", 2010),
    ("xeon[elx]74##", "no", "Xeon 7400", "Intel", "server", "Penryn", 2008),
    ("xeon[elx]73##", "no", "Xeon 7300", "Intel", "server", "Core", 2007),
    ("xeon[elx]54##", "no", "Xeon 5400", "Intel", "server", "Penryn", 2007),
    ("xeon[elx]53##", "no", "Xeon 5300", "Intel", "server", "Core", 2006),
    ("xeon[elx]52##", "no", "Xeon 5200", "Intel", "server", "Penryn", 2007),
    ("xeon51##*", "no", "Xeon 5100", "Intel", "server", "Core", 2006),
    ("xeon50##*", "no", "Xeon 5000", "Intel", "server", "NetBurst", 2006),
    ("xeon7[01]##*", "no", "Xeon 7000 and 7100", "Intel", "server", "NetBurst", 2005),
    ("xeon[elx]34##", "no", "Xeon 3400", "Intel", "server", "Nehalem;Westmere", 2009),
    ("xeon[elx]3[13]##", "no", "Xeon 3100 and 3300", "Intel", "server", "Penryn", 2008),
    ("xeonx32##", "no", "Xeon 3200", "Intel", "server", "Core", 2007),
    ("xeon30##*", "no", "Xeon 3000", "Intel", "server", "Core", 2006),
    ("xeonw22##*", "no", "Xeon W-2200", "Intel", "workstation", "Cascade Lake", 2019),
    ("xeonw32##*", "no", "Xeon W-3200", "Intel", "workstation", "Cascade Lake", 2019),
    ("xeonw33##*", "no", "Xeon W-3300", "Intel", "workstation", "Ice Lake", 2021),
    ("xeonw[3579][23]4##*", "no", "Xeon w-2400 and w-3400", "Intel", "workstation", "Sapphire Rapids", 2023),
    ("xeonw[3579][23]5##*", "no", "Xeon w-2500 and w-3500", "Intel", "workstation", "Sapphire Rapids", 2024),
    ("epyc3##1*", "", "EPYC 3001", "AMD", "server", "Zen", 2018),
    ("epyc7##1*", "", "EPYC 7001", "AMD", "server", "Zen", 2017),
    ("epyc7?#2*", "", "EPYC 7002", "AMD", "server", "Zen 2", 2019),
    ("epyc7?#3*", "", "EPYC 7003", "AMD", "server", "Zen 3", 2021),
    ("epyc9[1-6]#4*", "", "EPYC 9004", "AMD", "server", "Zen 4", 2022),
    ("epyc97#4*", "", "EPYC 9704", "AMD", "server", "Zen 4c", 2023),
    ("epyc8##4*", "", "EPYC 8004", "AMD", "server", "Zen 4c", 2023),
    ("epyc4##4*", "", "EPYC 4004", "AMD", "server", "Zen 4", 2024),
    ("epyc4##5*", "", "EPYC 4005", "AMD", "server", "Zen 5", 2025),
    ("epyc9##5*", "", "EPYC 9005", "AMD", "server", "Zen 5;Zen 5c", 2024),
    ("epyc*", "", "EPYC", "AMD", "server", ";".join(HOSTS_AMD), None),
    ("opteron*", "", "Opteron", "AMD", "server", "K10;Piledriver;Bulldozer;K8", None),
    ("opteron1###*", "", "Opteron 1000", "AMD", "server", "", None),
    ("opteron[28]2##*", "", "Opteron 2200 and 8200", "AMD", "server", "K8", 2006),
    ("opteron[28]3##*", "", "Opteron 2300 and 8300", "AMD", "server", "K10", 2007),
    ("opteron[28]4##*", "", "Opteron 2400 and 8400", "AMD", "server", "K10", 2009),
    ("opteron41##*", "", "Opteron 4100", "AMD", "server", "K10", 2010),
    ("opteron61##*", "", "Opteron 6100", "AMD", "server", "K10", 2010),
    ("opteron[346]2##*", "", "Opteron 4200 and 6200", "AMD", "server", "Bulldozer", 2011),
    ("opteron[346]3##*", "", "Opteron 4300 and 6300", "AMD", "server", "Piledriver", 2012),
    ("opteron[128]##", "", "Opteron 100 to 800", "AMD", "server", "K8", 2003),
    ("altraq##*", "", "Altra", "Ampere", "server", "Neoverse N1", 2020),
    ("altramaxm##*", "", "Altra Max", "Ampere", "server", "Neoverse N1", 2021),
    ("ampereonea##*", "", "AmpereOne", "Ampere", "server", "AmpereOne", 2023),
    ("corei[3579]2###*", "", "Core of the 2nd generation", "Intel", "", "Sandy Bridge", 2011),
    ("corei[3579]3###*", "", "Core of the 3rd generation", "Intel", "", "Ivy Bridge", 2012),
    ("corei[3579]4###*", "", "Core of the 4th generation", "Intel", "", "Haswell", 2013),
    ("corei[3579]5###*", "", "Core of the 5th generation", "Intel", "", "Broadwell", 2014),
    ("corei[3579]6###*", "", "Core of the 6th generation", "Intel", "", "Skylake", 2015),
    ("corei[3579]7###*", "", "Core of the 7th generation", "Intel", "", "Kaby Lake", 2016),
    ("corei[3579]8###*", "", "Core of the 8th generation", "Intel", "", "", 2017),
    ("corei[3579]9###*", "", "Core of the 9th generation", "Intel", "", "", 2018),
    ("corei[3579]10##*", "", "Core of the 10th generation", "Intel", "", "Comet Lake;Ice Lake", 2019),
    ("corei[3579]11##*", "", "Core of the 11th generation", "Intel", "", "Tiger Lake;Rocket Lake", 2020),
    ("corei[3579]12##*", "", "Core of the 12th generation", "Intel", "", "Alder Lake", 2021),
    ("corei[3579]13##*", "", "Core of the 13th generation", "Intel", "", "Raptor Lake", 2022),
    ("corei[3579]14##*", "", "Core of the 14th generation", "Intel", "", "Raptor Lake", 2023),
    ("coreultra[579]1##*", "", "Core Ultra 100", "Intel", "mobile", "Meteor Lake", 2023),
    ("coreultra[579]2##*", "", "Core Ultra 200", "Intel", "", "", 2024),
    ("ryzen[3579]*1###*", "", "Ryzen 1000", "AMD", "desktop", "", 2017),
    ("ryzen[3579]*2###*", "", "Ryzen 2000", "AMD", "", "", 2018),
    ("ryzen[3579]*3###*", "", "Ryzen 3000", "AMD", "", "", 2019),
    ("ryzen[3579]*4###*", "", "Ryzen 4000", "AMD", "", "", 2020),
    ("ryzen[3579]*5###*", "", "Ryzen 5000", "AMD", "", "", 2020),
    ("ryzen[3579]*6###*", "", "Ryzen 6000", "AMD", "", "", 2022),
    ("ryzen[3579]*7###*", "", "Ryzen 7000", "AMD", "", "", 2022),
    ("ryzen[3579]*8###*", "", "Ryzen 8000", "AMD", "", "", 2024),
    ("ryzen[3579]*9###*", "", "Ryzen 9000", "AMD", "", "", 2024),
    ("ryzenthreadripper*", "", "Ryzen Threadripper", "AMD", "desktop", "", None),
]

# Names in the reference table that are called otherwise here.
RENAMED = {"Intel Xeon 6 Granite Rapids-AP (AWS custom)": "Intel Xeon 6975P-C"}
# Names that EXTRA_ALIASES has in another form.
LEFT_OUT = {"cortex-a72", "amd epyc"} | {f"intel xeon processor ({m})" for m in (
    "skylake", "skylake ibrs", "skylake ibrs no tsx", "cascadelake", "cooperlake", "icelake", "sapphirerapids",
    "graniterapids", "sierraforest")}

# Rows of one alias stand in the order in which they are likely: these go behind the others.
LIKELIER_SECOND = {("intel xeon cpu @ 2.60ghz", "45"): 1}

# alias, vendor, CPUID family, model, steppings, what, microarchitectures, candidates.
EXTRA_ALIASES = [
    ("cortex-a72", "ARM", "65", "3336", "", "", "ARM core name", "Cortex-A72", "AWS Graviton"),
    ("neoverse-v3", "ARM", "65", "3460", "", "", "ARM core name", "Neoverse V3", "AWS Graviton4;NVIDIA Grace"),
    ("amd epyc", "AMD", "", "", "", "", "masked server CPU", ";".join(HOSTS_AMD), ""),
    ("amd epyc-naples processor", "AMD", "23", "1", "", "", "hypervisor CPU model", "Zen", ""),
    ("amd epyc-rome-v*", "AMD", "23", "49", "", "", "hypervisor CPU model", "Zen 2", ""),
    ("amd epyc-milan-v*", "AMD", "25", "1", "", "", "hypervisor CPU model", "Zen 3", ""),
    ("amd epyc-genoa-v*", "AMD", "25", "17", "", "", "hypervisor CPU model", "Zen 4", ""),
    ("amd epyc processor (*", "AMD", "23", "1", "", "", "hypervisor CPU model", "Zen", ""),
    ("intel xeon processor (skylake*", "Intel", "6", "85", "", "", "hypervisor CPU model", "Skylake", ""),
    ("intel xeon processor (cascadelake*", "Intel", "6", "85", "", "", "hypervisor CPU model", "Cascade Lake", ""),
    ("intel xeon processor (cooperlake*", "Intel", "6", "85", "", "", "hypervisor CPU model", "Cooper Lake", ""),
    ("intel xeon processor (icelake*", "Intel", "6", "106;134", "", "", "hypervisor CPU model", "Ice Lake", ""),
    ("intel xeon processor (sapphirerapids*", "Intel", "6", "143", "", "", "hypervisor CPU model", "Sapphire Rapids", ""),
    ("intel xeon processor (graniterapids*", "Intel", "6", "173", "", "", "hypervisor CPU model", "Granite Rapids", ""),
    ("intel xeon processor (sierraforest*", "Intel", "6", "175", "", "", "hypervisor CPU model", "Sierra Forest", ""),
    ("intel xeon", "Intel", "", "", "", "", "masked server CPU of any generation", "", ""),
    ("intel xeon cpu", "Intel", "", "", "", "", "masked server CPU of any generation", "", ""),
    ("intel xeon processor", "Intel", "", "", "", "", "masked server CPU of any generation", "", ""),
    ("intel xeon gold", "Intel", "", "", "", "", "masked server CPU of any generation", "", ""),
    ("intel xeon silver", "Intel", "", "", "", "", "masked server CPU of any generation", "", ""),
    ("ampere altra", "Ampere", "65", "3340", "", "", "name of a series", "Neoverse N1", ""),
    ("ampere altra max", "Ampere", "65", "3340", "", "", "name of a series", "Neoverse N1", ""),
    ("ampereone", "Ampere", "192", "2755", "", "", "name of a series", "AmpereOne", ""),
    ("ampere-1*", "Ampere", "192", "", "", "", "ARM core name", "AmpereOne", ""),
    ("amd opteron", "AMD", "", "", "", "", "name of a series", "K10;Piledriver;Bulldozer;K8", ""),
    *(("ampere altra " + m, "Ampere", "", "", "", "", "other name of one CPU", "Neoverse N1",
       "Ampere Altra Max " + m.upper()) for m in ("m96-28", "m96-30", "m112-30", "m128-26", "m128-28", "m128-30")),
    ("nvidia grace hopper superchip", "NVIDIA", "", "", "", "", "other name of one CPU", "Neoverse V2", "NVIDIA Grace"),
    ("nvidia gh200*", "NVIDIA", "", "", "", "", "other name of one CPU", "Neoverse V2", "NVIDIA Grace"),
    ("virtualapple @ *", "Apple", "", "", "", "", "name of a series", "M1;M2;M3;M4", ""),
    ("hygon c86*", "Hygon", "", "", "", "", "name of a series", "Zen", ""),
    ("kvm @ *", "", "", "", "", "", "generic hypervisor CPU", "", ""),
    ("kvm cpu @ *", "", "", "", "", "", "generic hypervisor CPU", "", ""),
    ("virtual cpu", "", "", "", "", "", "generic hypervisor CPU", "", ""),
]

# id, first and last stepping, vendor, microarchitecture, codename, segment, year, power family, watts, members, source
EXTRA_CPUID = [
    ("intel-6-181", "", "", "Intel", "Arrow Lake", "Arrow Lake-U", "mobile", "2025", "arrow-lake-mobile", "15", "12",
     "28", "0", "pk"),
    ("intel-15-3", "", "", "Intel", "NetBurst", "Nocona", "server", "2004", "", "103", "95", "110", "0", "pk"),
    ("intel-15-4", "", "", "Intel", "NetBurst", "Nocona; Irwindale; Paxville", "server", "2004", "", "110", "95", "165",
     "0", "pk"),
    ("intel-15-6", "", "", "Intel", "NetBurst", "Dempsey; Tulsa", "server", "2006", "", "130", "95", "150", "0", "pk"),
]

# CPUID numbers whose members the microarchitecture and segment alone do not tell.
CPUID_MEMBERS = {
    ("intel-6-15", ""): r"Intel Xeon (30|32|51|53|72|73|[ELX]32|[ELX]53|[ELX]7[23])\d\d",
    ("intel-6-23", ""): r"Intel Xeon [ELX](31|33|52|54)\d\d$",
    ("intel-6-29", ""): r"Intel Xeon [ELX]74\d\d$",
    ("intel-6-26", ""): r"Intel Xeon ([ELXW]55|W35)\d\d$",
    ("intel-6-30", ""): r"Intel (Xeon [LX]34\d\d$|Core i[57]-[78]\d\d)",
    ("intel-6-37", ""): r"Intel (Xeon L340\d$|Core i[35]-[56]\d\d$)",
    ("intel-6-44", ""): r"Intel Xeon ([ELXW]56|W36)\d\d$",
    ("intel-6-46", ""): r"Intel Xeon [ELX][67]5\d\d$",
    ("intel-6-47", ""): r"Intel Xeon E7-\d{4}L?$",
    ("amd-16-2", ""): r"AMD Opteron ([28]3[456]|13[56])\d",
    ("amd-16-4", ""): r"AMD Opteron ([28]3[789]|138)\d",
    ("amd-16-8", ""): r"AMD Opteron ([28]4|41)\d\d",
    ("amd-16-9", ""): r"AMD Opteron 61\d\d",
    ("amd-16-10", ""): r"AMD Phenom II X6",
    ("amd-21-1", ""): r"AMD Opteron [346]2\d\d",
    ("amd-21-2", ""): r"AMD Opteron [346]3\d\d",
    ("amd-23-1", "0"): r"AMD Ryzen [357] (PRO )?1\d\d\d",
    ("amd-23-113", ""): r"AMD Ryzen [3579] (PRO )?3[1-9]\d\dX?T?$",
    ("amd-25-8", ""): r"AMD Ryzen Threadripper PRO 5\d\d\dWX",
    ("amd-25-33", ""): r"AMD Ryzen [579] 5[5-9]\d\dX?3?D?T?$",
    ("amd-25-24", ""): r"AMD Ryzen Threadripper (PRO )?7\d\d\d",
    ("amd-26-8", ""): r"AMD Ryzen Threadripper (PRO )?9\d\d\d",
    ("intel-6-42", ""): r"Intel (Xeon E3-12\d\d[A-Z]*$|Core i\d-2\d\d\d)",
    ("intel-6-45", ""): r"Intel Xeon E5-\d{4}[A-Z]*$",
    ("intel-6-58", ""): r"Intel (Xeon E3-12\d\d[A-Z]* v2$|Core i\d-3\d\d\d)",
    ("intel-6-62", ""): r"Intel Xeon E[57]-\d{4}[A-Z]* v2$",
    ("intel-6-60", ""): r"Intel (Xeon E3-12\d\d[A-Z]* v3$|Core i\d-4\d\d\d(K|S|T|M|MQ|HQ)?$)",
    ("intel-6-63", ""): r"Intel Xeon E[57]-\d{4}[A-Z]* v3$",
    ("intel-6-71", ""): r"Intel (Xeon E3-12\d\d[A-Z]* v4$|Core i\d-5\d\d\d[CR])",
    ("intel-6-79", ""): r"Intel Xeon E[57]-\d{4}[A-Z]* v4$",
    ("intel-6-86", ""): r"Intel Xeon D-1[56]\d\d",
    ("intel-6-94", ""): r"Intel (Xeon E3-1\d\d\d[A-Z]* v5$|Core i\d-6\d\d\d)",
    ("intel-6-85", "0"): r"Intel Xeon ((Platinum|Gold|Silver|Bronze) [34568]1\d\d|D-21\d\d)",
    ("intel-6-85", "5"): r"Intel Xeon (Platinum|Gold|Silver|Bronze) [34568]2\d\d",
    ("intel-6-106", ""): r"Intel Xeon (Platinum|Gold|Silver) [4568]3\d\d[A-GI-Z]?$",
    ("intel-6-108", ""): r"Intel Xeon D-[12][78]\d\d",
    ("intel-6-143", ""): r"Intel Xeon ((Platinum|Gold|Silver|Bronze) [34568]4\d\d|Max)",
    ("intel-6-174", ""): r"Intel Xeon 6[57]\d\dP-B",
    ("amd-23-1", "2"): r"AMD EPYC [37]\d\d1P?$",
    ("amd-23-49", ""): r"AMD EPYC 7[\dF H]\d2P?$",
    ("amd-25-1", ""): r"AMD EPYC 7[\dF]\d3[PX]?$",
    ("amd-25-48", ""): r"AMD EPYC 7[\dF]\d3[PX]?$",
    ("amd-25-17", ""): r"AMD EPYC 9[1-6]\d4[PFX]?$",
    ("amd-26-2", ""): r"AMD EPYC 9\d\d5[PF]?$",
    ("hygon-24-0", ""): r"AMD EPYC 7\d\d1P?$",
    ("hygon-24-1", ""): r"AMD EPYC 7\d\d1P?$",
    ("arm-65-3340", ""): r"Ampere Altra|AWS Graviton2",
    ("arm-65-3336", ""): r"AWS Graviton$",
    ("arm-65-3460", ""): r"AWS Graviton4|NVIDIA Grace$|Google Axion",
    ("arm-65-3407", ""): r"AWS Graviton4|NVIDIA Grace$|Google Axion",
}

# Hidden names: the parts that may be behind them.
ALIAS_MEMBERS = {
    "Intel": r"Intel Xeon (E5-2\d{3}[A-Z]* v[34]|(Platinum|Gold) [568][1-5]\d\d|6[79]\d\dP$)",
    "AMD": r"AMD EPYC (7..[123]|9..[45])[PFX]?$",
    "": r"(Intel Xeon (E5-2\d{3}[A-Z]* v[34]|(Platinum|Gold) [568][1-5]\d\d|6[79]\d\dP$)|AMD EPYC (7..[123]|9..[45])[PFX]?$)",
    "ARM": r"AWS Graviton|Ampere Altra|NVIDIA Grace$|Google Axion|Azure Cobalt",
}
MICROARCHITECTURE_MEMBERS = {
    "Nehalem": r"Intel Xeon [ELX]55", "Westmere": r"Intel Xeon [ELX]56", "Sandy Bridge": r"Intel Xeon E5-2\d{3}L?$",
    "Ivy Bridge": r"Intel Xeon E5-2\d{3}L? v2$", "Haswell": r"Intel Xeon E5-2\d{3}L? v3$",
    "Broadwell": r"Intel Xeon E5-2\d{3}L? v4$", "Skylake": r"Intel Xeon (Platinum|Gold) [568]1",
    "Cascade Lake": r"Intel Xeon (Platinum|Gold) [568]2", "Cooper Lake": r"Intel Xeon (Platinum|Gold) [568]3\d\dH",
    "Ice Lake": r"Intel Xeon (Platinum|Gold) [568]3\d\d[A-GI-Z]?$",
    "Sapphire Rapids": r"Intel Xeon (Platinum|Gold) [568]4", "Emerald Rapids": r"Intel Xeon (Platinum|Gold) [568]5",
    "Granite Rapids": r"Intel Xeon 6[79]\d\dP$", "Sierra Forest": r"Intel Xeon 67\d\dE$",
    "Knights Mill": r"Intel Xeon Phi", "Zen": r"AMD EPYC 7\d\d1P?$", "Zen 2": r"AMD EPYC 7..2P?$",
    "Zen 3": r"AMD EPYC 7[\dF]\d3[PX]?$", "Zen 4": r"AMD EPYC 9[1-6]\d4[PFX]?$", "Zen 4c": r"AMD EPYC (97|8)\d+\d4",
    "Zen 5": r"AMD EPYC 9\d\d5[PF]?$", "Zen 5c": r"AMD EPYC 9(645|745|825|845|965)$",
    "Bulldozer": r"AMD Opteron 62", "Piledriver": r"AMD Opteron 63", "K10": r"AMD Opteron [28]3",
    "Neoverse N1": r"Ampere Altra|AWS Graviton2", "Neoverse V1": r"AWS Graviton3", "AmpereOne": r"AmpereOne",
    "Neoverse N2": r"Azure Cobalt|Alibaba", "Neoverse V2": r"AWS Graviton4|NVIDIA Grace$|Google Axion",
    "M1": r"Apple M1", "M2": r"Apple M2", "M3": r"Apple M3", "M4": r"Apple M4",
    "Neoverse V3": r"AWS Graviton4|NVIDIA Grace$|Google Axion", "Cortex-A72": r"AWS Graviton$",
}


def members(keyed, vendor, alias, microarchitectures):
    """The rows of cpus.csv that may be behind an alias."""
    rows = list(keyed.values())
    if alias.startswith("ampere altra"):
        return [r for r in rows if r["name"].startswith("Ampere Altra Max" if " max" in alias else "Ampere Altra")]
    if alias == "amd opteron":
        return [r for r in rows if r["name"].startswith("AMD Opteron")]
    if alias == "amd epyc":
        return [r for r in rows if r["name"].startswith("AMD EPYC") and r["segment"] == "server"]
    known = [MICROARCHITECTURE_MEMBERS[m] for m in microarchitectures.split(";") if m in MICROARCHITECTURE_MEMBERS]
    pattern = "|".join(f"({p})" for p in known) or ALIAS_MEMBERS[vendor]
    return [r for r in rows if re.match(pattern, r["name"])]


# Where one number serves several dies, the steppings of each: first and last (empty: all that follow). The reference
# table lists those seen; between them no die is known, so the ranges are closed here.
STEPPINGS = {
    ("intel-6-85", "0"): ("0", "4"), ("intel-6-85", "5"): ("5", "7"), ("intel-6-85", "10"): ("8", ""),
    ("intel-6-142", "9"): ("0", "9"), ("intel-6-142", "10"): ("10", "10"), ("intel-6-142", "11"): ("11", ""),
    ("intel-6-158", "9"): ("0", "9"), ("intel-6-158", "10"): ("10", ""),
    ("amd-23-1", "0"): ("0", "1"), ("amd-23-1", "2"): ("2", ""),
}


def steppings(text):
    first, _, last = text.partition("-")
    return first, last or first


# Key of models::CpuFamily (data/cpu_power_families.csv) by CPUID; where one number serves several dies, by stepping.
POWER_FAMILIES = """
intel-6-26 nehalem-sp|intel-6-46 nehalem-sp|intel-6-44 westmere-sp|intel-6-47 westmere-sp|intel-6-45 sandy-bridge-sp
intel-6-62 ivy-bridge-sp|intel-6-63 haswell-sp|intel-6-79 broadwell-sp|intel-6-86 broadwell-d|intel-6-85:0 skylake-sp
intel-6-85:5 cascade-lake|intel-6-85:10 cooper-lake|intel-6-106 ice-lake-sp|intel-6-108 ice-lake-d
intel-6-143 sapphire-rapids|intel-6-207 emerald-rapids|intel-6-173 granite-rapids|intel-6-174 granite-rapids
intel-6-175 sierra-forest|intel-6-182 sierra-forest|intel-6-77 atom-server|intel-6-95 atom-server|intel-6-134 atom-server
intel-6-42 sandy-bridge|intel-6-58 ivy-bridge|intel-6-60 haswell|intel-6-69 haswell-mobile|intel-6-70 haswell-mobile
intel-6-61 broadwell-mobile|intel-6-71 haswell|intel-6-94 skylake|intel-6-78 skylake-mobile|intel-6-158:9 kaby-lake
intel-6-158:10 coffee-lake|intel-6-142:9 kaby-lake-mobile|intel-6-142:10 comet-lake-mobile
intel-6-142:11 comet-lake-mobile|intel-6-165 comet-lake|intel-6-166 comet-lake-mobile|intel-6-125 ice-lake-mobile
intel-6-126 ice-lake-mobile|intel-6-140 tiger-lake|intel-6-141 tiger-lake|intel-6-167 rocket-lake|intel-6-151 alder-lake
intel-6-154 alder-lake-mobile|intel-6-190 alder-lake-n|intel-6-183 raptor-lake|intel-6-191 raptor-lake
intel-6-186 raptor-lake-mobile|intel-6-170 meteor-lake|intel-6-172 meteor-lake|intel-6-189 lunar-lake
intel-6-197 arrow-lake-mobile|intel-6-198 arrow-lake|amd-16-2 k10|amd-16-4 k10|amd-16-8 k10|amd-16-9 k10
amd-21-1 bulldozer|amd-21-2 piledriver|amd-23-1:2 zen-epyc|amd-23-1:0 zen-ryzen|amd-23-8 zen-plus|amd-23-17 zen-mobile
amd-23-24 zen-mobile|amd-23-32 zen-mobile|amd-23-49 zen2-epyc|amd-23-113 zen2-ryzen|amd-23-71 zen2-ryzen
amd-23-96 zen2-mobile|amd-23-104 zen2-mobile|amd-23-144 zen2-mobile|amd-23-160 zen2-mobile|amd-25-1 zen3-epyc
amd-25-48 zen3-epyc|amd-25-8 zen3-threadripper|amd-25-33 zen3-ryzen|amd-25-80 zen3-mobile|amd-25-68 zen3-mobile
amd-25-17 zen4-epyc|amd-25-160 zen4c-epyc|amd-25-24 zen4-threadripper|amd-25-97 zen4-ryzen|amd-25-116 zen4-mobile
amd-25-117 zen4-mobile|amd-25-120 zen4-mobile|amd-25-124 zen4-mobile|amd-26-2 zen5-epyc|amd-26-17 zen5c-epyc
amd-26-8 zen5-threadripper|amd-26-68 zen5-ryzen|amd-26-36 zen5-mobile|amd-26-96 zen5-mobile|amd-26-112 zen5-mobile
hygon-24-0 zen-epyc|hygon-24-1 zen-epyc|arm-65-3336 cortex-a72|arm-65-3340 neoverse-n1|arm-65-3392 neoverse-v1
arm-65-3401 neoverse-n2|arm-65-3407 neoverse-v2|arm-65-3460 neoverse-v3|arm-109-3401 neoverse-n2|arm-192-2755 ampereone
arm-192-2756 ampereone|arm-72-3329 kunpeng-920|arm-97-34 apple-m1|arm-97-35 apple-m1
"""


def power_family(identity, first_stepping):
    pairs = dict(pair.split() for line in POWER_FAMILIES.strip().splitlines() for pair in line.split("|"))
    return pairs.get(f"{identity}:{first_stepping}") or pairs.get(identity, "")
