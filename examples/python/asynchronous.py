"""Coroutines that take turns: each is a task, and they overlap.

    python asynchronous.py
"""

import asyncio

import wattprint


async def answer(tracker, request):
    async with tracker.task("answer") as task:
        await asyncio.sleep(0.05)  # a database
        total = sum(i * i for i in range(200_000 * request))
    return total, task


async def main():
    async with wattprint.track("service") as tracker:
        answers = await asyncio.gather(*(answer(tracker, request) for request in (1, 2, 3)))
    for request, (total, task) in enumerate(answers, 1):
        print(f"request {request}: {total}, {task.duration:.2f} s")
    print(f"together: {tracker.energy}, {tracker.duration:.2f} s")


asyncio.run(main())
