"""A headless Chromium, driven through its own debugging pipe, so that no driver is needed."""

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-pipe",  # commands on descriptor 3, answers on 4
)
KEYS = {
    "Tab": 9,
    "Enter": 13,
    " ": 32,
    "Escape": 27,
    "ArrowDown": 40,
    "ArrowLeft": 37,
    "ArrowRight": 39,
}


def installed() -> str | None:
    """Return the path of Chromium, or nothing where it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """One browser with one page, closed when its context ends."""

    def __init__(self, program: str, profile: Path):
        to_browser, self.commands = os.pipe()
        self.answers, from_browser = os.pipe()

        def connect():
            os.dup2(to_browser, 13)  # first out of the way: 3 and 4 may be in use here
            os.dup2(from_browser, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number, self.unread, self.session, self.events = 0, b"", None, []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def close(self) -> None:
        """End the browser."""
        self.session = None
        self.send("Browser.close")
        self.process.wait(timeout=10)
        os.close(self.commands)
        os.close(self.answers)

    def send(self, method: str, **parameters) -> dict:
        """Send a command and return its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        content = json.dumps(message).encode() + b"\0"
        while content:
            content = content[os.write(self.commands, content) :]
        answer = self.until(lambda event: event.get("id") == self.number)
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def until(self, wanted: Callable[[dict], bool], seconds: float = 240) -> dict:
        """Read until a wanted message comes, keeping every event on the way."""
        end = time.monotonic() + seconds
        while True:
            while b"\0" not in self.unread:
                ready = select.select([self.answers], [], [], end - time.monotonic())[0]
                assert ready, "the browser does not answer"
                self.unread += os.read(self.answers, 1 << 20)
            content, _, self.unread = self.unread.partition(b"\0")
            message = json.loads(content)
            if "method" in message:
                self.events.append(message)
            if wanted(message):
                return message

    def open(self, address: str) -> float:
        """Open an address and return the seconds until it had loaded."""
        self.events.clear()
        self.send("Page.navigate", url="about:blank")
        self.until(lambda event: event.get("method") == "Page.loadEventFired")
        self.events.clear()
        begun = time.monotonic()
        self.send("Page.navigate", url=address)
        loaded = [e for e in self.events if e["method"] == "Page.loadEventFired"]
        if not loaded:
            self.until(lambda event: event.get("method") == "Page.loadEventFired")
        return time.monotonic() - begun

    def evaluate(self, expression: str):
        """Return the value of an expression in the page; a promise is awaited."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def resize(self, width: int, height: int = 900) -> None:
        """Set the size of the window."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def press(self, key: str, times: int = 1, *, shift: bool = False) -> None:
        """Press a key."""
        common = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
        text = {"Enter": "\r", " ": " "}.get(key)
        for _ in range(times):
            down = common | {"modifiers": 8 if shift else 0} | ({"text": text} if text else {})
            self.send("Input.dispatchKeyEvent", type="keyDown", **down)
            self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def write(self, text: str) -> None:
        """Write text where the focus is."""
        self.send("Input.insertText", text=text)

    def requests(self) -> list[str]:
        """Return every address that was asked for since the page was opened."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """Return every error and warning on the console since the page was opened."""
        found = []
        for event in self.events:
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                found.append(json.dumps(parameters["exceptionDetails"])[:300])
            elif event["method"] == "Log.entryAdded":
                found.append(parameters["entry"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled":
                found.append(json.dumps(parameters["args"])[:300])
        return found
