"""What TensorBoard reads of a log: packages/runs/src/tensorboard/tensorboard.reference.json.

Run once, by hand, where TensorBoard is installed (`pip install tensorboard`). The test writes its log to a folder that is named:

    SPEIL_LOG_FOLDER=/tmp/log npx vitest run --root packages/runs src/tensorboard-read.test.ts
    python3 tools/reference/events.py /tmp/log > packages/runs/src/tensorboard/tensorboard.reference.json
"""

import base64
import json
import sys
from pathlib import Path

import tensorboard
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

[log] = Path(sys.argv[1]).iterdir()
read = EventAccumulator(str(log), size_guidance={"scalars": 0, "images": 0})
read.Reload()
tags = read.Tags()
json.dump(
    {
        "versions": {"tensorboard": tensorboard.__version__},
        "file": base64.b64encode(log.read_bytes()).decode(),
        "scalars": {tag: [[e.step, e.value, e.wall_time] for e in read.Scalars(tag)] for tag in sorted(tags["scalars"])},
        "images": {tag: [[e.step, e.width, e.height] for e in read.Images(tag)] for tag in sorted(tags["images"])},
    },
    sys.stdout,
    indent=1,
)
