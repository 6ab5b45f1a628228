"""Runs the aws command again and again without loading its modules each time, which takes longer than what it does.

Reads commands as lines of JSON ({"id", "args", "env"}) and writes the outcomes as lines of JSON ({"id", "code",
"stdout", "stderr"}), in the order in which they end. Each command runs in a process of its own, forked from this one: the
modules are loaded, nothing has run, and environment, arguments and folder, its home, are its own.

Some modules look for the home when they are loaded. So the home of this process is /proc/self/cwd, which is a command's own
folder in the process of the command.
"""

import fcntl
import json
import os
import signal
import sys
import tempfile

import awscli.clidriver
import awscli.handlers
import botocore.session

# What importing awscli adds to the environment.
DATA_PATH = os.environ["AWS_DATA_PATH"]


def run(command):
    """In the process of the command, as in the script "aws"."""
    os.environ.clear()
    os.environ.update({**command["env"], "AWS_DATA_PATH": DATA_PATH})
    os.chdir(command["env"]["HOME"])
    sys.argv = ["aws", *command["args"]]
    sys.exit(awscli.clidriver.main())


def supervise(command, answers):
    """In a process of its own: starts the command, waits for its end, and reports it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(stdout.fileno(), 1)
            os.dup2(stderr.fileno(), 2)
            run(command)
        _, status = os.waitpid(child, 0)
        outcome = {"id": command["id"], "code": os.waitstatus_to_exitcode(status)}
        for name, file in (("stdout", stdout), ("stderr", stderr)):
            file.seek(0)
            outcome[name] = file.read().decode()
    with open(__file__) as lock:
        # One answer at a time; the lock ends with its process.
        fcntl.flock(lock, fcntl.LOCK_EX)
        data = (json.dumps(outcome) + "\n").encode()
        while data:
            data = data[os.write(answers, data):]
    os._exit(0)


def main():
    # Nobody waits for the supervisors.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    answers = os.dup(1)
    os.dup2(2, 1)
    for line in sys.stdin:
        if os.fork() == 0:
            supervise(json.loads(line), answers)


main()
