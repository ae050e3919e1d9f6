"""What every side in Python has in common: it tells when it is ready, is asked for steps over stdin, a JSON object a
line, and answers in milliseconds a step."""
import json
import os
import sys
import time

# Libraries print what they like; only what is told goes to the one who asks.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

warm_up = 4


def serve(prepare):
    """`prepare` makes a step. Its first call is timed apart, since it may compile."""
    try:
        step = prepare()
        first = timed(step)
        for _ in range(warm_up):
            step()
        tell({"ready": True, "firstMilliseconds": first})
        for line in sys.stdin:
            tell(answer(step, json.loads(line)["steps"]))
    except Exception as error:  # noqa: BLE001
        tell({"error": (str(error) or type(error).__name__).splitlines()[0]})


def answer(step, steps):
    cpu, wall = time.process_time(), time.perf_counter()
    times = [timed(step) for _ in range(steps)]
    ratio = (time.process_time() - cpu) / (time.perf_counter() - wall)
    return {"times": times, "cpuOverWall": ratio}


def timed(step):
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def tell(message):
    print(json.dumps(message), file=answers, flush=True)
