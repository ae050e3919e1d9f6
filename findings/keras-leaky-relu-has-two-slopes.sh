#!/usr/bin/env bash
# keras 3.15.1, JAX backend.
#
# The layer LeakyReLU and the activation "leaky_relu" are the same function with different defaults: below zero the layer
# multiplies by .3, the activation (also as Dense(activation="leaky_relu") and as Activation("leaky_relu")) by .2; PyTorch
# and ONNX multiply by .01. Whoever moves a network between the two forms, or writes an importer by the names alone,
# gets other values without an error: the saved configuration of an Activation does not name its slope at all.
#
# Seen: LeakyReLU()(-1) = -.3, Activation("leaky_relu")(-1) = -.2, and "negative_slope" in the configuration of the layer
# alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax env/bin/python - <<'PY'
import keras
import numpy as np

x = -np.ones((1, 1), dtype="float32")
layer, activation = keras.layers.LeakyReLU(), keras.layers.Activation("leaky_relu")
values = [round(float(np.asarray(f(x)).item()), 4) for f in (layer, activation)]
named = ["negative_slope" in f.get_config() for f in (layer, activation)]
print("at -1:", values, "slope in the configuration:", named)
assert values == [-0.3, -0.2], values
assert named == [True, False], named
PY
