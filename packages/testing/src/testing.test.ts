import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { finiteDifferences, relativeError } from './finite-differences.js';

describe('finite differences', () => {
  it('give the gradient of a polynomial: d(x^2 y) = (2 x y, x^2)', async () => {
    const gradient = await finiteDifferences((v) => v[0]! * v[0]! * v[1]!, Float32Array.of(2, 3));
    expect(gradient[0]).toBeCloseTo(12, 3);
    expect(gradient[1]).toBeCloseTo(4, 3);
  });

  it('do not change the point and accept asynchronous functions', async () => {
    const x = Float32Array.of(1);
    await finiteDifferences((v) => Promise.resolve(v[0]!), x);
    expect([...x]).toEqual([1]);
  });

  it('are compared by the norm of the difference, relative to the norm of the reference', () => {
    // |(0, 1)| / |(3, 4)| = .2.
    expect(relativeError([3, 5], [3, 4])).toBeCloseTo(0.2, 12);
  });
});

describe('the contract suites', () => {
  it('fail for implementations that break them', () => {
    const { status, stdout } = spawnSync('npx', ['vitest', 'run', '--reporter=json'], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, FIXTURES: '1' },
      encoding: 'utf8',
    });
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      testResults: { assertionResults: { status: string; fullName: string }[] }[];
    };
    const failed = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter((test) => test.status === 'failed')
      .map(({ fullName }) => fullName);
    expect(status).toBe(1);
    expect(failed).toContain('codec lossy decodes every encoded item to the same item');
    expect(failed).toContain(
      'dataset unordered reads examples in the requested order, including repeated ones',
    );
    expect(failed).toContain(
      'latent model undetermined decodes the same latents to the same items',
    );
    expect(failed).toContain('latent model undetermined stops when its signal is aborted');
  });
});
