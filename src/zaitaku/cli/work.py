"""Do the background work: one job after the other, until told to stop.

`zaitaku serve` starts one by itself; start more where jobs wait too long.

example:
  zaitaku work
  zaitaku work --once --json
"""

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end when no job is waiting")
    parser.add_argument("--until-parent-ends", action="store_true", help="end when the starting process has ended")


def run(options: argparse.Namespace) -> int:
    from zaitaku.cli.main import show
    from zaitaku.core.jobs.worker import until_told, work, work_once, worker_name

    stop = until_told()
    if not options.once:
        work(stop=stop, parent=os.getppid() if options.until_parent_ends else None)
        return 0
    name, done = worker_name(), 0
    while not stop.is_set() and work_once(worker=name, stop=stop):
        done += 1
    show(options, {"jobs": done}, f"{done} jobs done")
    return 0
