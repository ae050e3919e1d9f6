/** The contract of layers, as a test suite. A new layer must pass it too: call `layerContract` in its test. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '@speil/api';
import type { LayerDeclaration } from '../declarations/declarations.js';
import type { LayerContext } from '../ops/context.js';
import { initialVariables } from '../random/initial-weights.js';
import { normals, uniforms } from '../random/streams.js';

export interface LayerContract {
  /** `[...]`, without the batch. */
  readonly inputShape: readonly number[];
  readonly declare: (inputShape: readonly number[], name: string) => LayerDeclaration;
  readonly apply: (name: string, x: tf.Tensor, context: LayerContext) => tf.Tensor;
  /** Whether an item's output depends only on that item, outside training. Default true. */
  readonly perItem?: boolean;
}

export function layerContract(title: string, given: LayerContract): void {
  const { inputShape, declare, apply } = given;
  const name = 'layer';
  const declared = declare(inputShape, name);
  const batch = 3;
  const x = (): tf.Tensor =>
    tf.tensor(normals({ seed: 4, purpose: 'synthetic' }, batch * sizeOf(inputShape)), [
      batch,
      ...inputShape,
    ]);

  /** A context that records what the layer reads, and rejects what it has not declared. */
  function contextWith(training: boolean, variables: Readonly<Record<string, tf.Tensor>>) {
    const read = new Set<string>();
    const updated = new Set<string>();
    const context: LayerContext = {
      training,
      variable(variable) {
        read.add(variable);
        const value = variables[variable];
        if (value === undefined) throw new Error(`${variable} is not declared.`);
        return value;
      },
      noise(noise) {
        const shape = declared.noise.find((one) => one.name === noise)?.shape;
        if (shape === undefined) throw new Error(`${noise} is not declared.`);
        const values = uniforms({ seed: 6, purpose: 'synthetic' }, batch * sizeOf(shape));
        return tf.tensor(values, [batch, ...shape]);
      },
      scalar: () => tf.scalar(1),
      update: (variable) => updated.add(variable),
    };
    return { context, read, updated };
  }

  function initialTensors(): Record<string, tf.Tensor> {
    const values = initialVariables(declared.variables, 2);
    return Object.fromEntries(
      Object.entries(values).map(([variable, { shape, values: start }]) => [
        variable,
        // A bias of zeros and a scale of ones would hide an operation that ignores them, so all values are changed.
        tf.tensor(
          start.map((value, i) => value + 0.05 * ((i % 3) + 1)),
          [...shape],
        ),
      ]),
    );
  }

  describe(`${title} as a layer`, () => {
    it.each([true, false])('gives the shape that it declares (training: %s)', (training) => {
      const { context } = contextWith(training, initialTensors());
      expect(apply(name, x(), context).shape).toEqual([batch, ...declared.outputShape]);
    });

    it('reads every variable that it declares, and updates only those without a gradient', () => {
      const [use, train] = [
        contextWith(false, initialTensors()),
        contextWith(true, initialTensors()),
      ];
      apply(name, x(), use.context);
      apply(name, x(), train.context);
      const names = declared.variables.map((variable) => variable.name);
      expect([...new Set([...use.read, ...train.read])].sort()).toEqual([...names].sort());
      const running = declared.variables.filter(({ trainable }) => !trainable);
      expect([...train.updated].sort()).toEqual(running.map((one) => one.name).sort());
      for (const variable of names) expect(variable.startsWith(`${name}/`)).toBe(true);
    });

    it.skipIf(given.perItem === false)('computes each item independently outside training', () => {
      const { context } = contextWith(false, initialTensors());
      const together = apply(name, x(), context).slice([1], [1]).dataSync();
      const alone = apply(name, x().slice([1], [1]), context).dataSync();
      together.forEach((value, i) => expect(alone[i]).toBeCloseTo(value, 5));
    });

    it('has gradients that agree with central differences', () => {
      const variables = initialTensors();
      const trained = declared.variables.filter(({ trainable }) => trainable);
      const weights = normals(
        { seed: 8, purpose: 'measuring' },
        batch * sizeOf(declared.outputShape),
      );
      const loss = (inputs: readonly tf.Tensor[]): tf.Scalar => {
        const changed = Object.fromEntries(trained.map((one, i) => [one.name, inputs[i + 1]!]));
        const { context } = contextWith(true, { ...variables, ...changed });
        const y = apply(name, inputs[0]!, context);
        return tf.sum(tf.mul(y, tf.tensor(weights, [...y.shape])));
      };
      const inputs = [x(), ...trained.map((one) => variables[one.name]!)];
      const gradients = tf.grads((...args: tf.Tensor[]) => loss(args))(inputs);
      gradients.forEach((gradient, which) => {
        const start = inputs[which]!.dataSync<'float32'>();
        const analytic = gradient.dataSync();
        // A few values of each tensor are enough, because the gradient rule of an operation is the same for all values.
        for (let i = 0; i < start.length; i += Math.max(1, Math.floor(start.length / 4))) {
          const at = (step: number): number => {
            const moved = start.slice();
            moved[i]! += step;
            const others = inputs.map((one, index) =>
              index === which ? tf.tensor(moved, [...one.shape]) : one,
            );
            return loss(others).dataSync()[0]!;
          };
          const difference = (at(1e-2) - at(-1e-2)) / 2e-2;
          const allowed = 0.03 * Math.max(1, Math.abs(difference));
          expect(Math.abs(analytic[i]! - difference), `input ${which}, value ${i}`).toBeLessThan(
            allowed,
          );
        }
      });
    });
  });
}
