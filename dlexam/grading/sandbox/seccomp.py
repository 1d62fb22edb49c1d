"""seccomp: the kernel refuses system calls that a solution to an exercise never needs.

A reasoned deny-list: each group below names the harm it closes. Calls newer than this table answer ENOSYS, so that a
new kernel opens nothing. Threads may be made (torch and numpy use them), processes may not. A foreign architecture's
calls kill the process. Source: the kernel's Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import os

from dlexam.grading.sandbox import syscalls

_NETWORK = ("socket", "socketpair")
_PROCESSES = ("fork", "vfork", "execve", "execveat", "setsid", "setpgid")
_OTHER_PROCESSES = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "migrate_pages", "move_pages",
    "setpriority", "ioprio_set", "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler",
)  # fmt: skip
_KERNEL = (
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
    "syslog", "iopl", "ioperm", "modify_ldt", "acct", "quotactl", "quotactl_fd", "nfsservctl", "lookup_dcookie",
    "add_key", "request_key", "keyctl", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname",
    "setdomainname", "vhangup", "personality", "seccomp",
)  # fmt: skip
_NAMESPACES = (
    "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "open_tree", "move_mount", "fsopen", "fsconfig",
    "fsmount", "fspick", "mount_setattr", "name_to_handle_at", "open_by_handle_at", "fanotify_init",
)  # fmt: skip
_IDENTITY = (
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setfsuid", "setfsgid", "setgroups", "capset",
)  # fmt: skip
# Landlock leaves a file's owner, mode, times and attributes to whoever can name its path.
_ATTRIBUTES = (
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "utimensat",
    "futimesat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr",
    "removexattrat", "mknod", "mknodat",
)  # fmt: skip
# Memory that outlives the process or that the address-space limit doesn't count.
_MEMORY = ("memfd_create", "memfd_secret", "mbind")
# Its objects have numbers or names, no paths: Landlock doesn't see them, and those of the same user lie open.
_IPC = (
    "shmget", "shmat", "shmctl", "semget", "semop", "semtimedop", "semctl", "msgget", "msgsnd", "msgrcv", "msgctl",
    "mq_open", "mq_unlink",
)  # fmt: skip
# Slow for everyone (sync), or a way around the page cache's rights that has gone wrong before.
_NUISANCE = ("sync", "syncfs", "splice", "tee", "vmsplice")
_DENIED = (
    *_NETWORK, *_PROCESSES, *_OTHER_PROCESSES, *_KERNEL, *_NAMESPACES, *_IDENTITY, *_ATTRIBUTES, *_MEMORY, *_IPC,
    *_NUISANCE,
)  # fmt: skip

_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD_NR, _LOAD_ARCH, _LOAD_ARG0, _LOAD_ARG1 = 0, 4, 16, 24  # offsets in struct seccomp_data; low words of arguments
_LD_ABS, _JEQ, _JGT, _JSET, _RET = 0x20, 0x15, 0x25, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD, _CLONE_NAMESPACES = 0x10000, 0x7E020080
_F_SETOWN, _F_SETOWN_EX, _F_SETSIG = 8, 15, 10
_TIOCSTI, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x8901, 0x8902
_PR_SET_PTRACER, _PR_SET_MM = 0x59616D61, 35
_PRCTL_REFUSED = (syscalls.PR_SET_PDEATHSIG, syscalls.PR_SET_DUMPABLE, _PR_SET_PTRACER, _PR_SET_MM)
_SET_MODE_FILTER, _FLAG_TSYNC = 1, 1

Instruction = tuple[int, int, int, int]


class _Filter(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filters", ctypes.POINTER(_Filter)))


def available() -> bool:
    """Whether filters can be made for this machine and its kernel takes them."""
    if syscalls.MACHINE not in _ARCHITECTURE:
        return False
    try:
        with open("/proc/sys/kernel/seccomp/actions_avail") as actions:
            return "errno" in actions.read()
    except OSError:
        return False


def _load(offset: int) -> Instruction:
    return (_LD_ABS, 0, 0, offset)


def _answer(action: int) -> Instruction:
    return (_RET, 0, 0, action)


def _refuse(name: str, error: int = _EPERM) -> list[Instruction]:
    number = syscalls.number(name)
    return [] if number is None else [(_JEQ, 0, 1, number), _answer(_ERRNO | error)]


def _when(name: str, checks: list[Instruction]) -> list[Instruction]:
    """`checks` for one call; they must answer. Other calls jump over them."""
    number = syscalls.number(name)
    return [] if number is None else [(_JEQ, 0, len(checks), number), *checks]


def _only_own_pid(name: str, pid: int, *also: int) -> list[Instruction]:
    equal: list[Instruction] = []
    for value in (pid, *also):
        equal += [(_JEQ, 0, 1, value), _answer(_ALLOW)]
    return _when(name, [_load(_LOAD_ARG0), *equal, _answer(_ERRNO | _EPERM)])


def _not_values(name: str, offset: int, values: tuple[int, ...]) -> list[Instruction]:
    refused: list[Instruction] = []
    for value in values:
        refused += [(_JEQ, 0, 1, value), _answer(_ERRNO | _EPERM)]
    return _when(name, [_load(offset), *refused, _answer(_ALLOW)])


_ONLY_THREADS = [
    _load(_LOAD_ARG0),
    (_JSET, 2, 0, _CLONE_NAMESPACES),
    (_JSET, 0, 1, _CLONE_THREAD),
    _answer(_ALLOW),
    _answer(_ERRNO | _EPERM),
]


def program(pid: int) -> list[Instruction]:
    """The filter for the process `pid`: a list of (code, jump if true, jump if false, k)."""
    code: list[Instruction] = [
        _load(_LOAD_ARCH),
        (_JEQ, 1, 0, _ARCHITECTURE[syscalls.MACHINE]),
        _answer(_KILL),
        _load(_LOAD_NR),
        (_JGT, 0, 1, syscalls.NEWEST_KNOWN),  # x32 calls lie above it, too
        _answer(_ERRNO | _ENOSYS),
    ]
    for name in _DENIED:
        code += _refuse(name)
    code += _refuse("clone3", _ENOSYS)  # its flags lie in memory that a filter can't read; glibc falls back to clone
    code += _when("clone", _ONLY_THREADS)
    code += _only_own_pid("kill", pid)
    code += _only_own_pid("tgkill", pid)
    code += _only_own_pid("prlimit64", pid, 0)
    code += _not_values("fcntl", _LOAD_ARG1, (_F_SETOWN, _F_SETOWN_EX, _F_SETSIG))
    code += _not_values("ioctl", _LOAD_ARG1, (_TIOCSTI, _FIOSETOWN, _SIOCSPGRP))
    code += _not_values("prctl", _LOAD_ARG0, _PRCTL_REFUSED)
    return [*code, _answer(_ALLOW)]


def install() -> None:
    """Put the filter on this process and all its threads, for good. Needs no_new_privs. OSError if refused."""
    instructions = program(os.getpid())
    filters = (_Filter * len(instructions))(*(_Filter(*instruction) for instruction in instructions))
    argument = _Program(len(instructions), filters)
    syscalls.call("seccomp", ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(_FLAG_TSYNC), ctypes.byref(argument))
