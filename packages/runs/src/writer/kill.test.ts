import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { campaign, seededRandom, temporaryFolder } from '../testing/campaign.js';
import { latestCheckpoint } from '../checkpoints/checkpoint-reader.js';

const child = fileURLToPath(new URL('../testing/lock-and-save.mjs', import.meta.url));

/**
 * Starts the child, waits until it reports `ready`, and kills it some milliseconds later. @returns the last step that
 * it reported.
 */
async function killAfter(folder: string, milliseconds: number): Promise<number> {
  const trainer = spawn(process.execPath, [child, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  trainer.stdout.on('data', (chunk: Buffer) => {
    if (output === '') setTimeout(() => trainer.kill('SIGKILL'), milliseconds);
    output += chunk.toString();
  });
  const [, signal] = await once(trainer, 'close');
  expect(signal).toBe('SIGKILL');
  return Math.max(0, ...output.split('\n').slice(0, -1).map(Number).filter(Number.isFinite));
}

it(
  'after kill -9 no finished checkpoint is lost, none is incomplete, and the next trainer takes over the lock',
  { timeout: 600_000 },
  async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'checkpoints'));
    const random = seededRandom(9);
    let reported = 0;
    for (let i = 0; i < campaign(500); i++) {
      reported = Math.max(reported, await killAfter(folder, random() * 40));
      const { checkpoint, skipped } = latestCheckpoint(path.join(folder, 'checkpoints'));
      expect(skipped).toEqual([]);
      expect(checkpoint?.step ?? 0).toBeGreaterThanOrEqual(reported);
      const content = checkpoint?.files['weights.safetensors'];
      if (checkpoint !== undefined) {
        expect(content?.every((byte) => byte === checkpoint.step % 251)).toBe(true);
      }
    }
    expect(reported).toBeGreaterThan(0);
    const sound = readdirSync(path.join(folder, 'checkpoints')).filter((n) => n.startsWith('step'));
    expect(sound.length).toBeLessThanOrEqual(4);
  },
);
