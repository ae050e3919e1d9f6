"""Arrays as NumPy saves them, and their content: packages/images/src/datasets/numpy.reference.json.

Run once, by hand, where NumPy is installed (`pip install numpy`):

    python3 tools/reference/arrays.py > packages/images/src/datasets/numpy.reference.json

Each holds twenty pictures of 2 x 3; the expected values are the first picture's pixels from 0 to 1.
"""

import base64
import io
import json
import sys

import numpy as np

BYTES = (np.arange(120).reshape(20, 2, 3) * 2 + 5).astype(np.uint8)
SHARES = BYTES / 255
BITS = np.arange(120).reshape(20, 2, 3) % 3 == 1


def npy(array, **options):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, **options)
    return out.getvalue()


def npz(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return out.getvalue()


CASES = {
    **{f"{kind}.npy": (npy(BYTES.astype(kind)), SHARES) for kind in ["u1", "<i2", ">i2", "<i4", "<u4", "<i8"]},
    **{f"{kind}.npy": (npy(SHARES.astype(kind)), SHARES.astype(kind)) for kind in ["<f2", "<f4", ">f4", "<f8", ">f8"]},
    "bool.npy": (npy(BITS), BITS),
    "bytes of 0 and 1.npy": (npy(BITS.astype("u1")), BITS),
    "version 2.npy": (npy(BYTES, version=(2, 0)), SHARES),
    "one channel.npy": (npy(BYTES[..., None]), SHARES),
    "plain.npz": (npz(np.savez, images=BYTES), SHARES),
    "compressed.npz": (npz(np.savez_compressed, images=BYTES), SHARES),
    "nameless.npz": (npz(lambda out, a: np.savez(out, a), a=BYTES), SHARES),
    "in capitals.npz": (npz(np.savez_compressed, X_train=BYTES, X_test=BYTES[:2]), SHARES),
}

json.dump(
    {
        "versions": {"numpy": np.__version__},
        "cases": [
            {"name": name, "file": base64.b64encode(data).decode(), "first": [float(v) for v in expected[0].ravel()]}
            for name, (data, expected) in CASES.items()
        ],
    },
    sys.stdout,
    indent=1,
)
