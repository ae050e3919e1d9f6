/**
 * Tests that the self-test's model contains every layer, and that an engine is refused if any part of the model is
 * computed wrongly.
 */
import { layerSchema, modelSpecSchema, type LayersArchitecture, type LayerSpec } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineWithBroken, type KernelCall } from '../testing/broken-kernels.js';
import { loadEngine } from './load.js';
import { registerEngine } from '../engines/registry.js';
import { selfTestModel } from './self-test.js';

beforeAll(() => loadEngine('cpu'));

/** For each layer, a kernel that it needs and that no layer before it uses. */
const kernels: readonly (readonly [what: string, kernel: string])[] = [
  ['the split of a sequence into the steps of an LSTM', 'Unpack'],
  ['the stack of the states of an LSTM', 'Pack'],
  ['the split into the gates of a GRU and an LSTM', 'SplitV'],
  ['the gradients of gates', 'Concat'],
  ['the sigmoid of gates', 'Sigmoid'],
  ['the deviation of a layer normalisation', 'Rsqrt'],
  ['the gradient of the rows that an average pooling drops', 'PadV2'],
  ['a repeated vector', 'Tile'],
  ['the axes of a bicubic reduction', 'Transpose'],
];

describe('the self-test', () => {
  it('has every layer that a model may have', () => {
    const architecture = modelSpecSchema.parse(selfTestModel).architecture as LayersArchitecture;
    const typesOf = (layers: readonly LayerSpec[]): string[] =>
      layers.flatMap((one) => [one.type, ...(one.type === 'residual' ? typesOf(one.layers) : [])]);
    const known = layerSchema.options.map((option) => option.shape.type.value);
    const held = typesOf([...architecture.encoder, ...architecture.decoder]);
    expect([...new Set(held)].sort()).toEqual([...known].sort());
  });

  it.each(kernels)(
    'refuses an engine that computes %s wrongly, with an error that names the engine (%s)',
    async (_, kernel) => {
      registerEngine({ name: 'faulty', open: () => engineWithBroken(kernel) });
      await expect(loadEngine('faulty')).rejects.toThrow(
        /^Engine faulty is not sound here: its gradients are off by/u,
      );
    },
  );

  it('refuses an engine that computes the projection of a residual wrongly', async () => {
    const isProjection = ({ inputs, attrs }: KernelCall): boolean =>
      inputs['filter']?.shape[0] === 1 && attrs?.['strides'] === 2;
    registerEngine({ name: 'faulty', open: () => engineWithBroken('Conv2D', isProjection) });
    await expect(loadEngine('faulty')).rejects.toThrow(/^Engine faulty is not sound here/u);
  });
});
