/** A minimal trainer for the kill campaign. It takes the lock, then writes checkpoints until it is killed. */
import { latestCheckpoint, saveCheckpoint } from '@speil/runs';
import * as path from 'node:path';
import { acquireLock } from '../../dist/lock/lock.js';

const [folder] = process.argv.slice(2);
acquireLock(path.join(folder, 'lock'));
const checkpoints = path.join(folder, 'checkpoints');
let step = latestCheckpoint(checkpoints).checkpoint?.step ?? 0;
process.stdout.write('ready\n');
for (;;) {
  step += 1;
  const files = { 'weights.safetensors': new Uint8Array(256 * 1024).fill(step % 251) };
  saveCheckpoint(checkpoints, { step, files });
  process.stdout.write(`${step}\n`);
}
