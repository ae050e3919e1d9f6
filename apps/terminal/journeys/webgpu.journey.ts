/**
 * The engine `onnx-webgpu` without a GPU: on SwiftShader, the software adapter that Chromium brings. It tells whether
 * values are right, not how fast a GPU is.
 */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { lastJson, speil, tiny, workFolder } from './harness.js';

/** Folders of Chromium on distributions of Linux. */
const folder = ['/usr/lib/chromium', '/usr/lib64/chromium-browser'].find((one) =>
  ['vk_swiftshader_icd.json', 'libvulkan.so.1'].every((file) => existsSync(join(one, file))),
);
const withAdapter = {
  VK_ICD_FILENAMES: join(folder ?? '', 'vk_swiftshader_icd.json'),
  LD_LIBRARY_PATH: folder,
  XDG_RUNTIME_DIR: mkdtempSync(join(tmpdir(), 'speil-webgpu-')),
};
const withoutAdapter = { VK_ICD_FILENAMES: '/nowhere/driver.json' };

const engines = z.object({
  engines: z.array(
    z.object({ name: z.string(), available: z.boolean(), selfTest: z.number().nullable() }),
  ),
});
const trained = z.object({ validation: z.object({ total: z.number() }) });

describe.skipIf(folder === undefined || process.platform !== 'linux')(
  'the engine onnx-webgpu, where Chromium has a software adapter',
  () => {
    it('passes the self-test of gradients, is shown by doctor, and is not taken by itself', async () => {
      const outcome = await speil(workFolder(), ['doctor', '--json'], { env: withAdapter });
      const report = engines.parse(lastJson(outcome)).engines;
      const { available, selfTest } = report.find(({ name }) => name === 'onnx-webgpu')!;
      expect(available).toBe(true);
      expect(selfTest).toBeLessThan(1e-4);
      expect(report.at(-1)!.name).toBe('onnx-webgpu');
    });

    it('trains like the cpu engine', async () => {
      const cwd = workFolder();
      const losses: number[] = [];
      for (const engine of ['onnx-webgpu', 'cpu']) {
        const args = ['train', ...tiny, '--seed', '1', '--engine', engine, '--out', engine];
        const outcome = await speil(cwd, [...args, '--no-tui', '--json'], { env: withAdapter });
        expect(outcome.stderr).toContain(`engine ${engine}\n`);
        losses.push(trained.parse(lastJson(outcome)).validation.total);
      }
      expect(losses[0]! / losses[1]!).toBeCloseTo(1, 5);
    });
  },
);

it.skipIf(process.platform !== 'linux')(
  'the engine onnx-webgpu says in one line that there is no adapter',
  async () => {
    const args = ['train', ...tiny, '--engine', 'onnx-webgpu', '--no-tui'];
    const outcome = await speil(workFolder(), args, { env: withoutAdapter });
    expect(outcome.code).not.toBe(0);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toContain(
      'speil: Engine onnx-webgpu is not available: there is no GPU that WebGPU can use: it needs a driver for Vulkan, Metal or Direct3D 12.\n',
    );
  },
);
