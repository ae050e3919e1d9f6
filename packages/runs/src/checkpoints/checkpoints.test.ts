import * as fs from 'node:fs';
import * as path from 'node:path';
import { InvalidArgumentError, StorageError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { campaign, seededRandom, temporaryFolder } from '../testing/campaign.js';
import { Crash, CrashDisk } from '../testing/crash-disk.js';
import type { Checkpoint } from './checkpoint.js';
import { bestCheckpoint, latestCheckpoint, readCheckpoint } from './checkpoint-reader.js';
import { saveCheckpoint, setAside } from './checkpoint-writer.js';
import { nodeFileSystem, writeNewFile } from '../disk/file-system.js';

function checkpointAt(step: number, mark = 0): Checkpoint {
  return {
    step,
    files: {
      'weights.safetensors': new Uint8Array(200).map((_, i) => step + i + mark),
      'state.json': Buffer.from(JSON.stringify({ step, mark })),
    },
  };
}

function contentOf({ files }: Checkpoint): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')]),
  );
}

/** Whole campaigns take longer than the usual time limit of a test. */
const long = { timeout: 120_000 };

const folder = '/run/checkpoints';

/** A disk with durable checkpoints at steps 10, 20 and 30. */
function diskWithCheckpoints(seed: number): CrashDisk {
  const disk = new CrashDisk(seededRandom(seed));
  disk.makeFolder(folder);
  disk.syncFolder('/');
  disk.syncFolder('/run');
  for (const step of [10, 20, 30]) saveCheckpoint(folder, checkpointAt(step), { files: disk });
  disk.operations = 0;
  return disk;
}

/** Runs `write`, and ignores a crash of the disk, which ends it. */
function untilCrash(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

describe('a checkpoint that is written', () => {
  const operations = ((): number => {
    const disk = diskWithCheckpoints(0);
    saveCheckpoint(folder, checkpointAt(40), { files: disk });
    return disk.operations;
  })();

  it(
    'is complete or absent after a crash at any operation, and the previous one can always be loaded',
    long,
    () => {
      const crashes = Math.max(campaign(500), operations);
      for (let i = 0; i < crashes; i++) {
        const disk = diskWithCheckpoints(i);
        disk.fault = { at: 1 + (i % operations), kind: 'crash' };
        untilCrash(() => saveCheckpoint(folder, checkpointAt(40), { files: disk }));
        expect(disk.crashed).toBe(true);
        const { checkpoint, skipped } = latestCheckpoint(folder, disk.restart());
        expect(skipped).toEqual([]);
        expect([30, 40]).toContain(checkpoint?.step);
        expect(contentOf(checkpoint!)).toEqual(contentOf(checkpointAt(checkpoint!.step)));
      }
    },
  );

  it('must not be written in place: the same crashes would damage it', () => {
    let damaged = 0;
    for (let i = 0; i < 25; i++) {
      const disk = diskWithCheckpoints(i);
      disk.fault = { at: 2 + (i % 6), kind: 'crash' };
      const write = (): void => {
        disk.makeFolder(`${folder}/step-000040`);
        for (const [name, bytes] of Object.entries(checkpointAt(40).files)) {
          writeNewFile(disk, `${folder}/step-000040/${name}`, bytes);
        }
      };
      untilCrash(write);
      damaged += latestCheckpoint(folder, disk.restart()).skipped.length;
    }
    expect(damaged).toBeGreaterThan(0);
  });

  it.each(['ENOSPC', 'EIO', 'EACCES'] as const)(
    'causes an error for %s at any operation, and the previous checkpoint still exists',
    (kind) => {
      let reported = 0;
      for (let at = 1; at <= operations; at++) {
        const disk = diskWithCheckpoints(at);
        disk.fault = { at, kind };
        try {
          saveCheckpoint(folder, checkpointAt(40), { files: disk });
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError);
          reported += 1;
        }
        const { checkpoint, skipped } = latestCheckpoint(folder, disk);
        expect(skipped).toEqual([]);
        expect([30, 40]).toContain(checkpoint?.step);
      }
      // Every failure is reported, except in the removal of old checkpoints, which is repeated after the next
      // checkpoint.
      expect(reported).toBeGreaterThan(10);
    },
  );

  it('is complete after short writes', () => {
    const disk = diskWithCheckpoints(1);
    disk.shortWrites = 3;
    saveCheckpoint(folder, checkpointAt(40), { files: disk });
    expect(contentOf(latestCheckpoint(folder, disk).checkpoint!)).toEqual(
      contentOf(checkpointAt(40)),
    );
  });

  it('does not remove the few newest checkpoints and the best, however old that is', () => {
    const root = temporaryFolder();
    for (const step of [1, 2, 3, 4, 5]) {
      saveCheckpoint(root, checkpointAt(step), { best: step === 2, keep: 2 });
    }
    expect(fs.readdirSync(root).sort()).toEqual(['step-000002', 'step-000004', 'step-000005']);
    expect(bestCheckpoint(root).checkpoint?.step).toBe(2);
    expect(latestCheckpoint(root).checkpoint?.step).toBe(5);
  });

  it('is written only once for the same state of a step; a different state of that step is written beside it', () => {
    const root = temporaryFolder();
    expect(saveCheckpoint(root, checkpointAt(7))).toBe('step-000007');
    expect(saveCheckpoint(root, checkpointAt(7))).toBe('step-000007');
    expect(saveCheckpoint(root, checkpointAt(7), { best: true })).toBe('step-000007.1');
    expect(saveCheckpoint(root, checkpointAt(7, 1))).toBe('step-000007.2');
    expect(latestCheckpoint(root).checkpoint?.name).toBe('step-000007.2');
    expect(bestCheckpoint(root).checkpoint?.name).toBe('step-000007.1');
  });

  it('removes the incomplete checkpoint that an earlier crash left', () => {
    const root = temporaryFolder();
    fs.mkdirSync(path.join(root, '.tmp-step-000001-99-1'));
    saveCheckpoint(root, checkpointAt(2));
    expect(fs.readdirSync(root)).toEqual(['step-000002']);
  });

  it('is refused if a file name leads out of the folder', () => {
    const files = { '../weights': new Uint8Array(1) };
    expect(() => saveCheckpoint(temporaryFolder(), { step: 1, files })).toThrow(
      InvalidArgumentError,
    );
  });
});

describe('a reader of checkpoints', () => {
  it('detects every flipped bit in any of its files', long, () => {
    const root = temporaryFolder();
    const place = path.join(root, saveCheckpoint(root, checkpointAt(5), { best: true }));
    const random = seededRandom(1);
    const names = fs.readdirSync(place);
    expect(names).toContain('manifest.json');
    for (let i = 0; i < campaign(1000); i++) {
      const file = path.join(place, names[i % names.length]!);
      const sound = fs.readFileSync(file);
      const flipped = Buffer.from(sound);
      const position = Math.floor(random() * flipped.length);
      flipped[position] = flipped[position]! ^ (1 << Math.floor(random() * 8));
      fs.writeFileSync(file, flipped);
      expect(() => readCheckpoint(place), `${file} at ${position}`).toThrow();
      fs.writeFileSync(file, sound);
    }
    expect(readCheckpoint(place).step).toBe(5);
  });

  it('detects every truncation and every missing file', long, () => {
    const root = temporaryFolder();
    const place = path.join(root, saveCheckpoint(root, checkpointAt(5)));
    for (const name of fs.readdirSync(place)) {
      const file = path.join(place, name);
      const sound = fs.readFileSync(file);
      const stride = campaign(20) === 20 ? 1 : 7;
      for (let length = 0; length < sound.length; length += stride) {
        fs.writeFileSync(file, sound.subarray(0, length));
        expect(() => readCheckpoint(place), `${name} cut to ${length}`).toThrow();
      }
      fs.rmSync(file);
      expect(() => readCheckpoint(place)).toThrow(/missing|not a checkpoint/u);
      fs.writeFileSync(file, sound);
    }
    expect(readCheckpoint(place).step).toBe(5);
  });

  it('returns the previous checkpoint if the newest one is damaged, and says how it is damaged', () => {
    const root = temporaryFolder();
    saveCheckpoint(root, checkpointAt(1));
    const newest = saveCheckpoint(root, checkpointAt(2));
    fs.appendFileSync(path.join(root, newest, 'weights.safetensors'), 'x');
    const { checkpoint, skipped } = latestCheckpoint(root);
    expect(checkpoint?.step).toBe(1);
    expect(skipped).toEqual([
      {
        name: 'step-000002',
        reason: `${path.join(root, newest)} is damaged: weights.safetensors should hold 200 bytes and holds 201.`,
      },
    ]);
  });

  it('reports a checkpoint that cannot be read at the moment, instead of an older one', () => {
    const root = temporaryFolder();
    saveCheckpoint(root, checkpointAt(1));
    saveCheckpoint(root, checkpointAt(2));
    const busy = {
      ...nodeFileSystem,
      read(file: string): Uint8Array {
        if (!file.includes('step-000002')) return nodeFileSystem.read(file);
        throw Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
      },
    };
    expect(() => latestCheckpoint(root, busy)).toThrow(StorageError);
    expect(latestCheckpoint(root).checkpoint?.step).toBe(2);
  });

  it('names damaged checkpoints beside the best one, or beside the newest if no best one is sound', () => {
    const root = temporaryFolder();
    const best = saveCheckpoint(root, checkpointAt(1), { best: true });
    saveCheckpoint(root, checkpointAt(2));
    fs.appendFileSync(path.join(root, best, 'weights.safetensors'), 'x');
    const found = bestCheckpoint(root);
    expect(found.checkpoint?.step).toBe(2);
    expect(found.skipped.map(({ name }) => name)).toEqual([best]);
  });

  it('finds no checkpoint in a missing folder', () => {
    expect(latestCheckpoint(path.join(temporaryFolder(), 'checkpoints'))).toEqual({
      checkpoint: undefined,
      skipped: [],
    });
  });

  it('keeps damaged checkpoints under another name when they are set aside', () => {
    const root = temporaryFolder();
    saveCheckpoint(root, checkpointAt(1));
    setAside(root, ['step-000001']);
    saveCheckpoint(root, checkpointAt(1));
    setAside(root, ['step-000001']);
    expect(fs.readdirSync(root).sort()).toEqual(['damaged-step-000001', 'damaged-step-000001-1']);
  });
});
