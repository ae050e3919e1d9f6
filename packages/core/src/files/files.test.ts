import { isSpeilError, type LayersArchitecture } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostTensor } from '../engines/engine.js';
import { initialValues } from '../random/initial-weights.js';
import { declareModel } from '../model-spec/model.js';
import { tinyVae } from '../testing/tiny.js';
import { fromFloat16, toFloat16 } from './float16.js';
import { modelFiles, readModel } from './model-files.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import { fromFiles, fromUrl } from './sources.js';

/** `npm test` runs a twentieth of the cases, and `npm run soak` all of them. */
const scale = process.env['SPEIL_SOAK'] === '1' ? 1 : 0.05;

const variables = Object.fromEntries(
  declareModel(tinyVae).variables.map((variable, i) => [
    variable.name,
    { shape: variable.shape, values: initialValues(variable, 1, i) },
  ]),
);

const tensors = fc.dictionary(
  fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((name) => name !== '__metadata__' && name !== '__proto__'),
  fc.array(fc.float({ noNaN: true }), { maxLength: 6 }).map((values): HostTensor => ({
    shape: [values.length],
    values: Float32Array.from(values),
  })),
);

describe('safetensors', () => {
  it('returns every tensor that was written', () => {
    fc.assert(
      fc.property(tensors, (original) => {
        expect(decodeSafetensors(encodeSafetensors(original), 'test')).toEqual({ ...original });
      }),
    );
  });

  it('has data at a multiple of 8, also if a name has characters of several bytes', () => {
    for (const name of ['a', 'å', 'åå', 'ååå', '日本']) {
      const bytes = encodeSafetensors({ [name]: { shape: [1], values: Float32Array.of(1) } });
      const header = Number(new DataView(bytes.buffer).getBigUint64(0, true));
      expect(header % 8).toBe(0);
      expect(decodeSafetensors(bytes, 'test')[name]!.values).toEqual(Float32Array.of(1));
    }
  });

  it('has the layout of the published format, with length, header and numbers', () => {
    // https://github.com/huggingface/safetensors, section "Format".
    const bytes = encodeSafetensors({ a: { shape: [1, 2], values: Float32Array.of(1, -2) } });
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      a: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    });
    expect([view.getFloat32(8 + length, true), view.getFloat32(12 + length, true)]).toEqual([
      1, -2,
    ]);
  });

  it.each([
    [
      'a header longer than the file',
      (b: Uint8Array) => new DataView(b.buffer).setBigUint64(0, 2n ** 60n, true),
    ],
    ['a header that is not JSON', (b: Uint8Array) => b.fill(0x78, 8, 20)],
  ])('refuses %s with a typed error', (_name, damage) => {
    const bytes = encodeSafetensors(variables);
    damage(bytes);
    expect(() => decodeSafetensors(bytes, 'w')).toThrow(
      expect.objectContaining({ code: 'invalid-file' }),
    );
  });
});

describe('half precision', () => {
  it.each([
    // IEEE 754-2008 binary16: one, the largest number, the smallest normal number, the smallest subnormal number, a tie
    // to even.
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1e6, 0x7c00],
  ])('%d has the bits %d', (value, bits) => {
    expect(toFloat16(value)).toBe(bits);
  });

  it('is converted to a number and back without a change for all 63,488 finite bit patterns', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      if ((bits & 0x7c00) === 0x7c00) continue;
      expect(toFloat16(fromFloat16(bits))).toBe(bits);
    }
  });
});

describe('a model on disk', () => {
  const files = modelFiles(tinyVae, variables);

  it('is read as it was written', async () => {
    const read = await readModel(fromFiles('m', files));
    expect(read.file.spec).toEqual(tinyVae);
    expect(read.variables).toEqual(variables);
  });

  it('takes half the bytes in half precision, with 11 correct bits', async () => {
    const half = modelFiles(tinyVae, variables, { weightType: 'F16' });
    const read = await readModel(fromFiles('m', half));
    const [a, b] = [
      read.variables['encoder/0/kernel']!.values,
      variables['encoder/0/kernel']!.values,
    ];
    a.forEach((value, i) =>
      expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(Math.abs(b[i]!) * 2 ** -11),
    );
    const count = Object.values(variables).reduce((sum, { values }) => sum + values.length, 0);
    const saved = files['weights.safetensors']!.length - half['weights.safetensors']!.length;
    // The header may be a few bytes shorter, because its offsets have fewer digits.
    expect(saved).toBeGreaterThanOrEqual(2 * count);
  });

  it('is refused if any bit of its weights is flipped', async () => {
    const random = seeded(4);
    for (let i = 0; i < 1000 * scale; i++) {
      const weights = files['weights.safetensors']!.slice();
      weights[Math.floor(random() * weights.length)]! ^= 1 << Math.floor(random() * 8);
      const source = fromFiles('m', { ...files, 'weights.safetensors': weights });
      await expect(readModel(source)).rejects.toMatchObject({ code: 'corrupt' });
    }
  });

  it('is read, or refused with a typed error of one line, however model.json is damaged', async () => {
    const random = seeded(5);
    const text = files['model.json']!;
    for (let i = 0; i < 100_000 * scale * 0.1; i++) {
      const mutated = text.slice();
      for (let k = 0; k <= random() * 4; k++) {
        mutated[Math.floor(random() * mutated.length)] = Math.floor(random() * 256);
      }
      await readModel(fromFiles('m', { ...files, 'model.json': mutated })).catch(
        (error: unknown) => {
          expect(isSpeilError(error), String(error)).toBe(true);
          expect((error as Error).message).not.toContain('\n');
        },
      );
    }
  });

  it.each([
    ['a billion units', { units: 1e9 }],
    ['negative units', { units: -3 }],
    ['a layer that is not in the list', { type: 'lambda' }],
    ['an unknown key', { code: 'process.exit()' }],
  ])('is refused with %s', async (_name, change) => {
    const json = JSON.parse(new TextDecoder().decode(files['model.json']));
    Object.assign(json.spec.architecture.decoder[0], change);
    const hostile = new TextEncoder().encode(JSON.stringify(json));
    await expect(
      readModel(fromFiles('m', { ...files, 'model.json': hostile })),
    ).rejects.toMatchObject({
      code: 'invalid-file',
    });
  });

  it('is refused when its weights are those of another architecture', async () => {
    const architecture = tinyVae.architecture as LayersArchitecture;
    const encoder = architecture.encoder.map((layer) =>
      layer.type === 'conv2d' ? { ...layer, kernelSize: 5 as const } : layer,
    );
    const spec = { ...tinyVae, architecture: { ...architecture, encoder } };
    const other = modelFiles(spec, variables);
    await expect(readModel(fromFiles('m', other))).rejects.toThrow(
      /must hold 'encoder\/0\/kernel' of shape \[5, 5, 1, 4\]. Received: \[3, 3, 1, 4\]/u,
    );
  });

  it('is refused when a weight is not finite', async () => {
    const broken = {
      ...variables,
      'bottleneck/mean/bias': { shape: [2], values: Float32Array.of(NaN, 0) },
    };
    await expect(readModel(fromFiles('m', modelFiles(tinyVae, broken)))).rejects.toThrow(
      /not finite/u,
    );
  });
});

describe('a model by URL', () => {
  const respond =
    (body: Uint8Array | string, status = 200): typeof fetch =>
    () =>
      Promise.resolve(new Response(body as BodyInit, { status }));

  it('provides only plain files of its folder', async () => {
    const source = fromUrl('https://example.org/model', { fetch: respond('x') });
    expect(await source.read('model.json')).toEqual(new TextEncoder().encode('x'));
    for (const name of ['../secret', '/etc/passwd', 'a/b', '..%2fb', '.hidden', '']) {
      await expect(source.read(name)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('is refused if an answer is longer than allowed', async () => {
    const source = fromUrl('https://example.org/m', { fetch: respond('too long'), maxBytes: 3 });
    await expect(source.read('model.json')).rejects.toMatchObject({ code: 'network' });
  });

  it('has different errors for a missing file and a failing server', async () => {
    const missing = fromUrl('https://example.org/m', { fetch: respond('', 404) });
    const failing = fromUrl('https://example.org/m', { fetch: respond('', 500) });
    await expect(missing.read('model.json')).rejects.toMatchObject({ code: 'not-found' });
    await expect(failing.read('model.json')).rejects.toMatchObject({ code: 'network' });
  });
});

/** The generator of Park & Miller (1988), which is good enough to choose bytes to damage. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
