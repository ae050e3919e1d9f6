#!/usr/bin/env bash
# abcjs 6.7.2, Node 20.
#
# The option defaultQpm of setUpAudio is named for quarters a minute and counts the beats of the metre: with 120 a tune in 2/2 without Q: is
# played twice as fast as the same tune in 4/4 (a whole note takes one second, not two), and one in 6/8 at 180 quarters a minute.
#
# Seen: seconds of a whole note 2 in 4/4, 1 in 2/2 and C|, 1.333 in 6/8.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts abcjs@6.7.2 >/dev/null 2>&1
cat >run.cjs <<'JS'
const abcjs = require('abcjs');
for (const metre of ['4/4', '2/2', 'C|', '6/8']) {
  const [tune] = abcjs.parseOnly(`X:1\nM:${metre}\nL:1/4\nK:C\nCDEF|\n`);
  const { tempo } = tune.setUpAudio({ defaultQpm: 120 });
  console.log(metre, Number((60 / (tempo * tune.getBeatLength())).toFixed(3)));
}
JS
seen=$(node run.cjs)
expected='4/4 2
2/2 1
C| 1
6/8 1.333'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
