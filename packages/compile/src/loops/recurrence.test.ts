/** What becomes of a recurrent network's steps: loops over calls, without copies of what they have in common. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../ir/graph.js';
import { lower } from '../lowering/lower.js';
import { writeC } from '../native/write-c.js';
import { optimize } from '../passes/optimize.js';
import { lstm } from '../testing/functions.js';
import { trace } from '../tracer/trace.js';
import { writeWasm } from '../wasm/write-wasm.js';
import { buildProgram } from './build.js';
import type { Program, Statement } from './form.js';
import { inPart } from './in-part.js';
import { usualLimits } from './sharing.js';

const built = (graph: Graph): Program => buildProgram(optimize(lower(graph)));

/** The outputs of all steps of an LSTM, and the gradient of their sum of squares. */
const recurrent = (steps: number): Program =>
  built(
    trace(
      ({ x, w }) => {
        const loss = (weights: tf.Tensor): tf.Scalar =>
          tf.sum(tf.square(tf.stack(lstm(x!, weights, 64))));
        return { y: tf.stack(lstm(x!, w!, 64)), gradient: tf.grad(loss)(w!) };
      },
      { x: { shape: [4, steps, 8] }, w: { shape: [72, 256] } },
    ),
  );

const isCopy = (one: Statement): boolean =>
  one.kind === 'map' && one.stores.every(({ value }) => value.kind === 'load');
const options = { threads: 2, limits: usualLimits };

describe('a recurrent network', () => {
  it('takes the same code for forty steps as for twenty', () => {
    const [twenty, forty] = [20, 40].map((steps) => inPart(recurrent(steps)));
    expect(forty!.statements.length).toBeGreaterThan(1.9 * twenty!.statements.length);
    const functionsOf = (program: Program): string => {
      const { source } = writeC(program, options);
      return source.slice(source.indexOf('static char *arena'));
    };
    const calls = [twenty, forty].map((program) => functionsOf(program!).match(/\bt, /gu)!.length);
    expect(calls[1]).toBe(calls[0]);
    const bytes = [twenty, forty].map(
      (program) => writeWasm(program!, { ...options, isRelaxed: false }).bytes.length,
    );
    expect(bytes[1]! / bytes[0]!).toBeLessThan(1.01);
  });

  it('stores the gates of each step once, where the product of all steps reads them', () => {
    const program = recurrent(20);
    const [before, after] = [program, inPart(program)].map(
      ({ statements }) => statements.filter(isCopy).length,
    );
    expect(before).toBeGreaterThan(100);
    // An input has a place of its own, and an output is stored in one of its three wholes.
    expect(after).toBeLessThan(3 * 20);
  });
});

describe('a part of a whole', () => {
  /** Copies before and after. */
  const copies = (fn: (x: tf.Tensor2D) => Record<string, tf.Tensor>): [number, number] => {
    const program = built(trace(({ x }) => fn(x as tf.Tensor2D), { x: { shape: [4, 64] } }));
    const copiesIn = ({ statements }: Program): number => statements.filter(isCopy).length;
    return [copiesIn(program), copiesIn(inPart(program))];
  };

  it('is computed there, also where others read it', () => {
    expect(
      copies((x) => {
        const y = tf.matMul(x, tf.ones([64, 64]));
        return { whole: tf.sum(tf.concat([y, tf.exp(y)], 0), 1), other: tf.tanh(y) };
      }),
    ).toEqual([1, 0]);
  });

  it('is copied to all but one of several wholes', () => {
    expect(
      copies((x) => {
        const y = tf.matMul(x, tf.ones([64, 64]));
        const [one, other] = [tf.concat([y, x], 0), tf.concat([x, x, y], 0)];
        return { one: tf.sum(one, 1), other: tf.sum(other, 1) };
      }),
    ).toEqual([5, 4]);
  });
});
