"""The Procfile's processes, each of which a test can kill and start again."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import psutil

from demo import stack


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Running:
    """`env` is what every process has; `web` and `sandbox` are addresses without a slash at the end."""

    def __init__(self, data: Path, *, partner: bool = True, **variables: str):
        ports = dict(zip(stack.PORTS, map(str, free_ports(len(stack.PORTS))), strict=True))
        inherited = {name: os.environ[name] for name in ("HOME", "PATH", "LANG") if name in os.environ}
        self.env = stack.environment(inherited | ports | {"GALLEY_DATA": str(data)} | variables, partner=partner)
        self.data = data
        self.web = f"http://127.0.0.1:{self.env['PORT']}"
        self.sandbox = f"http://127.0.0.1:{self.env['SANDBOX_PORT']}"
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self) -> None:
        stack.prepare(self.env)
        for name in stack.commands():
            self.start_one(name)
        self.wait_until(lambda: stack.sandbox_is_ready(self.env), 60, f"no sandbox: {self.log('sandbox')}")
        self.wait_until(lambda: stack.web_is_ready(self.env), 90, f"no web: {self.log('web')}")

    def start_one(self, name: str) -> None:
        assert name not in self.processes or self.processes[name].poll() is not None, f"{name} still runs"
        with self.log_path(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                stack.commands()[name],
                shell=True,
                cwd=stack.ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Signals the process and its children at once, and waits for its end."""
        process = self.processes[name]
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            try:
                one.send_signal(number)
            except psutil.NoSuchProcess:
                continue
        process.wait(timeout=20)
        psutil.wait_procs(family, timeout=20)

    def restart(self, name: str) -> None:
        if self.processes[name].poll() is None:
            self.kill(name)
        self.start_one(name)

    def stop(self) -> None:
        for name, process in reversed(self.processes.items()):
            if process.poll() is None:
                self.kill(name, signal.SIGTERM if name == "broker" else signal.SIGKILL)

    def pid(self, name: str) -> int:
        return self.processes[name].pid

    def rss(self, name: str) -> int:
        """Bytes of memory that the process and its children hold."""
        parent = psutil.Process(self.pid(name))
        return sum(one.memory_info().rss for one in [parent, *parent.children(recursive=True)])

    def log_path(self, name: str) -> Path:
        return self.data / f"{name}.log"

    def log(self, name: str) -> str:
        path = self.log_path(name)
        return path.read_text(errors="replace") if path.exists() else ""

    def fill(self) -> None:
        """The demo's people, library, creatives, results and review."""
        stack.manage(self.env, "galley_demo")

    def control(self, path: str, **values) -> dict:
        """GET from the sandbox's /_control/<path>, or POST of the values as JSON."""
        data = json.dumps(values).encode() if values else None
        request = Request(f"{self.sandbox}/_control/{path}", data, {"Content-Type": "application/json"})
        with urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"{}")

    wait_until = staticmethod(stack.wait_until)
