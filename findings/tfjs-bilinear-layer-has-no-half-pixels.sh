#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0 and keras 3.15.1 (JAX backend).
#
# UpSampling2D with interpolation "bilinear" has the same name and the same configuration in both, but other values: Keras
# takes distances between the centres of pixels, tfjs between their corners. A Keras model that the converter takes over
# gives pictures that are shifted by up to half a pixel and repeat the last pixel, without an error.
#
# Seen, for the row 1 4 2 enlarged twice: keras 1 1.75 3.25 3.5 2.5 2, tfjs 1 2.5 4 3 2 2.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-layers@4.22.0 \
  @tensorflow/tfjs-backend-cpu@4.22.0 >/dev/null 2>&1
cat >run.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { layers } = require('@tensorflow/tfjs-layers');
const layer = layers.upSampling2d({ size: [1, 2], interpolation: 'bilinear' });
console.log('tfjs', ...layer.apply(tf.tensor4d([1, 4, 2], [1, 1, 3, 1])).dataSync());
JS
cat >run.py <<'PY'
import keras
import numpy as np

layer = keras.layers.UpSampling2D(size=(1, 2), interpolation="bilinear")
row = np.asarray(layer(np.array([1.0, 4.0, 2.0], dtype="float32").reshape(1, 1, 3, 1)))
print("keras", *(f"{value:g}" for value in row.reshape(-1)))
PY
seen="$(KERAS_BACKEND=jax env/bin/python run.py 2>/dev/null)
$(node run.cjs 2>/dev/null)"
expected='keras 1 1.75 3.25 3.5 2.5 2
tfjs 1 2.5 4 3 2 2'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
