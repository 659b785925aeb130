"""What tools/import_cpus.py knows of server CPUs beyond the tables it reads: public knowledge (source code pk).

Vendors' data sheets and announcements are where it is from: Intel ARK and the "Intel Xeon processor" data sheets
by series, AMD's product pages and the "Server Processor Revision Guides", Ampere's and NVIDIA's product briefs.
"""
import re

# What the parts of a series have in common: pattern of the name, launch year, microarchitecture, cores, threads per
# core. None: differs within the series. The first pattern that fits counts; only empty cells are filled.
SERIES = [
    (r"Intel Xeon (3065|3075|3085)$", 2007, "Core", 2, 1),
    (r"Intel Xeon 30[4-7]0$", 2006, "Core", 2, 1),
    (r"Intel Xeon 50\d\d$", 2006, "NetBurst", 2, 2),
    (r"Intel Xeon 51\d\d$", 2006, "Core", 2, 1),
    (r"Intel Xeon 70\d\d$", 2005, "NetBurst", 2, 2),
    (r"Intel Xeon 71\d\d[MN]$", 2006, "NetBurst", 2, 2),
    (r"Intel Xeon E72\d\d$", 2007, "Core", 2, 1),
    (r"Intel Xeon [ELX]73\d\d$", 2007, "Core", 4, 1),
    (r"Intel Xeon X32\d\d$", 2007, "Core", 4, 1),
    (r"Intel Xeon (E5310|E5320|E5335|E5345|X5355)$", 2006, "Core", 4, 1),
    (r"Intel Xeon [ELX]53\d\d$", 2007, "Core", 4, 1),
    (r"Intel Xeon L3014$", 2008, "Penryn", 1, 1),
    (r"Intel Xeon [EL]31\d\d$", 2008, "Penryn", 2, 1),
    (r"Intel Xeon (L3360|X3380)$", 2009, "Penryn", 4, 1),
    (r"Intel Xeon X33\d\d$", 2008, "Penryn", 4, 1),
    (r"Intel Xeon (E52\d\d|X52[67]\d|X5272)$", 2007, "Penryn", 2, 1),
    (r"Intel Xeon L52\d\d$", 2008, "Penryn", 2, 1),
    (r"Intel Xeon (L54\d\d|X5470|X5492)$", 2008, "Penryn", 4, 1),
    (r"Intel Xeon [EX]54\d\d$", 2007, "Penryn", 4, 1),
    (r"Intel Xeon (E7450|E7458|L7455|[EX]7460)$", 2008, "Penryn", 6, 1),
    (r"Intel Xeon [EL]74\d\d$", 2008, "Penryn", 4, 1),
    (r"Intel Xeon X3430$", 2009, "Nehalem", 4, 1),
    (r"Intel Xeon X3480$", 2010, "Nehalem", 4, 2),
    (r"Intel Xeon L340[36]$", 2010, "Westmere", 2, 2),
    (r"Intel Xeon [LX]34\d\d$", 2009, "Nehalem", 4, 2),
    (r"Intel Xeon (E5502|E5503|W3503|W3505)$", 2009, "Nehalem", 2, 1),
    (r"Intel Xeon (E5504|E5506|E5507|L5506)$", 2009, "Nehalem", 4, 1),
    (r"Intel Xeon L5508$", 2009, "Nehalem", 2, 2),
    (r"Intel Xeon ([ELXW]55\d\d|W35\d\d)$", 2009, "Nehalem", 4, 2),
    (r"Intel Xeon (EC|LC)[35]5\d\d$", 2010, "Nehalem", None, None),
    (r"Intel Xeon (E5603|E5606|E5607|L5609)$", 2010, "Westmere", 4, 1),
    (r"Intel Xeon (X5698)$", 2011, "Westmere", 2, 2),
    (r"Intel Xeon (E5620|E5630|E5640|L5618|L5630|X5647|X5667|X5672|X5677|X5687)$", 2010, "Westmere", 4, 2),
    (r"Intel Xeon (L5638|L5639|L5640|L5645|E5645|E5649|X56\d\d|W36\d\d)$", 2010, "Westmere", 6, 2),
    (r"Intel Xeon (E7520|E6510)$", 2010, "Nehalem", 4, 2),
    (r"Intel Xeon (E7530|E7540|L7545|E6540)$", 2010, "Nehalem", 6, 2),
    (r"Intel Xeon X7542$", 2010, "Nehalem", 6, 1),
    (r"Intel Xeon (L7555|X7550|X7560|X6550)$", 2010, "Nehalem", 8, 2),
    (r"Intel Xeon E7-8867L$", 2011, "Westmere", 10, 2),
    (r"Intel Xeon E7-\d{4}[A-Z]?$", 2011, "Westmere", None, 2),
    (r"Intel Xeon E7-8895 v2$", 2014, "Ivy Bridge", 15, 2),
    (r"Intel Xeon E7-\d{4}[A-Z]? v2$", 2014, "Ivy Bridge", None, 2),
    (r"Intel Xeon E7-\d{4}[A-Z]? v3$", 2015, "Haswell", None, 2),
    (r"Intel Xeon E7-8855 v4$", 2016, "Broadwell", 14, 2),
    (r"Intel Xeon E7-\d{4}[A-Z]? v4$", 2016, "Broadwell", None, 2),
    (r"Intel Xeon E3-1220L$", 2011, "Sandy Bridge", 2, 2),
    (r"Intel Xeon E3-122[05]$", 2011, "Sandy Bridge", 4, 1),
    (r"Intel Xeon E3-12\d\d(L|C)?$", 2011, "Sandy Bridge", 4, 2),
    (r"Intel Xeon E3-1220L v2$", 2012, "Ivy Bridge", 2, 2),
    (r"Intel Xeon E3-122[05] v2$", 2012, "Ivy Bridge", 4, 1),
    (r"Intel Xeon E3-12\d\d[A-Z]? v2$", 2012, "Ivy Bridge", 4, 2),
    (r"Intel Xeon E3-1135C v2$", 2013, "Ivy Bridge", 4, 2),
    (r"Intel Xeon E3-1\d{3}[A-Z]* v3$", 2013, "Haswell", None, None),
    (r"Intel Xeon E3-12\d\d[A-Z]* v4$", 2015, "Broadwell", 4, 2),
    (r"Intel Xeon E3-1\d{3}[A-Z]* v5$", 2015, "Skylake", None, None),
    (r"Intel Xeon E3-1501[LM] v6$", 2017, "Kaby Lake", 4, 1),
    (r"Intel Xeon E3-12(05|20|25) v6$", 2017, "Kaby Lake", 4, 1),
    (r"Intel Xeon E3-1\d{3}[A-Z]* v6$", 2017, "Kaby Lake", 4, 2),
    (r"Intel Xeon E5-160[37]$", 2012, "Sandy Bridge", 4, 1),
    (r"Intel Xeon E5-160[37] v2$", 2013, "Ivy Bridge", 4, 1),
    (r"Intel Xeon E5-160[37] v3$", 2014, "Haswell", 4, 1),
    (r"Intel Xeon E5-160[37] v4$", 2016, "Broadwell", 4, 1),
    (r"Intel Xeon E5-(2403|2407|2603|2609)$", 2012, "Sandy Bridge", 4, 1),
    (r"Intel Xeon E5-1410$", 2012, "Sandy Bridge", 4, 2),
    (r"Intel Xeon E5-1410 v2$", 2014, "Ivy Bridge", 4, 2),
    (r"Intel Xeon E5-1680 v2$", 2013, "Ivy Bridge", 8, 2),
    (r"Intel Xeon E5-(2449L|2628L)$", 2012, "Sandy Bridge", 8, 2),
    (r"Intel Xeon E5-2618L$", 2012, "Sandy Bridge", 6, 2),
    (r"Intel Xeon E5-2689$", 2012, "Sandy Bridge", 8, 2),
    (r"Intel Xeon E5-2651 v2$", 2013, "Ivy Bridge", 12, 2),
    (r"Intel Xeon E5-2673 v2$", 2013, "Ivy Bridge", 8, 2),
    (r"Intel Xeon E5-(2692|2696) v2$", 2013, "Ivy Bridge", 12, 2),
    (r"Intel Xeon E5-1681 v3$", 2014, "Haswell", 10, 2),
    (r"Intel Xeon E5-(2628|2629) v3$", 2014, "Haswell", 8, 2),
    (r"Intel Xeon E5-(2649|2663|2666) v3$", 2014, "Haswell", 10, 2),
    (r"Intel Xeon E5-(2669|2673|2676|2678|2685) v3$", 2014, "Haswell", 12, 2),
    (r"Intel Xeon E5-(2686|2696) v3$", 2014, "Haswell", 18, 2),
    (r"Intel Xeon E5-2689A? v4$", 2016, "Broadwell", 10, 2),
    (r"Intel Xeon E5-2682 v4$", 2016, "Broadwell", 16, 2),
    (r"Intel Xeon E5-2673 v4$", 2016, "Broadwell", 20, 2),
    (r"Intel Xeon E5-2679 v4$", 2016, "Broadwell", 20, 2),
    (r"Intel Xeon E5-2680R v4$", 2016, "Broadwell", 14, 2),
    (r"Intel Xeon E5-2686 v4$", 2016, "Broadwell", 18, 2),
    (r"Intel Xeon E5-2697R v4$", 2016, "Broadwell", 18, 2),
    (r"Intel Xeon E5-(2696|2699[ACPR]) v4$", 2016, "Broadwell", 22, 2),
    (r"Intel Xeon E5-(24|46)\d\d[A-Z]*$", 2012, "Sandy Bridge", None, 2),
    (r"Intel Xeon E5-\d{4}[A-Z]*$", 2012, "Sandy Bridge", None, 2),
    (r"Intel Xeon E5-(14|24|46)\d\d[A-Z]* v2$", 2014, "Ivy Bridge", None, 2),
    (r"Intel Xeon E5-\d{4}[A-Z]* v2$", 2013, "Ivy Bridge", None, 2),
    (r"Intel Xeon E5-46\d\d[A-Z]* v3$", 2015, "Haswell", None, 2),
    (r"Intel Xeon E5-\d{4}[A-Z]* v3$", 2014, "Haswell", None, 2),
    (r"Intel Xeon E5-\d{4}[A-Z]* v4$", 2016, "Broadwell", None, 2),
    (r"Intel Xeon D-158[17]$", 2016, "Broadwell", 16, 2),
    (r"Intel Xeon D-2191$", 2018, "Skylake", 18, 2),
    (r"Intel Xeon D-\d{4}[A-Z]*$", None, None, None, 2),
    (r"Intel Xeon E-2104G$", 2018, "Coffee Lake", 4, 1),
    (r"Intel Xeon E-2(1[12]|22)[46]G?E?$", None, "Coffee Lake", None, 1),
    (r"Intel Xeon E-2414$", 2023, "Raptor Lake", 4, 1),
    (r"Intel Xeon E-2\d{3}[A-Z]*$", None, None, None, 2),
    (r"Intel Xeon (Gold 5117|Gold 5117F)$", 2017, "Skylake", 14, 2),
    (r"Intel Xeon Gold (6134M|6137|6137M)$", 2017, "Skylake", 8, 2),
    (r"Intel Xeon Gold 6140M$", 2017, "Skylake", 18, 2),
    (r"Intel Xeon Gold (6142M|6143|6149)$", 2017, "Skylake", 16, 2),
    (r"Intel Xeon Gold (6133|6145)$", 2017, "Skylake", 20, 2),
    (r"Intel Xeon Gold 6161$", 2017, "Skylake", 22, 2),
    (r"Intel Xeon Gold 6162$", 2017, "Skylake", 24, 2),
    (r"Intel Xeon Platinum (8124M)$", 2017, "Skylake", 18, 2),
    (r"Intel Xeon Platinum 8151$", 2017, "Skylake", 12, 2),
    (r"Intel Xeon Platinum (8160M|8160H|8163|8165|8174|8175M)$", 2017, "Skylake", 24, 2),
    (r"Intel Xeon Platinum (8167M|8170M|8171M|8172M)$", 2017, "Skylake", 26, 2),
    (r"Intel Xeon Platinum (8173M|8176M|8180M)$", 2017, "Skylake", 28, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]1\d\d[A-Z]*$", 2017, "Skylake", None, 2),
    (r"Intel Xeon Gold 5215M$", 2019, "Cascade Lake", 10, 2),
    (r"Intel Xeon Gold (6240M|6240C|6253CL)$", 2019, "Cascade Lake", 18, 2),
    (r"Intel Xeon Gold (6238M|6266C)$", 2019, "Cascade Lake", 22, 2),
    (r"Intel Xeon Gold (6268CL|6271C|6267C)$", 2019, "Cascade Lake", 24, 2),
    (r"Intel Xeon Gold 6278C$", 2019, "Cascade Lake", 26, 2),
    (r"Intel Xeon Platinum (8252C|8251)$", 2019, "Cascade Lake", 12, 2),
    (r"Intel Xeon Platinum (8255C|8260M|8259CL|8259L|8275CL)$", 2019, "Cascade Lake", 24, 2),
    (r"Intel Xeon Platinum (8269CY|8272CL)$", 2019, "Cascade Lake", 26, 2),
    (r"Intel Xeon Platinum (8273CL|8276M|8280[ML]?)$", 2019, "Cascade Lake", 28, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]2\d\dR$", 2020, "Cascade Lake", None, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]2\d\d[A-Z]*$", 2019, "Cascade Lake", None, 2),
    (r"Intel Xeon Platinum 8373C$", 2021, "Ice Lake", 36, 2),
    (r"Intel Xeon Platinum (8369B|8370C|8375C)$", 2021, "Ice Lake", 32, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]3\d\d(H|HL)$", 2020, "Cooper Lake", None, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]3\d\d[A-Z]*$", 2021, "Ice Lake", None, 2),
    (r"Intel Xeon Platinum 8481C$", 2023, "Sapphire Rapids", 56, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]4\d\d[A-Z]*\+?$", 2023, "Sapphire Rapids", None, 2),
    (r"Intel Xeon (Platinum|Gold|Silver) [4568]5\d\d[A-Z]*\+?$", 2023, None, None, 2),
    (r"Intel Xeon Bronze", None, None, None, 1),
    (r"Intel Xeon 6\d\d\dE$", 2024, "Sierra Forest", None, 1),
    (r"Intel Xeon 6\d\d\dP(-B)?$", None, None, None, 2),
    (r"Intel Xeon W-21\d\dB$", 2017, "Skylake", None, 2),
    (r"Intel Xeon W-210[24]$", 2017, "Skylake", 4, 1),
    (r"Intel Xeon W-\d{4}[A-Z]*$", None, None, None, 2),
    (r"Intel Xeon w9-3495X$", 2023, "Sapphire Rapids", 56, 2),
    (r"Intel Xeon w9-3475X$", 2023, "Sapphire Rapids", 36, 2),
    (r"Intel Xeon w7-3465X$", 2023, "Sapphire Rapids", 28, 2),
    (r"Intel Xeon w7-(3455|2495X)$", 2023, "Sapphire Rapids", 24, 2),
    (r"Intel Xeon w7-(3445|2475X)$", 2023, "Sapphire Rapids", 20, 2),
    (r"Intel Xeon w5-(3435X|2465X)$", 2023, "Sapphire Rapids", 16, 2),
    (r"Intel Xeon w5-(3425|2455X)$", 2023, "Sapphire Rapids", 12, 2),
    (r"Intel Xeon w5-2445$", 2023, "Sapphire Rapids", 10, 2),
    (r"Intel Xeon w3-2435$", 2023, "Sapphire Rapids", 8, 2),
    (r"Intel Xeon w3-242[35]$", 2023, "Sapphire Rapids", 6, 2),
    (r"Intel Core i3-5\d\d$", 2010, "Westmere", 2, 2),
    (r"Intel Core i5-6\d\d$", 2010, "Westmere", 2, 2),
    (r"Intel Core i5-7[56]0S?$", 2009, "Nehalem", 4, 1),
    (r"Intel Core i7-8[678]\dS?K?$", 2009, "Nehalem", 4, 2),
    (r"Intel Core i7-9[2-6]0$", 2008, "Nehalem", 4, 2),
    (r"Intel Core i7-9[789]0X?$", 2010, "Westmere", 6, 2),
    (r"Intel Core 2 Duo [EPT]", None, None, 2, 1),
    (r"Intel Core 2 Quad", None, None, 4, 1),
    (r"Intel Core Ultra 5 2[23]5H$", 2025, "Arrow Lake", 14, 1),
    (r"Intel Core Ultra [79] 2[568]5H$", 2025, "Arrow Lake", 16, 1),
    (r"AMD Opteron [128](4\d|5\d)( HE| EE)?$", 2004, "K8", 1, 1),
    (r"AMD Opteron [128](6\d|7\d|8\d|90)( HE| SE)?$", 2005, "K8", 2, 1),
    (r"AMD Opteron [128]2\d\d( HE| SE)?$", 2006, "K8", 2, 1),
    (r"AMD Opteron 1(35\d)$", 2008, "K10", 4, 1),
    (r"AMD Opteron 13\d\d$", 2009, "K10", 4, 1),
    (r"AMD Opteron [28](346 HE|347|347 HE|350)$", 2007, "K10", 4, 1),
    (r"AMD Opteron [28]3[56]\d( HE| SE)?$", 2008, "K10", 4, 1),
    (r"AMD Opteron [28]3(7[689]|80|82|84)( HE)?$", 2008, "K10", 4, 1),
    (r"AMD Opteron [28]3\d\d( HE| SE| EE)?$", 2009, "K10", 4, 1),
    (r"AMD Opteron [28]4\d\d( HE| SE| EE)?$", 2009, "K10", 6, 1),
    (r"AMD Opteron 41(22|30|33)$", 2010, "K10", 4, 1),
    (r"AMD Opteron 41\d\d( HE| EE)?$", 2010, "K10", 6, 1),
    (r"AMD Opteron 61(2\d|3\d|4\d)( HE| SE)?$", 2010, "K10", 8, 1),
    (r"AMD Opteron 61\d\d( HE| SE)?$", 2010, "K10", 12, 1),
    (r"AMD Opteron 3250 HE$", 2012, "Bulldozer", 4, 1),
    (r"AMD Opteron 4365 EE$", 2012, "Piledriver", 8, 1),
    (r"AMD Opteron 43CX EE$", 2012, "Piledriver", 4, 1),
    (r"AMD Opteron 43GK HE$", 2012, "Piledriver", 8, 1),
    (r"AMD Opteron 32\d\d( HE)?$", 2012, "Bulldozer", None, 1),
    (r"AMD Opteron [46]2\d\d( HE| SE| EE)?$", 2011, "Bulldozer", None, 1),
    (r"AMD Opteron 6338P$", 2014, "Piledriver", 12, 1),
    (r"AMD Opteron 6370P$", 2014, "Piledriver", 16, 1),
    (r"AMD Opteron [346]3\d\d( HE| SE| EE)?$", 2012, "Piledriver", None, 1),
    (r"AMD Opteron A11\d\d$", 2016, "Cortex-A57", None, 1),
    (r"AMD Opteron X[12]1\d\d$", 2013, "Jaguar", 4, 1),
    (r"AMD Opteron X3216$", 2017, "Excavator", 2, 1),
    (r"AMD Opteron X34\d\d$", 2017, "Excavator", 4, 1),
    (r"AMD EPYC (7261|7371)$", 2018, "Zen", None, 2),
    (r"AMD EPYC 7\d\d1P?$", 2017, "Zen", None, 2),
    (r"AMD EPYC (7532|7662)$", 2020, "Zen 2", None, 2),
    (r"AMD EPYC 7..2P?$", 2019, "Zen 2", None, 2),
    (r"AMD EPYC 7R13$", 2021, "Zen 3", 48, 2),
    (r"AMD EPYC 7V13$", 2021, "Zen 3", 64, 2),
    (r"AMD EPYC 7V73X$", 2022, "Zen 3", 64, 2),
    (r"AMD EPYC 7T83$", 2021, "Zen 3", 64, 2),
    (r"AMD EPYC 7\d\d3X$", 2022, "Zen 3", None, 2),
    (r"AMD EPYC 7..3P?$", 2021, "Zen 3", None, 2),
    (r"AMD EPYC 4\d\d4PX?$", 2024, "Zen 4", None, 2),
    (r"AMD EPYC 3201$", 2018, "Zen", 8, 1),
    (r"AMD EPYC 3251$", 2018, "Zen", 8, 2),
    (r"AMD EPYC 3\d\d\d$", 2018, "Zen", None, None),
]

# Parts that the tables lack, have from one source that we may not pass on, or have wrong:
# name: TDP, its ends, cores, threads, MHz, launch year, microarchitecture, note. These replace the row.
# Ends that differ: nobody publishes the figure; they are the public parts of that generation, cores and clock.
PARTS = """
AMD Opteron 1210|103|103|103|2|2|1800|2006|K8|
AMD Opteron 1352|95|95|95|4|4|2100|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 1354|95|95|95|4|4|2200|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 1356|95|95|95|4|4|2300|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 1381|115|115|115|4|4|2500|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 1385|115|115|115|4|4|2700|2009|K10|
AMD Opteron 1389|115|115|115|4|4|2900|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2210|95|95|95|2|2|1800|2006|K8|
AMD Opteron 2210 HE|68|68|68|2|2|1800|2006|K8|
AMD Opteron 2212|95|95|95|2|2|2000|2006|K8|
AMD Opteron 2212 HE|68|68|68|2|2|2000|2006|K8|
AMD Opteron 2214|95|95|95|2|2|2200|2006|K8|
AMD Opteron 2214 HE|68|68|68|2|2|2200|2006|K8|
AMD Opteron 2216|95|95|95|2|2|2400|2006|K8|
AMD Opteron 2216 HE|68|68|68|2|2|2400|2006|K8|
AMD Opteron 2218 HE|68|68|68|2|2|2600|2007|K8|
AMD Opteron 2222 SE|119|119|119|2|2|3000|2007|K8|
AMD Opteron 2224 SE|119|119|119|2|2|3200|2007|K8|
AMD Opteron 8212|95|95|95|2|2|2000|2006|K8|
AMD Opteron 8214|95|95|95|2|2|2200|2006|K8|
AMD Opteron 8216|95|95|95|2|2|2400|2006|K8|
AMD Opteron 8216 HE|68|68|68|2|2|2400|2006|K8|
AMD Opteron 8218|95|95|95|2|2|2600|2006|K8|
AMD Opteron 8220|95|95|95|2|2|2800|2007|K8|
AMD Opteron 8220 SE|119|119|119|2|2|2800|2006|K8|
AMD Opteron 8222|95|95|95|2|2|3000|2007|K8|
AMD Opteron 8222 SE|119|119|119|2|2|3000|2007|K8|
AMD Opteron 8224 SE|119|119|119|2|2|3200|2007|K8|
AMD Opteron 2344 HE|79|79|79|4|4|1700|2007|K10|
AMD Opteron 2346 HE|79|79|79|4|4|1800|2007|K10|
AMD Opteron 2347|95|95|95|4|4|1900|2007|K10|
AMD Opteron 2347 HE|79|79|79|4|4|1900|2007|K10|
AMD Opteron 2350|95|95|95|4|4|2000|2007|K10|
AMD Opteron 2352|95|95|95|4|4|2100|2008|K10|
AMD Opteron 2354|95|95|95|4|4|2200|2008|K10|
AMD Opteron 2356|95|95|95|4|4|2300|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2358 SE|119|119|119|4|4|2400|2008|K10|
AMD Opteron 2360 SE|119|119|119|4|4|2500|2008|K10|
AMD Opteron 2372 HE|79|79|79|4|4|2100|2008|K10|
AMD Opteron 2373 EE|60|60|60|4|4|2100|2009|K10|
AMD Opteron 2374 HE|79|79|79|4|4|2200|2009|K10|55 W in some tables is AMD's average power (ACP)
AMD Opteron 2376|115|115|115|4|4|2300|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2376 HE|79|79|79|4|4|2300|2009|K10|
AMD Opteron 2377 EE|60|60|60|4|4|2300|2009|K10|
AMD Opteron 2378|115|115|115|4|4|2400|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2379 HE|79|79|79|4|4|2400|2009|K10|
AMD Opteron 2380|115|115|115|4|4|2500|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2381 HE|79|79|79|4|4|2500|2009|K10|
AMD Opteron 2382|115|115|115|4|4|2600|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2384|115|115|115|4|4|2700|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2386 SE|137|137|137|4|4|2800|2009|K10|
AMD Opteron 2387|115|115|115|4|4|2800|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2389|115|115|115|4|4|2900|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2393 SE|137|137|137|4|4|3100|2009|K10|105 W in some tables is AMD's average power (ACP)
AMD Opteron 8346 HE|79|79|79|4|4|1800|2007|K10|
AMD Opteron 8347|95|95|95|4|4|1900|2007|K10|
AMD Opteron 8347 HE|79|79|79|4|4|1900|2007|K10|
AMD Opteron 8350|95|95|95|4|4|2000|2007|K10|
AMD Opteron 8354|95|95|95|4|4|2200|2008|K10|
AMD Opteron 8356|95|95|95|4|4|2300|2008|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 8358 SE|119|119|119|4|4|2400|2008|K10|
AMD Opteron 8360 SE|119|119|119|4|4|2500|2008|K10|
AMD Opteron 8374 HE|79|79|79|4|4|2200|2009|K10|
AMD Opteron 8376 HE|79|79|79|4|4|2300|2009|K10|
AMD Opteron 8378|115|115|115|4|4|2400|2008|K10|
AMD Opteron 8379 HE|79|79|79|4|4|2400|2009|K10|
AMD Opteron 8380|115|115|115|4|4|2500|2008|K10|
AMD Opteron 8381 HE|79|79|79|4|4|2500|2009|K10|
AMD Opteron 8382|115|115|115|4|4|2600|2008|K10|
AMD Opteron 8384|115|115|115|4|4|2700|2008|K10|
AMD Opteron 8386 SE|137|137|137|4|4|2800|2009|K10|
AMD Opteron 8387|115|115|115|4|4|2800|2009|K10|
AMD Opteron 8389|115|115|115|4|4|2900|2009|K10|
AMD Opteron 8393 SE|137|137|137|4|4|3100|2009|K10|
AMD Opteron 2419|115|115|115|6|6|1800|2009|K10|
AMD Opteron 2419 EE|60|60|60|6|6|1800|2009|K10|
AMD Opteron 2423 HE|79|79|79|6|6|2000|2009|K10|
AMD Opteron 2425 HE|79|79|79|6|6|2100|2009|K10|
AMD Opteron 2427|115|115|115|6|6|2200|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2431|115|115|115|6|6|2400|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2435|115|115|115|6|6|2600|2009|K10|75 W in some tables is AMD's average power (ACP)
AMD Opteron 2439 SE|137|137|137|6|6|2800|2009|K10|
AMD Opteron 8425 HE|79|79|79|6|6|2100|2009|K10|
AMD Opteron 8431|115|115|115|6|6|2400|2009|K10|
AMD Opteron 8435|115|115|115|6|6|2600|2009|K10|
AMD Opteron 8439 SE|137|137|137|6|6|2800|2009|K10|105 W in some tables is AMD's average power (ACP)
AMD Opteron 4122|95|95|95|4|4|2200|2010|K10|
AMD Opteron 4164 EE|50|35|50|6|6|1800|2010|K10|35 W in some tables is AMD's average power (ACP)
AMD Opteron 4174 HE|65|65|65|6|6|2300|2010|K10|
AMD Opteron 4176 HE|65|65|65|6|6|2400|2010|K10|
AMD Opteron 4180|95|95|95|6|6|2600|2010|K10|
AMD Opteron 4310 EE|35|35|35|4|4|2200|2012|Piledriver|
AMD Opteron 6124 HE|85|85|85|8|8|1800|2010|K10|
AMD Opteron 6128|115|115|115|8|8|2000|2010|K10|
AMD Opteron 6134|115|115|115|8|8|2300|2010|K10|
AMD Opteron 6136|115|115|115|8|8|2400|2010|K10|
AMD Opteron 6164 HE|85|85|85|12|12|1700|2010|K10|
AMD Opteron 6172|115|115|115|12|12|2100|2010|K10|
AMD Opteron 6174|115|115|115|12|12|2200|2010|K10|
AMD Opteron 6176 SE|140|140|140|12|12|2300|2010|K10|
AMD Opteron 4226 HE|65|65|65|6|6|2700|2011|Bulldozer|
AMD EPYC 3101|35|35|35|4|4|2100|2018|Zen|
AMD EPYC 3151|45|45|45|4|8|2700|2018|Zen|
AMD EPYC 3255|55|55|55|8|16|2500|2018|Zen|
AMD EPYC 3351|80|60|80|12|24|1900|2018|Zen|
AMD EPYC 3451|100|80|100|16|32|2150|2018|Zen|
AMD EPYC 7571|200|170|200|32|64|2200|2018|Zen|custom cloud part; no published TDP
AMD EPYC 7B12|240|200|240|64|128|2250|2019|Zen 2|custom cloud part; no published TDP
AMD EPYC 7R32|280|225|280|48|96|2800|2020|Zen 2|custom cloud part; no published TDP
AMD EPYC 7V12|240|200|240|64|128|2450|2020|Zen 2|custom cloud part; no published TDP
AMD EPYC 9R14|360|280|400|96|96|2600|2023|Zen 4|custom cloud part; no published TDP; value of the public 9654
AMD EPYC 7473X|240|225|280|24|48|2800|2022|Zen 3|configurable 225-280 W
Intel Xeon 5160|80|80|80|2|2|3000|2006|Core|
Intel Xeon E5472|80|80|80|4|4|3000|2007|Penryn|
Intel Xeon X3470|95|95|95|4|8|2933|2009|Nehalem|
Intel Xeon X5260|80|80|80|2|2|3333|2007|Penryn|
Intel Xeon X5272|80|80|80|2|2|3400|2007|Penryn|
Intel Xeon X5365|150|120|150|4|4|3000|2007|Core|120 W after stepping G0
Intel Xeon X3210|105|95|105|4|4|2133|2007|Core|95 W after stepping G0
Intel Xeon X3220|105|95|105|4|4|2400|2007|Core|95 W after stepping G0
Intel Xeon X3230|95|95|100|4|4|2666|2007|Core|
Intel Xeon 7020|165|135|165|2|4|2667|2005|NetBurst|
Intel Xeon 7030|165|135|165|2|4|2800|2005|NetBurst|
Intel Xeon 7040|165|135|165|2|4|3000|2005|NetBurst|
Intel Xeon 7041|165|135|165|2|4|3000|2005|NetBurst|
Intel Xeon 3.00GHz|110|103|110|1|2|3000|2004|NetBurst|clock is all the name; 90 nm (Nocona and Irwindale)
Intel Xeon 3.20GHz|110|103|110|1|2|3200|2004|NetBurst|clock is all the name; 90 nm (Nocona and Irwindale)
Intel Xeon 3.40GHz|110|103|110|1|2|3400|2004|NetBurst|clock is all the name; 90 nm (Nocona and Irwindale)
Intel Xeon 3.60GHz|110|103|110|1|2|3600|2004|NetBurst|clock is all the name; 90 nm (Nocona and Irwindale)
Intel Xeon 3.80GHz|110|110|110|1|2|3800|2005|NetBurst|clock is all the name; 90 nm (Irwindale)
Intel Xeon E5-2663 v3|120|105|120|10|20|2800|2014|Haswell|
Intel Xeon Gold 6143|205|165|205|16|32|2800|2017|Skylake|
Intel Xeon Platinum 8171M|185|165|205|26|52|2600|2017|Skylake|custom cloud part; no published TDP
Intel Xeon Platinum 8252C|240|205|240|12|24|3800|2019|Cascade Lake|custom cloud part; no published TDP
Intel Xeon Platinum 8370C|270|205|300|32|64|2800|2021|Ice Lake|custom cloud part; no published TDP
Intel Xeon Platinum 8473C|350|330|350|52|104|2100|2023|Sapphire Rapids|custom cloud part; no published TDP
Intel Xeon Platinum 8488C|385|350|385|48|96|2400|2023|Sapphire Rapids|custom cloud part; no published TDP
Intel Xeon Platinum 8573C|350|205|385|56|112|2300|2023|Emerald Rapids|custom cloud part; no published TDP
Intel Xeon 6975P-C|500|400|500|96|192||2025|Granite Rapids|custom cloud part; no published TDP; value of the public 6972P
Intel Xeon w3-2525|175|175|175|8|16|3500|2024|Sapphire Rapids|
Intel Xeon w3-2535|185|185|185|10|20|3500|2024|Sapphire Rapids|
Intel Xeon w5-2545|210|210|210|12|24|3500|2024|Sapphire Rapids|
Intel Xeon w5-3525|290|290|290|16|32|3200|2024|Sapphire Rapids|
Intel Xeon w5-3535X|300|300|300|20|40|2900|2024|Sapphire Rapids|
Intel Xeon w7-2555X|210|210|210|14|28|3300|2024|Sapphire Rapids|
Intel Xeon w7-2565X|240|240|240|18|36|3200|2024|Sapphire Rapids|
Intel Xeon w7-2575X|250|250|250|22|44|3000|2024|Sapphire Rapids|
Intel Xeon w7-2595X|250|250|250|26|52|2800|2024|Sapphire Rapids|
Intel Xeon w7-3545|310|310|310|24|48|2700|2024|Sapphire Rapids|
Intel Xeon w7-3555|325|325|325|28|56|2700|2024|Sapphire Rapids|
Intel Xeon w7-3565X|335|335|335|32|64|2500|2024|Sapphire Rapids|
Intel Xeon w9-3575X|340|340|340|44|88|2200|2024|Sapphire Rapids|
Intel Xeon w9-3595X|385|385|385|60|120|2000|2024|Sapphire Rapids|
Ampere Altra Q32-17|45|45|58|32|32|1700|2021|Neoverse N1|
Ampere Altra Q64-22|95|95|110|64|64|2200|2020|Neoverse N1|
Ampere Altra Q64-24|95|95|120|64|64|2400|2021|Neoverse N1|
Ampere Altra Q64-26|125|110|150|64|64|2600|2021|Neoverse N1|
Ampere Altra Q64-30|180|150|180|64|64|3000|2020|Neoverse N1|
Ampere Altra Q64-33|220|180|220|64|64|3300|2020|Neoverse N1|
Ampere Altra Q72-30|195|180|210|72|72|3000|2020|Neoverse N1|
Ampere Altra Q80-23|150|120|150|80|80|2300|2020|Neoverse N1|
Ampere Altra Q80-26|175|150|175|80|80|2600|2020|Neoverse N1|
Ampere Altra Q80-28|175|175|210|80|80|2800|2020|Neoverse N1|
Ampere Altra Q80-30|210|190|210|80|80|3000|2020|Neoverse N1|
Ampere Altra Q80-33|250|230|250|80|80|3300|2020|Neoverse N1|
Ampere Altra Max M96-28|190|160|190|96|96|2800|2021|Neoverse N1|
Ampere Altra Max M96-30|220|190|220|96|96|3000|2021|Neoverse N1|
Ampere Altra Max M112-30|240|210|240|112|112|3000|2021|Neoverse N1|
Ampere Altra Max M128-26|190|180|220|128|128|2600|2021|Neoverse N1|
Ampere Altra Max M128-28|230|210|230|128|128|2800|2021|Neoverse N1|
Ampere Altra Max M128-30|250|240|250|128|128|3000|2021|Neoverse N1|
AmpereOne A96-36X|250|200|300|96|96|3600|2024|AmpereOne|vendor states usage power; not a TDP
AmpereOne A128-30X|240|200|290|128|128|3000|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A128-34X|276|230|330|128|128|3400|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A144-26X|240|200|290|144|144|2600|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A144-30X|290|240|350|144|144|3000|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A144-33X|300|250|350|144|144|3300|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A160-28X|290|240|350|160|160|2800|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A192-26X|276|230|350|192|192|2600|2023|AmpereOne|vendor states usage power; not a TDP
AmpereOne A192-32X|350|276|400|192|192|3200|2023|AmpereOne|vendor states usage power; not a TDP
Ampere eMAG 8180|125|125|125|32|32|3300|2018|eMAG|
NVIDIA Grace|250|200|300|72|72|3100|2023|Neoverse V2|one die; includes its memory
NVIDIA Grace CPU Superchip|500|400|500|144|144|3100|2023|Neoverse V2|two dies that Linux shows as two sockets; includes the memory
AWS Graviton|60|30|95|16|16|2300|2018|Cortex-A72|no published TDP; by cores and process of its contemporaries
AWS Graviton2|110|80|150|64|64|2500|2019|Neoverse N1|no published TDP; by cores and clock of Ampere Altra
AWS Graviton3|150|100|220|64|64|2600|2021|Neoverse V1|no published TDP; AWS says 100 W class; 220 W in other estimates
AWS Graviton3E|180|100|250|64|64|2600|2022|Neoverse V1|no published TDP; above Graviton3
AWS Graviton4|240|150|300|96|96|2800|2023|Neoverse V2|no published TDP; by cores and clock of NVIDIA Grace
Azure Cobalt 100|240|150|330|128|128|3400|2023|Neoverse N2|no published TDP; by cores and clock of its contemporaries
Google Axion|220|140|300|72|72|3000|2024|Neoverse V2|no published TDP; by cores and clock of NVIDIA Grace
Alibaba Yitian 710|250|180|320|128|128|3000|2021|Neoverse N2|no published TDP; by cores and clock of its contemporaries
HiSilicon Kunpeng 920-4826|158|158|158|48|48|2600|2019|TSV110|
HiSilicon Kunpeng 920-6426|195|180|195|64|64|2600|2019|TSV110|
Fujitsu A64FX|160|120|200|48|48|2200|2020|A64FX|no published TDP; includes its memory
Marvell ThunderX2 CN9975|150|120|180|28|112|2000|2018|ThunderX2|
Marvell ThunderX2 CN9980|180|170|200|32|128|2200|2018|ThunderX2|
Apple M1|15|10|20|8|8|3200|2020|M1|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M1 Pro|40|30|60|10|10|3200|2021|M1|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M1 Max|60|30|90|10|10|3200|2021|M1|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M1 Ultra|90|60|120|20|20|3200|2022|M1|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M2|20|15|25|8|8|3500|2022|M2|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M2 Pro|40|30|60|12|12|3500|2023|M2|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M2 Max|60|36|90|12|12|3500|2023|M2|Apple publishes no TDP; ends: CPU alone and whole chip
Apple M2 Ultra|100|72|120|24|24|3500|2023|M2|Apple publishes no TDP; ends: CPU alone and whole chip
"""

# Rows of the tables that are no CPU one can meet, microcontrollers, or whose only name is a clock ("Pentium 4 2.40").
LEFT_OUT = re.compile(r"\d\.\d|\d ?[MG]Hz|\(|^Intel Quark Microcontroller D1000|^Intel Xeon (AWS-1100|E6-2660|Platinum P-)|^AMD EPYC 7D12|8C24P|^Intel Itanium 2 (9|M|1|7|8)|"
                      r"^Intel Itanium (733|800)")


def parts():
    """{name: row} of PARTS, with empty cells as ''."""
    columns = ("name", "tdp_w", "tdp_w_low", "tdp_w_high", "cores", "threads", "base_mhz", "launch_year",
               "microarchitecture", "note")
    rows = (line.split("|") for line in PARTS.strip().splitlines())
    return {fields[0]: dict(zip(columns, fields)) for fields in rows}


def series_of(name):
    """(launch year, microarchitecture, cores, threads per core) that the series of a name tells."""
    for pattern, *facts in SERIES:
        if re.match(pattern, name):
            return facts
    return [None, None, None, None]
