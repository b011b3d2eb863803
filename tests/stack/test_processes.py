"""The processes of the demo live, die and come back one by one."""

import os
import signal
import socket
import subprocess
import sys

import psutil

from demo import stack as demo_stack
from tests.stack.running import free_ports


def test_a_killed_process_comes_back_and_the_others_stay(make_stack):
    stack = make_stack()
    before = {name: stack.pid(name) for name in stack.processes}

    stack.kill("sandbox")
    assert not demo_stack.sandbox_is_ready(stack.env)
    stack.restart("sandbox")

    stack.wait_until(lambda: demo_stack.sandbox_is_ready(stack.env), 30, stack.log("sandbox"))
    assert {name for name in before if stack.pid(name) != before[name]} == {"sandbox"}
    assert stack.rss("web") > 1_000_000


def test_a_taken_port_is_named_with_the_variable_that_moves_it(tmp_path):
    web, sandbox, broker = free_ports(3)
    with socket.create_server(("127.0.0.1", sandbox)):
        ended = run_demo(tmp_path / "data", web, sandbox, broker).communicate(timeout=60)[0]

    assert f"Port {sandbox} is taken" in ended
    assert "SANDBOX_PORT=" in ended


def test_reset_leaves_a_folder_alone_that_the_demo_did_not_make(tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years of work")

    ended = run_demo(tmp_path, *free_ports(3), "--reset").communicate(timeout=60)[0]

    assert "did not make" in ended
    assert (tmp_path / "thesis.txt").read_text() == "ten years of work"


def test_ctrl_c_leaves_no_process_behind(tmp_path):
    ports = free_ports(3)
    demo = run_demo(tmp_path / "data", *ports)
    try:
        address = f"http://127.0.0.1:{ports[0]}/healthz"
        demo_stack.wait_until(lambda: demo_stack.answers(address), 90, "the demo does not answer")
        family = descendants(demo.pid)
        assert len(family) >= 4
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=40)

    assert demo.returncode == 0
    demo_stack.wait_until(lambda: not any(one.is_running() for one in family), 15, f"still running: {family}")


def descendants(pid):
    return psutil.Process(pid).children(recursive=True)


def run_demo(data, web, sandbox, broker, *options):
    env = os.environ | {"PORT": str(web), "SANDBOX_PORT": str(sandbox), "BROKER_PORT": str(broker)}
    return subprocess.Popen(
        [sys.executable, "-m", "demo", *options],
        cwd=demo_stack.ROOT,
        env=env | {"GALLEY_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
