"""Writes packages/images/src/datasets/shapes3d.reference.h5: 96 pictures in the layout of 3D Shapes, in gzip chunks that h5py
chose. A picture shows its factors in its pixels.

    pip install h5py==3.16.0 numpy
    python3 tools/reference/shapes3d.py packages/images/src/datasets/shapes3d.reference.h5
"""
import itertools
import sys

import h5py
import numpy as np

values = [
    np.arange(2) / 10,
    np.arange(2) / 10,
    np.arange(2) / 10,
    np.array([0.75, 1.25]),
    np.arange(2.0),
    np.linspace(-30, 30, 3),
]
labels = np.array(list(itertools.product(*values)))
images = np.zeros((len(labels), 64, 64, 3), np.uint8)
for index, (floor, wall, hue, scale, shape, angle) in enumerate(labels):
    images[index, :40] = [round(wall * 1000), 50, 60]
    images[index, 40:] = [round(floor * 1000), 200, 10]
    images[index, 20:30, 20:30] = [round(hue * 1000), 9, round(40 * scale)]
    images[index, 0, 0] = [round(100 * shape), round(angle) + 40, index]
with h5py.File(sys.argv[1], "w") as file:
    file.create_dataset("images", data=images, compression="gzip")
    file.create_dataset("labels", data=labels, compression="gzip")
