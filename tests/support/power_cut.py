"""What a power cut may leave on a disk, from the system calls of a real, unmodified process.

`record` runs a program under strace. `crash_states` walks through the calls and yields what the
disk may hold if the power fails there: what was synced is there; of what was not, anything may
be missing, and the last write may be torn. Names (creating, renaming, deleting) become durable
in their order, by an fsync of their folder only.

The shared-memory index of SQLite (``-shm``) is left out: it is rebuilt after a crash.
"""

import hashlib
import os
import random
import re
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_CALLS: Final = (
    "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "ftruncate,mkdir"
)
_KINDS: Final = {
    "openat": "create",
    "write": "write",
    "pwrite64": "write",
    "fsync": "sync",
    "fdatasync": "sync",
    "rename": "rename",
    "renameat": "rename",
    "renameat2": "rename",
    "unlink": "unlink",
    "unlinkat": "unlink",
    "ftruncate": "truncate",
    "mkdir": "mkdir",
}
_LINE: Final = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE: Final = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call below the traced folder; paths are relative to it."""

    kind: str  # create, write, truncate, sync, rename, unlink, mkdir, say
    path: str = ""
    other: str = ""  # new name of a rename; words of a say
    offset: int | None = None  # None: at the end
    data: bytes = b""


@dataclass(slots=True)
class _File:
    """An inode: what is durable, and the writes that are not."""

    durable: bytes = b""
    pending: list[Call] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CrashState:
    """Files by relative path, folders, and what had been said to people before the cut."""

    files: dict[str, bytes]
    folders: frozenset[str]
    said: tuple[str, ...]
    where: str

    def write_to(self, folder: Path) -> None:
        """Make this disk."""
        for name in sorted(self.folders):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)


def record(
    command: Sequence[str],
    folder: Path,
    *,
    trace: Path,
    cwd: Path,
    killed_is_fine: bool = False,
) -> list[Call]:
    """Run `command` and return its calls below `folder` and its lines on standard output.

    With `killed_is_fine` it may end itself by SIGKILL.

    Raises:
        subprocess.CalledProcessError: it failed; FileNotFoundError: there is no strace.
    """
    options = ("-f", "-qq", "-y", "-xx", "-s", "10000000", "-e", f"trace={_CALLS}")
    ran = subprocess.run(
        ["strace", *options, "-o", str(trace), *command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    if not (killed_is_fine and ran.returncode == -signal.SIGKILL):
        ran.check_returncode()
    base = os.fsencode(folder)
    with trace.open(encoding="ascii") as lines:
        return [call for line in lines if (call := _parse(line, base)) is not None]


def _parse(line: str, base: bytes) -> Call | None:
    match = _LINE.match(line)
    if match is None or int(match[3]) < 0:
        return None
    name, arguments, _result = match.groups()
    texts = [_bytes(text) for text in _TEXT.findall(arguments)]
    if name == "write" and arguments.startswith("1<"):
        return Call("say", other=texts[0].decode().strip())
    handle = _HANDLE.match(arguments)
    paths = [_below(text, base) for text in ([_bytes(handle[1])] if handle else texts)]
    if name == "openat" and "O_CREAT" not in arguments:
        return None
    if not paths or paths[0] is None or paths[0].endswith("-shm"):
        return None
    last = re.search(r"(\d+)$", arguments)
    number = int(last[1]) if last and name in {"pwrite64", "ftruncate"} else None
    data = texts[0] if name in {"write", "pwrite64"} else b""
    new_name = paths[1] or "" if len(paths) > 1 else ""
    return Call(_KINDS[name], paths[0], new_name, number, data)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _below(path: bytes, base: bytes) -> str | None:
    if path == base:
        return ""
    return path[len(base) + 1 :].decode() if path.startswith(base + b"/") else None


#: How much of an unsynced write survives (0.0 to 1.0), and how many of a folder's changes.
Keep = Callable[[Call], float]
Prefix = Callable[[list[Call]], int]


class Disk:
    """The disk as the kernel sees it, and as the platter does."""

    def __init__(self) -> None:
        self._inodes: list[_File] = []
        self._names: dict[str, int] = {}  # now
        self._durable: dict[str, int] = {}
        self._pending: dict[str, list[Call]] = {}  # by folder
        self._durable_folders = {""}
        self._folders = {""}
        self.said: list[str] = []

    def do(self, call: Call) -> None:
        """Apply one call."""
        match call.kind:
            case "say":
                self.said.append(call.other)
            case "create":
                if call.path not in self._names:
                    self._names[call.path] = len(self._inodes)
                    self._inodes.append(_File())
                    self._name(Call("link", call.path, offset=len(self._inodes) - 1))
            case "write" | "truncate":
                self._inodes[self._names[call.path]].pending.append(call)
            case "sync" if call.path in self._folders:
                self._sync_folder(call.path)
            case "sync":
                inode = self._inodes[self._names[call.path]]
                inode.durable = _apply(inode.durable, inode.pending)
                inode.pending.clear()
            case "mkdir":
                self._folders.add(call.path)
                self._name(call)
            case "unlink":
                del self._names[call.path]
                self._name(call)
            case "rename":
                self._names[call.other] = self._names.pop(call.path)
                self._name(call)
            case _:
                raise ValueError(call.kind)

    def _name(self, call: Call) -> None:
        self._pending.setdefault(_folder(call.path), []).append(call)

    def _sync_folder(self, folder: str) -> None:
        for call in self._pending.pop(folder, []):
            _rename(self._durable, self._durable_folders, call)

    def cut(self, rng: random.Random, where: str) -> Iterator[CrashState]:
        """States the disk may be in if the power fails now."""
        names = sum(len(calls) for calls in self._pending.values())
        writes = sum(len(inode.pending) for inode in self._inodes)
        yield self._state(lambda _call: 0.0, lambda _calls: 0, where)
        yield self._state(lambda _call: 1.0, len, where)
        yield self._state(lambda _call: 1.0, lambda _calls: 0, where)
        yield self._state(lambda _call: 0.0, len, where)
        yield self._state(lambda _call: 0.5, len, where)
        for _ in range(min(6, names + 2 * writes)):
            seed = rng.getrandbits(32)
            chances = random.Random(seed)
            yield self._state(
                lambda _call, c=chances: c.choice((0.0, 1.0, 1.0, 0.5)),  # type: ignore[misc]
                lambda calls, c=chances: c.randint(0, len(calls)),  # type: ignore[misc]
                f"{where} seed {seed}",
            )

    def _state(self, keep: Keep, prefix: Prefix, where: str) -> CrashState:
        names, folders = dict(self._durable), set(self._durable_folders)
        for calls in self._pending.values():
            for call in calls[: prefix(calls)]:
                _rename(names, folders, call)
        files = {}
        for name, number in names.items():
            inode = self._inodes[number]
            kept = []
            for call in inode.pending:
                share = keep(call)
                if share == 1.0 or (share and call.kind == "truncate"):
                    kept.append(call)
                elif share:
                    torn = call.data[: int(len(call.data) * share)]
                    kept.append(Call("write", call.path, data=torn, offset=call.offset))
            if _folder(name) in folders:
                files[name] = _apply(inode.durable, kept)
        return CrashState(files, frozenset(folders), tuple(self.said), where)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _rename(names: dict[str, int], folders: set[str], call: Call) -> None:
    match call.kind:
        case "link":
            names[call.path] = call.offset or 0
        case "mkdir":
            folders.add(call.path)
        case "unlink":
            names.pop(call.path, None)
        case _:
            names[call.other] = names.pop(call.path)


def _apply(content: bytes, calls: Sequence[Call]) -> bytes:
    data = bytearray(content)
    for call in calls:
        offset = len(data) if call.offset is None else call.offset
        if call.kind == "truncate":
            del data[offset:]
        else:
            data.extend(bytes(max(0, offset - len(data))))
            data[offset : offset + len(call.data)] = call.data
    return bytes(data)


def crash_states(calls: Sequence[Call], *, seed: int) -> Iterator[CrashState]:
    """Every distinct state at every call, some of the many that lost writes can make."""
    disk, rng, seen = Disk(), random.Random(seed), set()
    for number, call in enumerate(calls):
        disk.do(call)
        for state in disk.cut(rng, f"call {number} {call.kind} {call.path}"):
            digest = hashlib.sha256(repr(state.said).encode())
            for name, data in sorted(state.files.items()):
                digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
            if digest.digest() not in seen:
                seen.add(digest.digest())
                yield state
