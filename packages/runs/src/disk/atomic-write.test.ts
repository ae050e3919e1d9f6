import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { campaign, seededRandom, temporaryFolder } from '../testing/campaign.js';
import { Crash, CrashDisk } from '../testing/crash-disk.js';
import { AtomicFile, atomicWrite } from './atomic-write.js';
import { writeFully } from './file-system.js';

const [before, after] = [new Uint8Array(300).fill(1), new Uint8Array(400).fill(2)];

/** A disk with `before` durably in /run/status.json. */
function diskWithFile(seed: number): CrashDisk {
  const disk = new CrashDisk(seededRandom(seed));
  disk.makeFolder('/run');
  disk.syncFolder('/');
  atomicWrite('/run/status.json', before, disk);
  disk.operations = 0;
  return disk;
}

function operationsOf(write: (disk: CrashDisk) => void): number {
  const disk = diskWithFile(0);
  write(disk);
  return disk.operations;
}

/**
 * Crashes `write` many times, at each of its operations in turn. @returns the number of crashes after which
 * the file had neither its old nor its new content.
 */
function countTorn(write: (disk: CrashDisk) => void, crashes: number): number {
  const operations = operationsOf(write);
  let torn = 0;
  for (let i = 0; i < crashes; i++) {
    const disk = diskWithFile(i);
    disk.fault = { at: 1 + (i % operations), kind: 'crash' };
    expect(() => write(disk)).toThrow(Crash);
    const content = Buffer.from(disk.restart().read('/run/status.json'));
    if (!content.equals(before) && !content.equals(after)) torn += 1;
  }
  return torn;
}

describe('atomicWrite', () => {
  it('leaves the old content or the new content after a crash at any operation', () => {
    const write = (disk: CrashDisk): void => atomicWrite('/run/status.json', after, disk);
    expect(countTorn(write, campaign(500))).toBe(0);
  });

  it('must sync before it renames: otherwise the same crashes leave incomplete files', () => {
    const write = (disk: CrashDisk): void => {
      const descriptor = disk.open('/run/.tmp', 'wx');
      writeFully(disk, descriptor, after);
      disk.close(descriptor);
      disk.rename('/run/.tmp', '/run/status.json');
      disk.syncFolder('/run');
    };
    expect(countTorn(write, campaign(500))).toBeGreaterThan(0);
  });

  it.each(['ENOSPC', 'EIO', 'EACCES'] as const)(
    'throws a storage error if any operation fails with %s, and leaves the old content',
    (kind) => {
      const operations = operationsOf((disk) => atomicWrite('/run/status.json', after, disk));
      for (let at = 1; at < operations; at++) {
        const disk = diskWithFile(at);
        disk.fault = { at, kind };
        expect(() => atomicWrite('/run/status.json', after, disk)).toThrow(StorageError);
        expect(disk.read('/run/status.json')).toEqual(before);
        expect(disk.list('/run')).toEqual(['status.json']);
      }
    },
  );

  it('reports what to do about a full disk', () => {
    const disk = diskWithFile(1);
    disk.fault = { at: 2, kind: 'ENOSPC' };
    expect(() => atomicWrite('/run/status.json', after, disk)).toThrow(
      'Cannot write /run/status.json: the disk is full. Free some space, then resume the run.',
    );
  });

  it('writes all of a file, however few bytes the system accepts at a time', () => {
    const disk = diskWithFile(1);
    disk.shortWrites = 7;
    atomicWrite('/run/status.json', after, disk);
    expect(disk.read('/run/status.json')).toEqual(after);
  });

  it('ends with an error if the system accepts no bytes at all', () => {
    const disk = diskWithFile(1);
    disk.shortWrites = 0;
    expect(() => atomicWrite('/run/status.json', after, disk)).toThrow(StorageError);
  });

  it('writes in pieces to another file until the end, and leaves nothing if it is discarded', () => {
    const disk = diskWithFile(1);
    const given = new AtomicFile('/run/status.json', disk);
    given.write(new Uint8Array(100).fill(9));
    given.discard();
    expect(disk.list('/run')).toEqual(['status.json']);
    const kept = new AtomicFile('/run/status.json', disk);
    for (let i = 0; i < 4; i++) kept.write(after.subarray(100 * i, 100 * (i + 1)));
    expect(disk.read('/run/status.json')).toEqual(before);
    kept.commit();
    kept.discard();
    expect(disk.read('/run/status.json')).toEqual(after);
    expect(disk.list('/run')).toEqual(['status.json']);
  });

  it('replaces a file on a real disk and leaves nothing else', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'status.json');
    atomicWrite(file, 'one');
    atomicWrite(file, 'two');
    expect(fs.readFileSync(file, 'utf8')).toBe('two');
    expect(fs.readdirSync(folder)).toEqual(['status.json']);
  });
});
