/**
 * Tests every kernel that can be traced over the whole range of its inputs: tiny and huge numbers, both zeros,
 * infinities, NaN, int32 with its limits, booleans. The right results are computed in double precision, in plain
 * JavaScript; comments name the standards that define them. The last test fails if a kernel of the tracer is missing
 * here.
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { inWebAssembly, natively, type Given } from '../testing/kernels.js';
import { rules } from '../tracer/kernels/index.js';
import { moved, moving } from '../testing/range-moving.js';
import {
  bools,
  close,
  floats,
  ints,
  ofBools,
  ofFloats,
  ofInts,
  paired,
  pairs,
  rows,
  upTo,
  wrong,
} from '../testing/range-numbers.js';
import { ofOne } from '../testing/range-of-one.js';
import { boolRows, everyDtype, floatRows, intRows, ofRows } from '../testing/range-of-rows.js';
import { ofTwo } from '../testing/range-of-two.js';

const f = Math.fround;

/** Both builds of the runtime are tested, because they have different kernels. */
const onBoth = <T>(table: Readonly<Record<string, T>>) =>
  Object.entries(table).flatMap(([name, one]) => [
    [name, 'natively', one, natively] as const,
    [name, 'in WebAssembly', one, inWebAssembly] as const,
  ]);

describe('a kernel of one value is right', () => {
  it.each(onBoth(ofOne))('%s of float32, %s', async (_, __, { fn, right, signs }, run) => {
    const actual = await run(fn, [ofFloats(floats)]);
    expect(
      wrong(
        [floats],
        actual,
        floats.map((x) => f(right(x))),
        close,
        signs,
      ),
    ).toEqual([]);
  });

  it.each(Object.entries(ofOne).filter(([, { floatsOnly }]) => !floatsOnly))(
    '%s of int32 and of truth values',
    async (_, { fn, right, rightOfInts = right }) => {
      const expected = (values: readonly number[]) => values.map((x) => f(rightOfInts(x)));
      const whole = await natively(fn, [ofInts(ints)]);
      expect(wrong([ints], whole.map(f), expected(ints), close)).toEqual([]);
      // tfjs refuses the error function of booleans.
      if (fn === (tf.erf as typeof fn)) return;
      const truths = await natively(fn, [ofBools(bools)]);
      expect(wrong([bools], truths, expected(bools), close)).toEqual([]);
    },
  );

  it('compositions: log softplus, log sigmoid, and their gradients', async () => {
    const at = [-20, -50, -80, -16.6, 0, 20];
    const hold = async (fn: (x: tf.Tensor) => tf.Tensor, right: (x: number) => number) => {
      const actual = await natively(fn, [ofFloats(at)]);
      expect(
        wrong(
          [at],
          actual,
          at.map((x) => f(right(f(x)))),
          close,
        ),
      ).toEqual([]);
    };
    const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const logSoftplus = (x: tf.Tensor) => tf.log(tf.softplus(x));
    await hold(logSoftplus, (x) => Math.log(softplus(x)));
    await hold(
      (x) => tf.grad(logSoftplus)(x),
      (x) => sigmoid(x) / softplus(x),
    );
    await hold(
      (x) => tf.log(tf.sigmoid(tf.minimum(x, 0))),
      (x) => -softplus(-Math.min(x, 0)),
    );
    await hold(tf.logSigmoid, (x) => -softplus(-x));
  });
});

describe('a kernel of two values is right', () => {
  it.each(onBoth(ofTwo))('%s of float32, %s', async (_, __, { fn, right, signs }, run) => {
    const [a, b] = pairs(paired, paired);
    const actual = await run(fn, [ofFloats(a), ofFloats(b)]);
    expect(
      wrong(
        [a, b],
        actual,
        a.map((x, i) => f(right(x, b[i]!))),
        close,
        signs,
      ),
    ).toEqual([]);
  });

  it.each(Object.entries(ofTwo))(
    '%s of int32 and of truth values',
    async (_, { fn, right, rightOfInts = right, among = () => true }) => {
      for (const [one, values] of [
        [ofInts, ints],
        [ofBools, bools],
      ] as const) {
        const all = pairs(values, values);
        const chosen = [...all[0].keys()].filter((i) => among(all[0][i]!, all[1][i]!));
        const [a, b] = all.map((side) => chosen.map((i) => side[i]!)) as [number[], number[]];
        const actual = await natively(fn, [one(a), one(b)]);
        expect(
          wrong(
            [a, b],
            actual.map(f),
            a.map((x, i) => f(rightOfInts(x, b[i]!))),
            close,
          ),
        ).toEqual([]);
      }
    },
  );
});

describe('a kernel over an axis is right', () => {
  it.each(Object.entries(ofRows))(
    '%s of float32, int32 and truth values',
    async (_, { fn, right, rightOfInts = right, dtypes = everyDtype, absolute }) => {
      for (const [values, dtype, exact] of [
        [floatRows, 'float32', right],
        [intRows, 'int32', rightOfInts],
        [boolRows, 'bool', rightOfInts],
      ] as const) {
        if (!dtypes.includes(dtype)) continue;
        const actual = await natively(fn, [rows(values, dtype)]);
        const expected = values.flatMap((row) => exact(row)).map(f);
        const each = expected.length / values.length;
        const places = expected.map((_, i) => Math.floor(i / each));
        const near = actual.map((x, i) =>
          absolute !== undefined && Math.abs(x - expected[i]!) <= absolute ? expected[i]! : x,
        );
        expect(wrong([places], near.map(f), expected, close)).toEqual([]);
      }
    },
  );
});

describe('a kernel that moves values does not change them', () => {
  it.each(Object.entries(moving))(
    '%s of float32, int32 and truth values',
    async (_, { fn, shape = [3, 4], from, constant = 0, sums = [], dtypes = everyDtype }) => {
      for (const dtype of dtypes) {
        const values = moved[dtype as 'float32'];
        const x: Given = { shape, values, dtype: dtype as 'float32' };
        const expected = from.map((place, i) => {
          const added = sums[i];
          if (added !== undefined && added.length > 0) {
            const total = added.reduce((sum, at) => sum + values[at]!, 0);
            return dtype === 'int32' ? total | 0 : f(total);
          }
          return place === null ? constant : values[place]!;
        });
        expect(wrong([upTo(from.length)], await natively(fn, [x]), expected, 0)).toEqual([]);
      }
    },
  );
});

describe('generated values', () => {
  it('ranges and one-hot rows', async () => {
    const one: Given = { shape: [1], values: [0] };
    const made = (fn: () => tf.Tensor): Promise<number[]> =>
      natively((x) => tf.add(fn(), tf.mul(x, 0)), [one]);
    expect(await made(() => tf.range(2 ** 24 - 2, 2 ** 24 + 1, 1))).toEqual([
      2 ** 24 - 2,
      2 ** 24 - 1,
      2 ** 24,
    ]);
    expect(await made(() => tf.range(1, -2, -1))).toEqual([1, 0, -1]);
    expect(await made(() => tf.linspace(-1, 1, 3))).toEqual([-1, 0, 1]);
    const hot = await natively((x) => tf.oneHot(x, 3, 2, -1), [ofInts([1, -1, 3, 2 ** 31 - 1])]);
    expect(hot).toEqual([-1, 2, -1, ...Array<number>(9).fill(-1)]);
  });
});

it('covers all kernels of the tracer', () => {
  // Covered by the tests of generated values, of products and of windows.
  const others = [
    ...['LinSpace', 'OneHot', 'Range'],
    ...['BatchMatMul', '_FusedMatMul', 'FusedBatchNorm'],
    ...['Conv2D', 'FusedConv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    ...['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'],
    ...['DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
    ...['AvgPool', 'AvgPoolGrad', 'MaxPoolGrad'],
    ...['ResizeBilinear', 'ResizeBilinearGrad', 'ResizeNearestNeighborGrad'],
  ];
  const covered = [ofOne, ofTwo, ofRows, moving].flatMap((table) => Object.keys(table));
  expect([...covered, ...others].sort()).toEqual(Object.keys(rules).sort());
});
