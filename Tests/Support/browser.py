#!/usr/bin/env python3
"""Uses an HTML report in a headless Chromium as a reader would: searches, filters, clicks in the graph.

Usage: browser.py REPORT [HOSTILE TEXT…]. Each further word has to be on the page as text. Speaks the DevTools protocol over
pipes. Exit 0 when all is right, 1 with what is not, 3 when there is no Chromium.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "headless_shell"]


class Browser:
    """One tab, and what it has complained of."""

    def __init__(self, program, home):
        # The browser reads commands on descriptor 3 and writes on 4, each message ended by a zero byte.
        self.commands, theirs = os.pipe(), os.pipe()
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
            f"--user-data-dir={home}", "about:blank"]
        reader, writer = self.commands[0], theirs[1]

        def wire():
            low, high = os.dup(reader), os.dup(writer)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self.process = subprocess.Popen(
            command, preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(reader)
        os.close(writer)
        self.output, self.rest, self.number, self.session = theirs[0], b"", 0, None
        self.complaints, self.events = [], []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def receive(self):
        while b"\0" not in self.rest:
            chunk = os.read(self.output, 1 << 20)
            if not chunk:
                raise RuntimeError("the browser has gone")
            self.rest += chunk
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands[1], json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.note(answer)

    def note(self, event):
        method, parameters = event.get("method"), event.get("params", {})
        self.events.append(method)
        if method == "Runtime.exceptionThrown":
            self.complaints.append(parameters["exceptionDetails"].get("text", "exception"))
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append(str(parameters["args"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Network.requestWillBeSent" and not parameters["request"]["url"].startswith("file:"):
            self.complaints.append(f"it asks for {parameters['request']['url']}")
        elif method == "Page.javascriptDialogOpening":
            self.complaints.append(f"a dialog opens: {parameters['message']}")

    def open(self, path):
        self.events = []
        self.call("Page.navigate", url=path.as_uri())
        while "Page.loadEventFired" not in self.events:
            self.note(self.receive())

    def ask(self, expression):
        """The value of an expression on the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def key(self, key):
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, text=key if len(key) == 1 and kind == "keyDown" else "")

    def click(self, selector):
        """Where a reader would: in the middle of what is shown."""
        self.ask(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', inline: 'center'}})")
        box = self.ask(
            f"(function () {{ const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()")
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def close(self):
        self.process.kill()
        self.process.wait()


SHOWN = "Array.from(document.querySelectorAll('details.item')).filter(i => !i.hidden).length"


def judge(browser, report, texts):
    """What is wrong, one by one."""
    browser.open(report)
    count = browser.ask("document.querySelectorAll('details.item').length")
    if count < 2:
        yield f"there are {count} resources; the report has to have two at least"
        return
    if browser.ask(SHOWN) != count:
        yield "not all resources are shown at first"

    # The key / leads to the search; what is typed there narrows the list.
    browser.key("/")
    if browser.ask("document.activeElement.id") != "search":
        yield "the key / does not lead to the search"
    name = browser.ask("document.querySelector('details.item b').textContent")
    browser.call("Input.insertText", text=name)
    shown = browser.ask(SHOWN)
    if not 1 <= shown < count:
        yield f"a search for {name!r} shows {shown} of {count}"
    if browser.ask("document.getElementById('shown').textContent") != f"{shown} of {count} shown":
        yield "it does not say how many are shown"
    browser.call("Input.insertText", text=" no such resource")
    if browser.ask(SHOWN) != 0 or browser.ask("document.getElementById('none').hidden"):
        yield "a search without an answer does not say so"
    browser.key("Escape")
    if browser.ask(SHOWN) != count:
        yield "Escape does not empty the search"

    # A box takes its kind away and brings it back.
    kind = browser.ask("document.querySelector('input[name=kind]').value")
    own = browser.ask(f"document.querySelectorAll('details.item.{kind}').length")
    browser.click("input[name=kind]")
    if browser.ask(SHOWN) != count - own:
        yield f"without {kind} {browser.ask(SHOWN)} are shown, not {count - own}"
    browser.click("input[name=kind]")

    # All open, all closed.
    browser.click("#open")
    if not browser.ask("Array.from(document.querySelectorAll('details.item')).every(i => i.open)"):
        yield "not all open"
    browser.click("#close")
    if browser.ask("Array.from(document.querySelectorAll('details.item')).some(i => i.open)"):
        yield "not all close"

    # A click in the graph opens the resource.
    if browser.ask("document.querySelectorAll('svg a').length") > 0:
        browser.click("svg a rect")
        wanted = browser.ask("document.querySelector('svg a').getAttribute('href').slice(1)")
        browser.ask("new Promise(done => setTimeout(done, 50))")
        if browser.ask("location.hash.slice(1)") != wanted:
            yield f"a click in the graph leads to {browser.ask('location.hash')}, not #{wanted}"
        elif not browser.ask(f"document.getElementById({json.dumps(wanted)}).open"):
            yield "a click in the graph does not open the resource"

    for text in texts:
        if not browser.ask(f"document.body.textContent.includes({json.dumps(text)})"):
            yield f"{text!r} is not on the page as text"
    if browser.ask("document.querySelectorAll('script').length") != 1:
        yield "there is a script that is not the page's own"
    if browser.ask("document.querySelectorAll('img, iframe, object, embed, link').length") != 0:
        yield "something is embedded"
    for complaint in browser.complaints:
        yield f"the browser complains: {complaint}"


def main():
    program = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if program is None:
        print("there is no Chromium (apt-get install chromium); the HTML report is not tried in a browser")
        return 3
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = Browser(program, home)
        try:
            wrong = list(judge(browser, Path(sys.argv[1]).resolve(), sys.argv[2:]))
        finally:
            browser.close()
    for line in wrong:
        print(line)
    print(f"{len(wrong)} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
