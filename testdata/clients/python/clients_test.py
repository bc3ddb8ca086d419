"""The Python MCP clients against `whowasm serve`: mcp, the official one, and fastmcp.

Each calls over HTTP with sessions, over HTTP without, and over stdio, must always be told who it is itself, and must see
a denial as the error of its call. Run it, with Python 3.11 or newer, on a built command:

    go build -o /tmp/whowasm ./cmd/whowasm
    python3 -m pip install --no-deps --require-hashes --target /tmp/clients -r testdata/clients/python/requirements.txt
    WHOWASM=/tmp/whowasm WHOWASM_DENIED=CODE PYTHONPATH=/tmp/clients \
        python3 testdata/clients/python/clients_test.py

CODE is what host.CodeDenied is.
"""

import asyncio
import contextlib
import functools
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

import fastmcp
import fastmcp.client.transports
import mcp
import mcp.client.stdio

WHOWASM = os.environ["WHOWASM"]
DENIED = int(os.environ["WHOWASM_DENIED"])

ALICE = ({"token": "tok-alice-5f2c"}, "u-alice")
ACME = ({"apiKey": "key-acme-77aa"}, "acct-acme")
NOBODY = ({}, None)
STRANGER = ({"token": "tok-wrong-0000"}, None)

# A call that is never answered fails its test rather than holding it up.
TIMEOUT = 300


class Mcp:
    """The official client."""

    def over_http(self, url, mode):
        return mcp.Client(url, mode=mode)

    def over_stdio(self, args):
        parameters = mcp.StdioServerParameters(command=WHOWASM, args=args)
        return mcp.Client(mcp.client.stdio.stdio_client(parameters, errlog=subprocess.DEVNULL))


class FastMcp:
    """The client of fastmcp."""

    def over_http(self, url, mode):
        return fastmcp.Client(url, mode=mode)

    def over_stdio(self, args):
        return fastmcp.Client(fastmcp.client.transports.StdioTransport(WHOWASM, args, keep_alive=False, log_file=pathlib.Path(os.devnull)))


@contextlib.contextmanager
def serving(*flags):
    """Yields the URL of an HTTP server, which must end well."""
    command = [WHOWASM, "serve", "--json", "--addr", "127.0.0.1:0", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            yield json.loads(server.stdout.readline())["url"]
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(TIMEOUT)
    assert code == 0, f"the server ended with {code}"


def in_time(test):
    """Runs a test within some minutes, without asyncio's debug mode, which is slow."""

    @functools.wraps(test)
    def run(self):
        asyncio.run(asyncio.wait_for(test(self), TIMEOUT))

    return run


async def whoami(client, caller):
    return (await client.call_tool("whoami", caller[0])).structured_content


class Clients(unittest.TestCase):
    kinds = {"mcp": Mcp(), "fastmcp": FastMcp()}

    async def is_itself(self, client, caller):
        answer = await whoami(client, caller)
        self.assertEqual(answer.get("userId"), caller[1])
        self.assertEqual(answer["anonymous"], caller[1] is None)
        return answer

    async def callers_are_themselves(self, client):
        tools = await client.list_tools()
        self.assertEqual([tool.name for tool in getattr(tools, "tools", tools)], ["whoami"])
        for caller in (ALICE, ACME, NOBODY, STRANGER, ALICE):
            await self.is_itself(client, caller)
        self.assertTrue((await self.is_itself(client, ALICE))["cached"])
        await asyncio.gather(*(self.is_itself(client, (ALICE, ACME, NOBODY)[i % 3]) for i in range(60)))

    async def many_at_once(self, connect):
        async def visit(caller):
            async with connect() as client:
                for _ in range(5):
                    await self.is_itself(client, caller)

        await asyncio.gather(*(visit((ALICE, ACME, NOBODY)[i % 3]) for i in range(20)))

    @in_time
    async def test_http(self):
        for name, kind in self.kinds.items():
            for mode, flags, version in (
                ("legacy", (), "2025-11-25"),
                ("auto", (), "2026-07-28"),
                ("legacy", ("--stateless",), "2025-11-25"),
                ("auto", ("--stateless",), "2026-07-28"),
            ):
                with self.subTest(client=name, mode=mode, flags=flags), serving(*flags) as url:
                    async with kind.over_http(url, mode) as client:
                        self.assertEqual(client.protocol_version, version)
                        await self.callers_are_themselves(client)
                    await self.many_at_once(lambda: kind.over_http(url, mode))

    @in_time
    async def test_stdio(self):
        for name, kind in self.kinds.items():
            with self.subTest(client=name):
                async with kind.over_stdio(["serve", "--stdio"]) as client:
                    await self.callers_are_themselves(client)

    @in_time
    async def test_denial(self):
        for name, kind in self.kinds.items():
            for mode in ("legacy", "auto", "stdio"):
                with self.subTest(client=name, mode=mode), tempfile.TemporaryDirectory() as folder:
                    events = os.path.join(folder, "events.jsonl")
                    flags = ("--deny", "--events", events)
                    if mode == "stdio":
                        async with kind.over_stdio(["serve", "--stdio", *flags]) as client:
                            await self.is_denied(client)
                    else:
                        with serving(*flags) as url:
                            async with kind.over_http(url, mode) as client:
                                await self.is_denied(client)
                    self.were_called_once(events)

    async def is_denied(self, client):
        await self.is_itself(client, ALICE)
        for _ in range(3):
            with self.assertRaises(mcp.MCPError) as denied:
                await whoami(client, STRANGER)
            self.assertEqual(denied.exception.code, DENIED)
            self.assertIn("denied: the caller could not be identified", str(denied.exception))
        await self.is_itself(client, ALICE)  # on the same connection

    def were_called_once(self, events):
        with open(events) as file:
            outcomes = [event["outcome"] for event in map(json.loads, file) if event["event"] == "call"]
        self.assertEqual(outcomes, ["identified"] + 3 * ["denied"] + ["identified"])


if __name__ == "__main__":
    unittest.main()
