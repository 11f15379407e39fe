#!/usr/bin/env python3
"""Runs a command on a terminal of its own and answers one question. Usage: on_terminal.py QUESTION ANSWER COMMAND…

When QUESTION has appeared, ANSWER and a line's end are typed. What the terminal showed goes to standard output; the
exit code is the command's.
"""

import os
import pty
import sys


def main():
    question, answer, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    shown, asked = b"", False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the command has ended
            break
        if not piece:
            break
        shown += piece
        if not asked and question.encode() in shown:
            asked = True
            os.write(terminal, answer.encode() + b"\n")
    sys.stdout.write(shown.decode(errors="replace"))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    main()
