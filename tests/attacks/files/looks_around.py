"""Tells what it finds open: descriptors, variables, processes, its own records."""
# challenge: scale-rows
# expect: error

import os
import stat

pipes, nulls, others = 0, 0, 0
for number in range(4096):
    try:
        facts = os.fstat(number)
    except OSError:
        continue
    pipes += stat.S_ISFIFO(facts.st_mode)
    nulls += facts.st_rdev == os.makedev(1, 3)
    others += not stat.S_ISFIFO(facts.st_mode) and facts.st_rdev != os.makedev(1, 3)
opened = []
for path in ("/proc", "/proc/self", "/proc/self/environ", "/proc/self/maps", "/proc/self/mem", "/proc/self/fd",
             "/proc/1/cmdline", f"/proc/{os.getppid()}/environ", "/proc/meminfo", "/proc/version", "/sys", "/dev", "/"):  # fmt: skip
    for attempt in (lambda: open(path, "rb").read(1), lambda: os.listdir(path)):
        try:
            attempt()
            opened.append(path)
        except OSError:
            pass
raise ValueError(f"pipes {pipes}, nulls {nulls}, others {others}, variables {len(os.environ)}, opened {opened}")
