/** The contract of latent models, as a test suite. */
import { posteriorLatents, sizeOf, type LatentModel } from '@speil/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What the suite tests a model with. */
export interface LatentModelContractOptions<T> {
  /** Creates a new instance of the same model. */
  readonly create: () => Promise<LatentModel<T>>;
  /** At least two items. */
  readonly items: readonly T[];
  /** Returns the number of tensors on the engine. If given, the suite asserts that nothing leaks. */
  readonly memory?: () => Promise<{ readonly tensors: number }>;
}

/** Checks shapes, determinism, independence of the items of a batch, cancellation and disposal. */
export function latentModelContract<T>(
  name: string,
  { create, items, memory }: LatentModelContractOptions<T>,
): void {
  describe(`latent model ${name}`, () => {
    let model: LatentModel<T>;
    let isCreated = false;
    beforeAll(async () => {
      model = await create();
      isCreated = true;
    });
    // If it could not be created, that error is the only one.
    afterAll(() => {
      if (isCreated) model.dispose();
    });

    const latents = (count: number) => {
      const shape = [count, ...model.spec.latentShape];
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i));
      return { shape, values };
    };

    it('has a spec that is plain JSON', () => {
      expect(JSON.parse(JSON.stringify(model.spec))).toEqual(model.spec);
    });

    it('encodes a batch to finite values of shape [batch, ...latentShape]', async () => {
      const posterior = await model.encode(items);
      const values = posteriorLatents(posterior);
      expect(values.shape).toEqual([items.length, ...model.spec.latentShape]);
      expect(values.values.every(Number.isFinite)).toBe(true);
    });

    it('encodes an item to the same latent alone and in a batch', async () => {
      const together = await model.encode(items);
      const alone = await model.encode(items.slice(0, 1));
      if (together.kind === 'vq' || alone.kind === 'vq') return;
      alone.mean.values.forEach((value, i) => {
        expect(together.mean.values[i]).toBeCloseTo(value, 4);
      });
    });

    it('decodes one item per latent, and none for an empty batch', async () => {
      expect(await model.decode(latents(3))).toHaveLength(3);
      expect(await model.decode(latents(0))).toHaveLength(0);
    });

    it('decodes the same latents to the same items', async () => {
      expect(await model.decode(latents(2))).toEqual(await model.decode(latents(2)));
    });

    it('decodes with a temperature to the same items for the same seed', async () => {
      const draw = (seed: number) => model.decode(latents(2), { temperature: 0.8, seed });
      expect(await draw(3)).toEqual(await draw(3));
    });

    it('refuses latents of another shape with an error that names both shapes', async () => {
      await expect(model.decode({ shape: [1, 99], values: new Float32Array(99) })).rejects.toThrow(
        /Received: \[1, 99\]/u,
      );
    });

    it('stops when its signal is aborted', async () => {
      const signal = AbortSignal.abort();
      await expect(model.encode(items, { signal })).rejects.toMatchObject({ code: 'aborted' });
      await expect(model.decode(latents(1), { signal })).rejects.toMatchObject({ code: 'aborted' });
    });

    it('frees all of its memory, and throws an error when it is used afterwards', async () => {
      const before = await memory?.();
      const another = await create();
      await another.encode(items);
      await another.decode(latents(2));
      another.dispose();
      another.dispose();
      expect(await memory?.()).toEqual(before);
      await expect(another.decode(latents(1))).rejects.toThrow(/disposed/u);
    });
  });
}
