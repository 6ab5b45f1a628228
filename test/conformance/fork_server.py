"""Runs a Python script again and again without loading its modules each time, which takes longer than what it does.

Usage: fork_server.py SOCKET SCRIPT MODULE...

Each client (fork_client.py) passes its arguments, environment, folder, and its standard input, output and error. The script
runs with them in a process of its own, forked from this one: the modules are loaded, nothing has run. The client gets the
exit status; when the client ends before, the script gets a SIGTERM. This process prints a line when it is ready, and ends
when its standard input does.

Some modules look for the home when they are loaded. So the home of this process is HOME, which leads to a script's own home in
the process of the script.
"""

import atexit
import fcntl
import gc
import importlib
import marshal
import os
import select
import signal
import socket
import sys

HOME_DESCRIPTOR = 100
HOME = f"/proc/self/fd/{HOME_DESCRIPTOR}"

# Of a script that ends with an exception.
status = 1


def load(modules):
    """Imports the modules; returns what they added to the environment."""
    before = dict(os.environ)
    for name in modules:
        importlib.import_module(name)
    # What is there now is not looked at again, by any process.
    gc.freeze()
    return {name: value for name, value in os.environ.items() if before.get(name) != value}


def receive(connection):
    """What a client passes: arguments, environment and folder; and its three descriptors."""
    length, descriptors, _, _ = socket.recv_fds(connection, 8, 3)
    with connection.makefile("rb") as file:
        return marshal.loads(file.read(int.from_bytes(length, "little"))), descriptors


def take_over(arguments, environment, folder, descriptors):
    """Gives this process all that the client has."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    if os.path.isdir(environment.get("HOME", "")):
        home = os.open(environment["HOME"], os.O_PATH)
        os.dup2(home, HOME_DESCRIPTOR)
        os.close(home)
    sys.argv[1:] = arguments


def end_with(connection):
    """Has this process get a SIGTERM when the other side of the connection is closed."""
    descriptor = connection.detach()
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGTERM)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_ASYNC)


def report_end(process, connection):
    _, status = os.waitpid(process, 0)
    try:
        connection.send(os.waitstatus_to_exitcode(status).to_bytes(2, "little", signed=True))
    except BrokenPipeError:
        pass
    connection.close()


def serve(listener, modules):
    """Returns in the process of a script alone."""
    added = None
    running = {}
    while True:
        ready, _, _ = select.select([listener, sys.stdin, *running], [], [])
        if sys.stdin in ready:
            os._exit(0)
        for descriptor in [one for one in ready if one is not listener]:
            report_end(*running.pop(descriptor))
            os.close(descriptor)
        if listener not in ready:
            continue
        connection, _ = listener.accept()
        try:
            command, descriptors = receive(connection)
        except EOFError:
            # The client has ended meanwhile.
            connection.close()
            continue
        if added is None:
            added = load(modules)
        process = os.fork()
        if process == 0:
            listener.close()
            for descriptor, (_, other) in running.items():
                os.close(descriptor)
                other.close()
            take_over(*command, descriptors)
            os.environ.update(added)
            end_with(connection)
            return
        for descriptor in descriptors:
            os.close(descriptor)
        running[os.pidfd_open(process)] = (process, connection)


def run(code, script):
    global status
    try:
        exec(code, {"__name__": "__main__", "__file__": script})
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        raise


def end_at_once():
    """Leaves out what Python does last, to free all memory: a third of the time of a short command."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)


def main():
    address, script, *modules = sys.argv[1:]
    os.environ["HOME"] = HOME
    sys.path[0] = os.path.dirname(script)
    sys.argv[:] = [script]
    with open(script, "rb") as file:
        code = compile(file.read(), script, "exec")
    # It is called last: the functions of the modules are registered later.
    atexit.register(end_at_once)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    print("ready", flush=True)
    serve(listener, modules)
    run(code, script)


main()
