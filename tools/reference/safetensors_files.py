"""A file of weights as safetensors writes it: packages/core/src/files/safetensors.reference.json.

Run once, by hand, where the library is installed (`pip install safetensors numpy`):

    python3 tools/reference/safetensors_files.py > packages/core/src/files/safetensors.reference.json

Tensors are sorted by dtype, the widest first, then by name, not in the given order.
"""

import base64
import json
import sys
from importlib.metadata import version

import numpy as np
from safetensors.numpy import save

TENSORS = {
    "half": np.array([1.5, -2.0, 65504.0, 6e-8], dtype=np.float16),
    "matrix": np.arange(6, dtype=np.float32).reshape(2, 3) / 3,
    "number": np.array(np.pi, dtype=np.float32),
    "an empty one": np.zeros((0, 4), dtype=np.float32),
    "ends": np.array([np.inf, -np.inf, 0.0, 3.4028235e38], dtype=np.float32),
}

json.dump(
    {
        "versions": {name: version(name) for name in ["safetensors", "numpy"]},
        "file": base64.b64encode(save(TENSORS, metadata={"made": "by Python"})).decode(),
        "tensors": {
            name: {"shape": list(t.shape), "values": [str(float(v)) for v in t.ravel()]} for name, t in TENSORS.items()
        },
    },
    sys.stdout,
    indent=1,
)
