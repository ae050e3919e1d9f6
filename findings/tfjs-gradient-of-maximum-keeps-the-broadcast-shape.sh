#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0.
#
# The gradients of maximum, minimum and squaredDifference are not summed over the axes that were broadcast, as those of add
# and mul are: the gradient of a bias [3] that meets a batch [2, 3] has the shape [2, 3], and tf.grad refuses it. So a
# function that runs forward cannot be trained; the operand has to be broadcast by hand first.
#
# Seen: add and mul [3]; maximum, minimum and squaredDifference refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >run.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const batch = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
for (const name of ['add', 'mul', 'maximum', 'minimum', 'squaredDifference']) {
  let seen;
  try {
    const gradient = tf.grad((bias) => tf.sum(tf[name](batch, bias)))(tf.tensor1d([2, 3, 4]));
    seen = `[${gradient.shape}]`;
  } catch (error) {
    seen = error.message.includes("has shape '2,3'") ? 'refused: [2,3]' : error.message;
  }
  console.log(`${name} ${seen}`);
}
JS
seen=$(node run.cjs 2>/dev/null | grep -v '^$')
expected="add [3]
mul [3]
maximum refused: [2,3]
minimum refused: [2,3]
squaredDifference refused: [2,3]"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
