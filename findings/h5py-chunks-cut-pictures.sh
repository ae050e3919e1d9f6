#!/usr/bin/env bash
# h5py 3.16.0: with compression and no `chunks`, a dataset of 480,000 pictures of 64 x 64 in colour (the layout of 3D
# Shapes) is divided into chunks of 15,000 x 4 x 4 x 1. One picture lies in 768 chunks, so reading it decompresses
# 184 MB, for each picture anew if they are read in random order, as a training does. h5py halves the sides of the array
# in turn until a chunk is small, whatever the first axis means. `chunks=(1, 64, 64, 3)` avoids it.
#
# Output seen (Python 3.11, Linux): chunks 15000x4x4x1, 768 per picture, 184 MB to read one
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q h5py==3.16.0
"$dir/env/bin/python" - "$dir/shapes.h5" <<'PYTHON'
import math
import sys

import h5py

shape = (480_000, 64, 64, 3)
with h5py.File(sys.argv[1], "w") as file:
    chunks = file.create_dataset("images", shape, dtype="u1", compression="gzip").chunks
count = math.prod(math.ceil(side / chunk) for side, chunk in zip(shape[1:], chunks[1:]))
megabytes = round(count * math.prod(chunks) / 1e6)
print(f"chunks {'x'.join(map(str, chunks))}, {count} per picture, {megabytes} MB to read one")
assert chunks == (15_000, 4, 4, 1), "h5py chooses other chunks now"
PYTHON
