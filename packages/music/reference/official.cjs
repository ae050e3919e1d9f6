/**
 * The official MusicVAE of magenta-js, in a process of its own: its TensorFlow.js and ours would share one engine. Reads jobs
 * as JSON from standard input and writes what it computes of each to standard output. Used by the tests of parity alone.
 */
'use strict';
const { createRequire } = require('node:module');
// It says what it does on the console; standard output is for the answer.
console.log = console.warn = console.info = () => {};

// Its draws are seeded by Math.random: the same ones each time (mulberry32, by Tommy Ettinger).
let state = 1;
Math.random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let word = Math.imul(state ^ (state >>> 15), 1 | state);
  word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
  return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
};

const { MusicVAE } = require('@magenta/music/node/music_vae');
const tf = createRequire(require.resolve('@magenta/music/node/music_vae'))('@tensorflow/tfjs');
const { NoteSequence } = require('@magenta/music/node/protobuf');

/** As its own quantiser leaves them: steps are numbers, where `fromObject` would make 64-bit objects of them. */
const sequenceOf = ({ notes, ...rest }) =>
  NoteSequence.create({ ...rest, notes: notes.map((note) => NoteSequence.Note.create(note)) });

const values = (tensor) => Array.from(tensor.dataSync());

async function run({ url, sequences, z, controls, notes: wanted, temperature }) {
  const model = new MusicVAE(url);
  await model.initialize();
  const args = controls && {
    ...(controls.chords && { chordProgression: controls.chords }),
    ...(controls.key !== undefined && { key: controls.key }),
    ...(controls.extra && {
      extraControls: Object.fromEntries(
        Object.entries(controls.extra).map(([name, { shape, data }]) => [
          name,
          tf.tensor(data, shape),
        ]),
      ),
    }),
  };
  const inputs = [];
  const latents = [];
  const notes = [];
  for (const sequence of sequences) {
    const tensor = model.dataConverter.toTensor(sequenceOf(sequence));
    inputs.push(values(tensor));
    const encoded = await model.encodeTensors(tf.expandDims(tensor.toFloat(), 0), args);
    latents.push(values(encoded));
  }
  const decode = (codes) => model.decodeTensors(tf.tensor2d(codes), temperature, args);
  if (temperature !== undefined) {
    // Codes of one batch share their random numbers in this TensorFlow.js: a call for each draws them apart.
    const drawn = [];
    for (const code of z) {
      const one = await decode([code]);
      drawn.push(...values(one));
      one.dispose();
    }
    return { inputs, latents, rows: drawn, notes };
  }
  const rows = z.length === 0 ? undefined : await decode(z);
  if (rows && wanted) {
    for (const row of tf.unstack(rows)) {
      const sequence = await model.dataConverter.toNoteSequence(row, undefined, undefined);
      notes.push(sequence.notes.map((note) => NoteSequence.Note.toObject(note)));
    }
  }
  return { inputs, latents, rows: rows ? values(rows) : [], notes };
}

async function main() {
  tf.setBackend('cpu');
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  const answers = [];
  for (const job of JSON.parse(text)) answers.push(await run(job));
  process.stdout.write(JSON.stringify(answers));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
