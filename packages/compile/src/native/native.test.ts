/**
 * Machine code against tfjs's cpu backend: many functions and their gradients, on odd shapes, in one program for each
 * number of threads, since a compiler takes longer to start than to compile a function.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, cases, expectAllNear, feeds, onCpu, specs } from '../testing/functions.js';
import { describeTarget } from '../testing/target.js';
import { trace } from '../tracer/trace.js';
import { compileNative } from './compile.js';
import { findToolchain } from './toolchain.js';

const hasCompiler = (await findToolchain()) !== undefined;

const bytesOf = ({ buffer }: { readonly buffer: ArrayBufferLike }): Uint8Array =>
  new Uint8Array(buffer);

describe.skipIf(!hasCompiler)('machine code', () => {
  let folder: string;
  let expected: Record<string, Float32Array>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'native-test-'));
    expected = await onCpu();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  // With limits of 0, threads share also the smallest loops.
  const shared = { elements: 0, multiplications: 0 };
  it.each([
    { threads: 1, sharing: undefined },
    { threads: 3, sharing: undefined },
    { threads: 3, sharing: shared },
  ])(
    `of ${Object.keys(cases).length} functions and their gradients gives the values of the cpu backend with $threads threads that share $sharing, the same in every run`,
    async ({ threads, sharing }) => {
      const program = await compileNative(trace(all, specs), {
        ...{ threads, cache: folder },
        ...(sharing !== undefined && { sharing }),
      });
      const first = await program.run(feeds);
      expectAllNear(first, expected);
      for (let i = 0; i < 20; i++) {
        const again = await program.run(feeds);
        const differ = Object.keys(first).filter(
          (name) => Buffer.compare(bytesOf(first[name]!), bytesOf(again[name]!)) !== 0,
        );
        expect(differ).toEqual([]);
      }
    },
    120_000,
  );

  const doubled = trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: [3] } });
  const x = Float32Array.of(1, 2, 3);

  it('is kept, and compiled again where the kept file is damaged', async () => {
    const cache = join(folder, 'kept');
    let compilations = 0;
    const run = async (): Promise<unknown> => {
      const program = await compileNative(doubled, { cache, onMiss: () => compilations++ });
      return (await program.run({ x }))['y'];
    };
    expect(await run()).toEqual(Float32Array.of(2, 4, 6));
    expect(await run()).toEqual(Float32Array.of(2, 4, 6));
    expect(compilations).toBe(1);
    const files = await readdir(cache);
    expect(files).toHaveLength(2);
    const file = join(
      cache,
      files.find((name) => name.endsWith('.node'))!,
    );
    const bytes = await readFile(file);
    await rm(file);
    await writeFile(file, bytes.subarray(0, bytes.length / 2));
    expect(await run()).toEqual(Float32Array.of(2, 4, 6));
    expect(compilations).toBe(2);
  });

  it('needs no folder that it can write', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const program = await compileNative(doubled, { cache: join(file, 'cache') });
    expect((await program.run({ x }))['y']).toEqual(Float32Array.of(2, 4, 6));
  });

  describeTarget(function native(graph) {
    return compileNative(graph, { cache: folder });
  });
});
