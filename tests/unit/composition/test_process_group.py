"""The programs of one machine live and die together."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress

import pytest

# One write each, so that the lines of two programs do not mix.
WAITS = r"import os, signal; os.write(1, b'up\n'); signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WAITS
# Starts a program in a session of its own, tells its id, and waits.
LEAVES_A_CHILD = f"""
import os, signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {WAITS!r}], start_new_session=True, stdout=subprocess.DEVNULL)
os.write(1, b"child %d\\n" % child.pid)
signal.pause()
"""
SUPERVISOR = """
    import os, sys
    from crm_integration.management.process_group import ProcessGroup
    group = ProcessGroup(grace_seconds=1)
    for number, program in enumerate(sys.argv[1:]):
        group.start(name=str(number), arguments=[sys.executable, "-c", program], environment=os.environ)
    say = lambda *words: os.write(1, (" ".join(map(str, words)) + "\\n").encode())
    say("pids", *(program.pid for program in group.programs.values()))
    say("ended", group.wait(poll_seconds=0.01))
    group.stop()
    say("stopped")
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")


class Supervised:
    """A supervisor in a process of its own, read line by line."""

    def __init__(self, *programs: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SUPERVISOR), *programs], stdout=subprocess.PIPE, text=True
        )
        self.pids = [int(pid) for pid in self.line("pids")]
        self.ends = os.pidfd_open(self.process.pid)

    def line(self, first_word: str) -> list[str]:
        """Returns the words after the first of the next line that begins with it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.split()[0] == first_word:
                return line.split()[1:]
        raise AssertionError(f"The supervisor never said {first_word}.")

    def close(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        os.close(self.ends)


@pytest.fixture
def supervise() -> Iterator[type[Supervised]]:
    started: list[Supervised] = []

    def start(*programs: str) -> Supervised:
        started.append(Supervised(*programs))
        return started[-1]

    yield start  # type: ignore[misc]
    for supervised in started:
        supervised.close()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_when_one_program_dies_the_others_are_ended(supervise: type[Supervised]) -> None:
    supervised = supervise(WAITS, WAITS)
    supervised.line("up")
    os.kill(supervised.pids[0], signal.SIGKILL)
    assert supervised.line("ended") == ["0"]
    supervised.line("stopped")
    assert not any(_runs(pid) for pid in supervised.pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(supervise: type[Supervised], number: signal.Signals) -> None:
    supervised = supervise(WAITS, WAITS)
    supervised.line("up")
    supervised.process.send_signal(number)
    supervised.line("stopped")
    assert supervised.process.wait(timeout=10) == 0
    assert not any(_runs(pid) for pid in supervised.pids)


def test_a_program_that_will_not_end_is_killed_after_the_grace(supervise: type[Supervised]) -> None:
    supervised = supervise(STUBBORN)
    supervised.line("up")
    supervised.process.send_signal(signal.SIGTERM)
    supervised.line("stopped")
    assert not any(_runs(pid) for pid in supervised.pids)


def test_what_a_killed_program_had_started_is_ended_too(supervise: type[Supervised]) -> None:
    supervised = supervise(LEAVES_A_CHILD, WAITS)
    orphan = int(supervised.line("child")[0])
    os.kill(supervised.pids[0], signal.SIGKILL)
    supervised.line("stopped")
    supervised.process.wait(timeout=10)
    assert not _runs(orphan)


def test_when_the_supervisor_is_killed_its_programs_end(supervise: type[Supervised]) -> None:
    supervised = supervise(WAITS)
    supervised.line("up")
    program = os.pidfd_open(supervised.pids[0])
    supervised.process.kill()
    readable = _wait_for(program)
    os.close(program)
    assert readable


def _wait_for(pidfd: int) -> bool:
    """Whether the process ended within ten seconds."""
    return bool(select.select([pidfd], [], [], 10)[0])
