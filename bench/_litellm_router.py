"""LiteLLM's Router behind a pipe, for a Python that has it: a line of requests in, their seconds out.

`python bench/_litellm_router.py URL`, the URL of the local provider servers.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any

KEY = "local-key"
# What models that always think may spend on it, where nobody tells them to think little.
THOUGHTS = 4096


def deployments(url: str) -> list[dict[str, Any]]:
    """The three models of Tidings' routes."""
    addresses = {
        "openai/gpt-6.1-terra": f"{url}/openai/v1",
        "anthropic/claude-sonnet-5-5": f"{url}/anthropic",
        "gemini/gemini-3.8-flash": f"{url}/google/v1beta",
    }
    return [
        {
            "model_name": name.partition("/")[2],
            "litellm_params": {"model": name, "api_key": KEY, "api_base": address},
        }
        for name, address in addresses.items()
    ]


async def answer(router: Any, asked: dict[str, Any]) -> str:
    """One request's answer; plain text from a server that does not know how it asks Gemini for a schema."""
    contract = {"name": "answer", "schema": asked["schema"]}
    reply = await router.acompletion(
        model=asked["model"],
        messages=[
            {"role": "system", "content": asked["instructions"]},
            {"role": "user", "content": asked["text"]},
        ],
        max_tokens=asked["max_tokens"] + THOUGHTS,
        response_format={"type": "json_schema", "json_schema": contract},
    )
    return str(reply.choices[0].message.content)


async def main() -> None:
    """Serve until standard input ends."""
    # Its price list is fetched from the network otherwise, which is reported where there is none.
    os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
    from litellm import Router  # type: ignore[import-not-found]

    router = Router(model_list=deployments(sys.argv[1]), num_retries=0)
    while line := await asyncio.to_thread(sys.stdin.readline):
        requests = json.loads(line)
        started = time.perf_counter()
        await asyncio.gather(*(answer(router, asked) for asked in requests))
        print(time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
