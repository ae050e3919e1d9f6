#!/usr/bin/env bash
# abcjs 6.7.2, Node 20.
#
# A trill alternates with the note two semitones above, whatever the key: in C major a trill on E is played as E and F sharp. A turn goes two
# semitones up and one down. The ABC standard and abc2midi mean the neighbours in the key (here F). Grace notes take half of the note that they
# decorate, of a half note a quarter.
#
# Seen: pitches 64 and 66 of a trill on E in C; a grace note before a half note lasts .25 of a whole note.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts abcjs@6.7.2 >/dev/null 2>&1
cat >run.cjs <<'JS'
const abcjs = require('abcjs');
const notes = (body) =>
  abcjs.parseOnly(`X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\n${body}|\n`)[0].setUpAudio({}).tracks[0].filter(({ cmd }) => cmd === 'note');
console.log('trill', [...new Set(notes('TE4').map(({ pitch }) => pitch))].sort().join(' '));
console.log('grace', notes('{g}C2D2')[0].duration);
JS
seen=$(node run.cjs)
expected='trill 64 66
grace 0.25'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
