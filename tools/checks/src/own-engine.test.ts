/** An engine that is written outside core with public exports only. Its residents are plain arrays on the host. */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Groups, HostTensor, Resident } from '@speil/api';
import { loadEngine, registerEngine } from '@speil/core';
import { getBody, getOptions, take, tensorFunction, type TensorGroups } from '@speil/core/tensor';
import { engineContract } from '@speil/testing';
import { describe, expect, it } from 'vitest';

function createHostEngine(): Engine {
  const alive = new Set<HostTensor>();
  const keep = (value: HostTensor): Resident => {
    alive.add(value);
    return value;
  };
  const mapGroups = <A, B>(groups: Groups<A>, map: (value: A) => B): Groups<B> =>
    Object.fromEntries(
      Object.entries(groups).map(([group, values]) => [
        group,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)])),
      ]),
    );
  const release = (groups: Groups<Resident>): void => {
    mapGroups(groups, (resident) => alive.delete(resident as HostTensor));
  };
  return {
    name: 'host',
    upload: ({ shape, values }) => keep({ shape: [...shape], values: values.slice() }),
    download: (resident) => Promise.resolve((resident as HostTensor).values.slice()),
    release,
    compile(fn) {
      const body = getBody(fn);
      return async (inputs) => {
        await tf.setBackend('cpu');
        let outputs: Groups<HostTensor> = {};
        tf.tidy(() => {
          const tensors = mapGroups(inputs, (resident) => {
            const { shape, values } = resident as HostTensor;
            return tf.tensor(values, [...shape]);
          });
          outputs = mapGroups(body(tensors), (tensor): HostTensor => ({
            shape: tensor.shape,
            values: tensor.dataSync<'float32'>().slice(),
          }));
        });
        for (const group of fn.consumes ?? []) release({ [group]: inputs[group] ?? {} });
        return mapGroups(outputs, keep);
      };
    },
    memory: () => ({ tensors: alive.size, bytes: 0 }),
  };
}

registerEngine({ name: 'host', open: () => Promise.resolve(createHostEngine()) });

const affine = tensorFunction(
  'affine',
  (inputs: TensorGroups) => {
    const y = tf.matMul(take(inputs, 'batch', 'x'), take(inputs, 'variables', 'w'));
    return { out: { y } };
  },
  { dynamicBatch: true },
);

const halve = tensorFunction(
  'halve',
  ({ variables }: TensorGroups) => ({ variables: { w: tf.div(variables!['w']!, 2) } }),
  { consumes: ['variables'] },
);

describe('an engine from outside the packages', () => {
  it('passes the gradient self-test that every engine for training must pass', async () => {
    await loadEngine('cpu');
    expect((await loadEngine('host')).name).toBe('host');
  });

  it('receives the options of a function', () => {
    expect(getOptions(affine)).toEqual({ dynamicBatch: true });
  });
});

engineContract('host', {
  load: () => loadEngine('host', { training: false }),
  cases: [
    {
      fn: halve,
      inputs: { variables: { w: { shape: [2], values: Float32Array.of(3, -1) } } },
      expected: () =>
        Promise.resolve({
          variables: { w: { shape: [2], values: Float32Array.of(1.5, -0.5) } },
        }),
    },
    {
      fn: affine,
      inputs: {
        batch: { x: { shape: [1, 2], values: Float32Array.of(1, 2) } },
        variables: { w: { shape: [2, 2], values: Float32Array.of(1, 0, 3, -1) } },
      },
      // By hand: 1 + 6 and 0 - 2.
      expected: () =>
        Promise.resolve({ out: { y: { shape: [1, 2], values: Float32Array.of(7, -2) } } }),
    },
  ],
});
