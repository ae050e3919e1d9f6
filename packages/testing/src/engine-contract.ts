/** The contract of engines, as a test suite. */
import type { Engine, Groups, HostTensor, Resident, TensorFunction } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';

/** What the suite tests an engine with. */
export interface EngineContractOptions {
  /** Opens the engine to test. */
  readonly load: () => Promise<Engine>;
  /** Functions with their inputs and the outputs of a reference engine. */
  readonly cases: readonly {
    readonly fn: TensorFunction;
    readonly inputs: Groups<HostTensor>;
    readonly expected: () => Promise<Groups<HostTensor>>;
  }[];
  /** Maximum difference, relative to the reference or to 1, whichever is larger. Default 1e-4. */
  readonly tolerance?: number;
}

/**
 * Checks that an engine agrees with a reference, is deterministic, copies values on upload and download, and does not
 * leak.
 */
export function engineContract(name: string, options: EngineContractOptions): void {
  const { load, cases, tolerance = 1e-4 } = options;
  describe(`engine ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await load();
    });

    it('returns a copy of the uploaded values', async () => {
      const values = Float32Array.of(1, -2.5, 3e-8);
      const resident = engine.upload({ shape: [3], values });
      const first = await engine.download(resident);
      first[0] = 99;
      expect(await engine.download(resident)).toEqual(values);
      expect(resident.shape).toEqual([3]);
      engine.release({ all: { resident } });
    });

    for (const { fn, inputs, expected } of cases) {
      it(`computes ${fn.name} as the reference does`, async () => {
        const reference = await expected();
        const outputs = await call(engine, fn, inputs);
        expect(Object.keys(outputs).sort()).toEqual(Object.keys(reference).sort());
        for (const [group, tensors] of Object.entries(reference)) {
          for (const [key, { shape, values }] of Object.entries(tensors)) {
            const actual = outputs[group]![key]!;
            expect(actual.shape, `${group}/${key}`).toEqual(shape);
            const worst = values.reduce(
              (error, value, i) =>
                Math.max(error, Math.abs(actual.values[i]! - value) / Math.max(1, Math.abs(value))),
              0,
            );
            expect(worst, `${group}/${key}`).toBeLessThan(tolerance);
          }
        }
      });

      it(`computes ${fn.name} twice to the same bits`, async () => {
        expect(await call(engine, fn, inputs)).toEqual(await call(engine, fn, inputs));
      });

      it(`leaves nothing behind after ${fn.name}`, async () => {
        await call(engine, fn, inputs);
        const before = engine.memory();
        await call(engine, fn, inputs);
        expect(engine.memory()).toEqual(before);
      });
    }
  });
}

async function call(
  engine: Engine,
  fn: TensorFunction,
  inputs: Groups<HostTensor>,
): Promise<Record<string, Record<string, HostTensor>>> {
  const residents: Record<string, Record<string, Resident>> = {};
  for (const [group, tensors] of Object.entries(inputs)) {
    residents[group] = {};
    for (const [key, tensor] of Object.entries(tensors)) {
      residents[group][key] = engine.upload(tensor);
    }
  }
  const outputs = await engine.compile(fn)(residents);
  const values: Record<string, Record<string, HostTensor>> = {};
  for (const [group, tensors] of Object.entries(outputs)) {
    values[group] = {};
    for (const [key, resident] of Object.entries(tensors)) {
      values[group][key] = {
        shape: [...resident.shape],
        values: await engine.download(resident),
      };
    }
  }
  const { consumes = [] } = fn;
  for (const group of consumes) delete residents[group];
  engine.release(residents);
  engine.release(outputs);
  return values;
}
