"""How much is measured, and how often: the options that the benchmarks share."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LARGEST, MOST_RUNS = 1_000_000, 25


@dataclass(frozen=True)
class Sizes:
    """``small`` records ``repeat`` times, ``large`` ones once; ``kept`` is a folder for what is prepared."""

    small: int
    large: int
    repeat: int
    kept: str

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yields number of records and number of runs."""
        yield self.small, self.repeat
        if self.large > self.small:
            yield self.large, 1


def parser(description: str | None, *, small: int = 10_000, large: int = 100_000) -> argparse.ArgumentParser:
    """Returns the parser of a benchmark, with the options that all have."""
    known = argparse.ArgumentParser(description=description)
    known.add_argument("--small", type=_up_to(LARGEST), default=small, metavar="N", help=f"default {small}")
    known.add_argument(
        "--large", type=_up_to(LARGEST), default=large, metavar="N", help=f"default {large}, 0 for none"
    )
    known.add_argument("--repeat", type=_up_to(MOST_RUNS), default=5, metavar="N", help="default 5")
    known.add_argument(
        "--keep", default="", metavar="DIR", help="prepare data there, and find it there the next time"
    )
    return known


def sizes_of(arguments: argparse.Namespace) -> Sizes:
    return Sizes(arguments.small, arguments.large, max(arguments.repeat, 1), arguments.keep)


def _up_to(most: int) -> Callable[[str], int]:
    def bounded(text: str) -> int:
        number = int(text)
        if not 0 <= number <= most:
            raise argparse.ArgumentTypeError(f"must be between 0 and {most}")
        return number

    return bounded
