"""Common code of the runners in Python: a runner reports when it is ready, receives requests for steps over stdin, one JSON
object per line, and answers with milliseconds per step."""
import json
import os
import resource
import sys
import time

# Libraries may print to stdout; only the answers go to the harness.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

warm_up = 4


def serve(prepare):
    """`prepare` creates a step. Its first call is timed separately, since it may compile."""
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
    return {"times": times, "cpuOverWall": ratio, "peakBytes": peak_bytes()}


def peak_bytes():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def timed(step):
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def tell(message):
    print(json.dumps(message), file=answers, flush=True)
