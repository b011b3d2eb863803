"""python -m graph_sandbox --port 8400 --data DIR --seed demo"""

import argparse
import json
import signal
import sys
import threading

from .clock import Clock
from .sandbox import Sandbox
from .seeds import SEEDS, facts
from .server import serve


def main() -> int:
    options = _options()
    if options.show:
        print(json.dumps(facts(), indent=2))
        return 0
    clock = Clock.from_environment(options.clock_rate)
    control = {} if options.control is None else {"control": options.control}
    sandbox = Sandbox(
        options.data,
        options.seed,
        partner=not options.no_partner,
        clock=clock,
        public_url=options.public_url,
        **control,
    )
    if options.faults:
        sandbox.faults.load(options.faults)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    try:
        with serve(sandbox, port=options.port) as server:
            print(f"ready {server.url}", flush=True)
            stop.wait()
    except OSError as error:
        print(
            f"The sandbox cannot listen on port {options.port}: {error.strerror}. Choose another one with --port.",
            file=sys.stderr,
        )
        return 1
    finally:
        sandbox.close()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="graph_sandbox", description="A local server that behaves like Meta's Graph API."
    )
    parser.add_argument("--port", type=int, default=8400, help="0 takes a free one")
    parser.add_argument("--data", metavar="DIR", help="where state is kept; without it, it is gone at the end")
    parser.add_argument("--seed", choices=SEEDS, default="demo")
    parser.add_argument("--no-partner", action="store_true", help="the app has no business creative asset management")
    parser.add_argument("--faults", metavar="FILE", help="a JSON list of faults")
    help_control = "open /_control to everybody who reaches the port; on for --seed demo"
    parser.add_argument("--control", action=argparse.BooleanOptionalAction, default=None, help=help_control)
    parser.add_argument("--clock-rate", type=float, metavar="K", help="sandbox seconds that pass in one real second")
    parser.add_argument("--public-url", metavar="URL", help="the address that goes into links and frames")
    parser.add_argument("--show", action="store_true", help="print ids and secrets of the seed as JSON and end")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
