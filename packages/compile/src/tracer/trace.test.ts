import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { CompileError } from '../ir/errors.js';
import { compile } from '../node/compile.js';
import { trace, type TensorMap } from './trace.js';

const x = { x: { shape: [2, 3] } };

function refusal(fn: (inputs: Record<string, tf.Tensor>) => TensorMap): CompileError {
  try {
    trace(fn, x);
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
  throw new Error('It was traced.');
}

describe('tracing', () => {
  it('restores the active backend, even after an error', async () => {
    await tf.setBackend('cpu');
    trace(({ x: t }) => ({ y: tf.square(t!) }), x);
    expect(tf.getBackend()).toBe('cpu');
    refusal(() => {
      throw new CompileError('not-traceable', 'No.');
    });
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    trace(({ x: t }) => ({ y: tf.grad((v: tf.Tensor) => tf.sum(tf.square(v)))(t!) }), x);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('captures tensors from outside as constants and leaves them in their backend', async () => {
    await tf.setBackend('cpu');
    const two = tf.tensor([2, 4, 6], [3]);
    const graph = trace(({ x: t }) => ({ y: tf.mul(t!, two) }), x);
    expect(two.dataSync()).toEqual(Float32Array.of(2, 4, 6));
    const run = await compile(graph);
    expect((await run.run({ x: Float32Array.of(1, 1, 1, 2, 2, 2) }))['y']).toEqual(
      Float32Array.of(2, 4, 6, 4, 8, 12),
    );
  });

  it('supports the same data in two shapes', async () => {
    await tf.setBackend('cpu');
    const row = tf.tensor([1, 2, 3, 4, 5, 6]);
    const table = tf.reshape(row, [2, 3]);
    const graph = trace(({ x: t }) => ({ y: tf.add(tf.mul(t!, table), tf.sum(row)) }), x);
    const run = await compile(graph);
    expect((await run.run({ x: new Float32Array(6).fill(1) }))['y']![5]).toBe(27);
  });

  it('turns assigned variables into state, and restores them', async () => {
    await tf.setBackend('cpu');
    const a = tf.variable(tf.zeros([3]), true, 'a');
    const b = tf.variable(tf.zeros([3]), true, 'b');
    const graph = trace(({ x: t }) => {
      a.assign(tf.add(a, tf.sum(t!, 0)));
      b.assign(tf.sub(b, a));
      return { y: tf.add(a, b) };
    }, x);
    expect(graph.state.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(a.dataSync()).toEqual(new Float32Array(3));
    const run = await compile(graph);
    const ones = { x: new Float32Array(6).fill(1) };
    await run.run(ones);
    await run.run(ones);
    expect(run.state()).toEqual({ a: Float32Array.of(4, 4, 4), b: Float32Array.of(-6, -6, -6) });
    run.setState({ a: new Float32Array(3) });
    await run.run(ones);
    expect(run.state()['a']).toEqual(Float32Array.of(2, 2, 2));
  });
});

describe('code that cannot be traced is refused with an error that names the cause:', () => {
  it('Math.random, called by the code or by tfjs', () => {
    expect(refusal(({ x: t }) => ({ y: tf.mul(t!, Math.random()) })).message).toMatch(
      /called Math\.random: .* Take the noise as an input/u,
    );
    expect(refusal(({ x: t }) => ({ y: tf.add(t!, tf.randomNormal([2, 3])) })).message).toMatch(
      /Math\.random.*randomNormal/u,
    );
    expect(refusal(({ x: t }) => ({ y: tf.dropout(t!, 0.5) })).message).toMatch(/Math\.random/u);
  });

  it('a counter that changes from run to run', () => {
    let calls = 0;
    const { message } = refusal(({ x: t }) => ({ y: tf.mul(t!, ++calls) }));
    expect(message).toMatch(/not do the same twice: an input of kernel 0, Multiply, changed/u);
  });

  it('reading values, and choices that depend on them', () => {
    const { message, code } = refusal(({ x: t }) => ({
      y: tf.sum(t!).dataSync()[0]! > 0 ? t! : tf.neg(t!),
    }));
    expect(code).toBe('not-traceable');
    expect(message).toMatch(/called dataSync\(\) or arraySync\(\).*tf\.where/u);
  });

  it('promises, returned or ignored', async () => {
    const returned = refusal((async ({ x: t }: Record<string, tf.Tensor>) => ({ y: t! })) as never);
    expect(returned.message).toMatch(/returned a promise/u);
    const forgotten = refusal(({ x: t }) => {
      void tf.whereAsync(tf.greater(t!, 0)).catch(() => undefined);
      return { y: t! };
    });
    expect(forgotten.message).toMatch(/data\(\), array\(\) or an operation that waits/u);
  });

  it('an unknown kernel, with the operation that called it', () => {
    const { message, code } = refusal(({ x: t }) => ({ y: tf.topk(t!, 1).values }));
    expect(code).toBe('unsupported-kernel');
    expect(message).toMatch(/Kernel TopK, called by tf\.topk, cannot be traced\. Write it/u);
  });

  it('a tensor that was kept from an earlier trace', () => {
    let kept: tf.Tensor | undefined;
    trace(({ x: t }) => {
      kept = tf.keep(tf.square(t!));
      return { y: kept };
    }, x);
    expect(refusal(({ x: t }) => ({ y: tf.add(t!, kept!) })).message).toMatch(
      /kept from an earlier/u,
    );
  });

  it('a result that is not a tensor', () => {
    expect(refusal(() => ({ y: 3 as never })).message).toMatch(
      /must return tensors by name. Received: y=3/u,
    );
  });
});

describe('a compiled graph', () => {
  it('describes its inputs if it gets wrong ones', async () => {
    const run = await compile(
      trace(({ x: t, n }) => ({ y: tf.mul(t!, n!) }), { ...x, n: { shape: [] } }),
    );
    const good = new Float32Array(6);
    await expect(run.run({ x: good })).rejects.toThrow('Input n is missing. Expected: x, n.');
    await expect(run.run({ x: good, n: 1, z: 2 })).rejects.toThrow('There is no z.');
    await expect(run.run({ x: new Float32Array(5), n: 1 })).rejects.toThrow(
      'x takes a Float32Array of 6 values, shape [2, 3]. Received: Float32Array of 5.',
    );
    await expect(run.run({ x: new Int32Array(6), n: 1 })).rejects.toThrow('Received: Int32Array');
    await run.dispose();
    await expect(run.run({ x: good, n: 1 })).rejects.toThrow('disposed');
  });

  it('writes into given arrays', async () => {
    const run = await compile(trace(({ x: t }) => ({ y: tf.neg(t!) }), x));
    const y = new Float32Array(6);
    const result = await run.run({ x: Float32Array.of(1, 2, 3, 4, 5, 6) }, { into: { y } });
    expect(result['y']).toBe(y);
    expect(y[5]).toBe(-6);
  });

  it('can return an input, and one value under two names', async () => {
    const run = await compile(
      trace(({ x: t }) => {
        const y = tf.neg(t!);
        return { x: t!, y, again: y };
      }, x),
    );
    const result = await run.run({ x: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect(result['x']![1]).toBe(2);
    expect(result['again']).toEqual(result['y']);
  });
});
