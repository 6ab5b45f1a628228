"""Has a fork server (fork_server.py) run its script, with all that this process has, and ends as it does.

Usage: fork_client.py SOCKET ARGUMENT...

It is started for each command, so it imports no more than it needs: socket alone takes as long as all of this.
"""

import _socket
import marshal
import os
import sys

_, address, *arguments = sys.argv
connection = _socket.socket(_socket.AF_UNIX)
connection.connect(address)
data = marshal.dumps((arguments, dict(os.environ), os.getcwd()))
descriptors = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
connection.sendmsg([len(data).to_bytes(8, "little")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, descriptors)])
while data:
    data = data[connection.send(data) :]
answer = connection.recv(2)
if len(answer) < 2:
    sys.exit(f"the fork server at {address} has ended")
code = int.from_bytes(answer, "little", signed=True)
# Of a script that a signal has ended, as a shell has it.
os._exit(code if code >= 0 else 128 - code)
