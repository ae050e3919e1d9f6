/** Corners as latent vectors, the grid between them, and the attribute vectors of the sliders. */
import { createBatch, InvalidArgumentError, rowOf, sliceRows } from '@speil/api';
import type { Batch } from '@speil/api';
import { around, attributeVector, posteriorMean, sampleStandardNormal, square } from '@speil/core';
import { measureAttribute } from '@speil/music';
import type { MusicVae, NoteSequence } from '@speil/music';
import { gridSide, musicAttributes } from '../protocol/music';
import type {
  Amounts,
  CornerSource,
  GridQuestion,
  SimilarQuestion,
  MusicAttribute,
  MusicKind,
  Pattern,
} from '../protocol/music';
import { toPatterns, toSequence } from './patterns';

/** Number of samples from which an attribute vector is learned, and number of them that are decoded together. */
const samples = 192;
const pieceItems = 16;
/** Number of draws near a pattern. Some of them decode to the pattern itself. */
const similarItems = 8;

export interface Corners {
  /** @returns the work that must be done before a grid can be decoded, in pieces. */
  prepare(question: Pick<GridQuestion, 'corners' | 'amounts'>): Generator<() => Promise<void>>;
  /** Decodes a row of the grid, after `prepare`. */
  row(question: GridQuestion, row: number): Promise<readonly Pattern[]>;
  /** Draws patterns near a given one, as core's `similar` does. */
  drawSimilar(question: SimilarQuestion): Promise<readonly Pattern[]>;
}

export function createCorners(kind: MusicKind, model: MusicVae): Corners {
  const latents = new Map<string, Float32Array>();
  let vectors: Map<MusicAttribute, Float32Array> | undefined;

  const encodeCorner = async (source: CornerSource): Promise<Float32Array> => {
    if (source.kind === 'sample') {
      return rowOf(sampleStandardNormal(1, model.spec.latentShape, source.seed), 0);
    }
    return rowOf(
      posteriorMean(await model.encode([toSequence(model.converter, source.pattern)])),
      0,
    );
  };

  /** Learns attribute vectors from the model's own samples, so that they exist for any checkpoint. */
  function* learn(): Generator<() => Promise<void>> {
    const draws = sampleStandardNormal(samples, model.spec.latentShape);
    const items: NoteSequence[] = [];
    for (let start = 0; start < samples; start += pieceItems) {
      yield async () => {
        items.push(...(await model.decode(sliceRows(draws, start, pieceItems))));
      };
    }
    yield () => {
      vectors = new Map(
        musicAttributes[kind].map((name) => [name, learnDirection(name, draws, items)]),
      );
      return Promise.resolve();
    };
  }

  /** Adds attribute vectors to a latent vector. @param sign -1 subtracts them. */
  const shifted = (code: Float32Array, amounts: Amounts, sign: 1 | -1 = 1): Float32Array => {
    const moved = code.slice();
    for (const [name, vector] of vectors ?? []) {
      const amount = sign * (amounts[name] ?? 0);
      vector.forEach((value, i) => (moved[i]! += amount * value));
    }
    return moved;
  };

  function* prepare({
    corners,
    amounts,
  }: Pick<GridQuestion, 'corners' | 'amounts'>): Generator<() => Promise<void>> {
    if (vectors === undefined && Object.values(amounts).some((amount) => amount !== 0)) {
      yield* learn();
    }
    for (const source of corners) {
      const key = JSON.stringify(source);
      if (!latents.has(key)) {
        yield async () => {
          // Editing creates many corners; it is enough to cache a few.
          if (latents.size > 64) latents.clear();
          latents.set(key, await encodeCorner(source));
        };
      }
    }
  }

  return {
    prepare,
    async row({ corners, amounts, temperature, seed }, row) {
      const at = await Promise.all(
        corners.map(
          async (source) => latents.get(JSON.stringify(source)) ?? (await encodeCorner(source)),
        ),
      );
      const points = at.map((code) => shifted(code, amounts));
      const all = square(points as unknown as Parameters<typeof square>[0], {
        columns: gridSide,
        rows: gridSide,
      });
      const width = all.shape[1]!;
      const values = all.values.slice(row * gridSide * width, (row + 1) * gridSide * width);
      const rows = await model.decodeRows(createBatch([gridSide, width], values), {
        temperature,
        // The draws of a row do not depend on the order of the rows.
        seed: (seed * gridSide + row) % 2 ** 32,
      });
      return toPatterns(rows.values, model.converter.outputDepth);
    },
    async drawSimilar({ pattern, amounts, similarity, seed }) {
      for (const piece of prepare({ corners: [], amounts })) await piece();
      const code = shifted(await encodeCorner({ kind: 'pattern', pattern }), amounts, -1);
      const rows = await model.decodeRows(around(code, similarItems, similarity, { seed }));
      return toPatterns(rows.values, model.converter.outputDepth);
    },
  };
}

/** @returns an attribute vector; zeros for an attribute that is the same for all items. */
function learnDirection(
  name: MusicAttribute,
  latents: Batch,
  items: readonly NoteSequence[],
): Float32Array {
  const amounts = items.map((item) => measureAttribute(name, item));
  try {
    return attributeVector(latents, amounts);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return new Float32Array(latents.shape[1]!);
  }
}
