#!/usr/bin/env bash
# @tensorflow/tfjs-core and tfjs-backend-cpu 4.22.0.
#
# Of an int32 tensor some functions give float32 and others int32, cut off: exp(1) is 2.718..., but asinh(2) is 1 (1.4436),
# reciprocal(2) is 0 (0.5), expm1(1) is 1 (1.718...), softplus(0) is 0 (0.6931), and the dtype of each is int32. sin, log and tanh refuse int32.
# Which does which stands in no documentation; TensorFlow refuses all of them.
#
# Seen: the lines below, all without a warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 >/dev/null 2>&1
cat >run.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
for (const [name, at] of [['exp', 1], ['asinh', 2], ['reciprocal', 2], ['expm1', 1], ['softplus', 0], ['sin', 1]]) {
  let seen;
  try {
    const y = tf[name](tf.tensor1d([at], 'int32'));
    seen = `${y.dtype} ${y.dataSync()[0].toFixed(4)}`;
  } catch {
    seen = 'refused';
  }
  console.log(`${name}(${at}) ${seen}`);
}
JS
seen=$(node run.cjs 2>/dev/null)
expected='exp(1) float32 2.7183
asinh(2) int32 1.0000
reciprocal(2) int32 0.0000
expm1(1) int32 1.0000
softplus(0) int32 0.0000
sin(1) refused'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
