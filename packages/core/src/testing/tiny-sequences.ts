/** Tiny sequences, and one tiny model of each kind of decoder over them. */
import { modelSpecSchema, type Dataset, type ModelSpec, type ModelSpecInput } from '@speil/api';

const rows = 6;
const depth = 6;

/** The classes of the rows of a few tunes, from 0 to 5. The items are these tunes, started at several positions. */
const tunes = [
  [0, 1, 2, 3, 4, 5],
  [0, 0, 3, 3, 1, 1],
  [5, 0, 5, 0, 5, 0],
  [2, 4, 2, 1, 0, 1],
];
const chosen = (item: number, row: number): number =>
  tunes[item % tunes.length]![(row + Math.floor(item / tunes.length)) % rows]!;

function filled(
  indices: ArrayLike<number>,
  shape: readonly [rows: number, depth: number],
  value: (item: number, row: number, i: number) => number,
): { shape: number[]; values: Float32Array } {
  const [count, width] = shape;
  const values = Float32Array.from({ length: indices.length * count * width }, (_, at) => {
    const i = at % width;
    const row = Math.floor(at / width) % count;
    return value(indices[Math.floor(at / width / count)]!, row, i);
  });
  return { shape: [indices.length, count, width], values };
}

const size = 40;

/** Creates a dataset of sequences. @param value returns value `i` of a row of an item. */
const sequences = (
  value: (item: number, row: number, i: number) => number,
  width = depth,
): Dataset => ({
  id: 'tiny-sequences/train',
  size,
  shape: [rows, width],
  fingerprint: '0'.repeat(64),
  read: (indices) => filled(indices, [rows, width], value),
  inputs: (indices) =>
    filled(indices, [rows, 4], (item, row, i) =>
      i === 3 ? Number(chosen(item, row) === 0) : (chosen(item, row) >> i) & 1,
    ),
  conditions(indices) {
    const { values } = filled(indices, [rows, 2], (item, row, i) => Number((item + row) % 2 === i));
    return { shape: [indices.length, rows * 2], values };
  },
});
const isChosen = (item: number, row: number, i: number): number => Number(chosen(item, row) === i);
const oneHot = sequences(isChosen);
const combinations = sequences(isChosen, 8);
const inParts = sequences((item, row, i) =>
  Number(i < 3 ? chosen(item, row) % 3 === i : Math.floor(chosen(item, row) / 2) === i - 3),
);
const bits = sequences((item, row, i) => Number(chosen(item, row) >= i && i % 2 === row % 2));
const played = sequences((item, row, i) => {
  const hit = chosen(item, row) % 2 === i % 2 ? 1 : 0;
  if (i < 2) return hit;
  return i < 4 ? 0.5 + 0.4 * hit : (0.3 * row) / rows - 0.1;
});

const flat = {
  family: 'vae',
  codec: { id: 'rows', shape: [rows, depth] },
  latentShape: [3],
  architecture: {
    kind: 'sequence',
    encoder: [6],
    decoders: [{ depth, units: [8] }],
  },
  bottleneck: { kind: 'gaussian', size: 3 },
  objective: { likelihood: { kind: 'categorical' } },
} as const satisfies Omit<ModelSpecInput, 'name'>;

const model = (name: string, change: Partial<ModelSpecInput>): ModelSpec =>
  modelSpecSchema.parse({ ...flat, name, ...change });

export const tinySequences = {
  categorical: { spec: model('sequence', {}), data: oneHot },
  sampling: {
    spec: model('sequence-sampling', {
      architecture: { ...flat.architecture, samples: true },
      objective: { ...flat.objective, freeBits: { nats: 0.1, per: 'latent' } },
    }),
    data: oneHot,
  },
  conditional: {
    spec: model('sequence-conditional', {
      family: 'cvae',
      condition: { kind: 'vector', size: 2 * rows },
    }),
    data: oneHot,
  },
  bits: {
    spec: model('sequence-bits', {
      codec: { id: 'rows', shape: [rows, 8] },
      architecture: {
        ...flat.architecture,
        decoders: [{ depth: 8, units: [8], feedback: 'bits' }],
        samples: true,
      },
    }),
    data: combinations,
  },
  hierarchical: {
    spec: model('sequence-hierarchical', {
      family: 'cvae',
      architecture: {
        kind: 'sequence',
        segments: 2,
        endToken: 2,
        encoder: [5, 4],
        decoders: [
          { depth: 3, units: [6, 5] },
          { depth: 3, units: [6] },
        ],
        conductor: [5, 4],
        controls: 3,
      },
      objective: { likelihood: { kind: 'categorical', parts: [3, 3] } },
      condition: { kind: 'vector', size: 2 * rows },
    }),
    data: inParts,
  },
  nade: {
    spec: model('sequence-nade', {
      architecture: {
        ...flat.architecture,
        decoders: [{ depth, units: [8], nade: 4 }],
        samples: true,
      },
      objective: { likelihood: { kind: 'bernoulli' } },
      input: { kind: 'given', shape: [rows, 4] },
    }),
    data: bits,
  },
  groove: {
    spec: model('sequence-groove', {
      family: 'ae',
      bottleneck: { kind: 'deterministic', size: 3 },
      objective: { likelihood: { kind: 'groove' } },
    }),
    data: played,
  },
} as const;
