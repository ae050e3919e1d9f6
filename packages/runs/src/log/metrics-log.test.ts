import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';
import type { TrainingEvent, TrainingEventOf } from '@speil/api';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import { describe, expect, it } from 'vitest';
import { seededRandom, temporaryFolder } from '../testing/campaign.js';
import { CrashDisk } from '../testing/crash-disk.js';
import { checkpointEvent, runEnd } from '../testing/examples.js';
import { MetricsLog, cutBackLog, readLog } from './metrics-log.js';

function logOf(events: readonly TrainingEvent[]): string {
  const file = path.join(temporaryFolder(), 'metrics.jsonl');
  const log = new MetricsLog(file);
  for (const event of events) log.append(event);
  log.sync();
  log.close();
  return file;
}

it('a log returns what was appended, also after it was opened again', () => {
  const file = logOf([runStart(), stepEnd(1)]);
  const log = new MetricsLog(file);
  log.append(stepEnd(2));
  log.close();
  expect(readLog(file)).toEqual({ events: [runStart(), stepEnd(1), stepEnd(2)], badLines: 0 });
});

it('a log is read without a last line that a crash has cut off, and that line is counted', () => {
  const file = logOf([runStart(), stepEnd(1)]);
  fs.appendFileSync(file, JSON.stringify(stepEnd(2)).slice(0, 40));
  expect(readLog(file)).toEqual({ events: [runStart(), stepEnd(1)], badLines: 1 });
});

it('a log without a file is empty', () => {
  expect(readLog(path.join(temporaryFolder(), 'metrics.jsonl')).events).toEqual([]);
});

it('a log is cut back to the line of the checkpoint, and a broken line is removed', () => {
  const checkpoint = checkpointEvent(2, 'checkpoints/step-000002');
  const before = [runStart(), stepEnd(1), stepEnd(2), checkpoint];
  const file = logOf([...before, { ...epochEnd(1), step: 2 }, stepEnd(3)]);
  fs.appendFileSync(file, '{"type":"step-');
  expect(cutBackLog(file, { step: 2, folder: 'checkpoints/step-000002' })).toEqual({
    kept: before,
    again: [],
    dropped: [],
  });
  expect(readLog(file)).toEqual({ events: before, badLines: 0 });
});

it('a log is cut back by step if the crash came before the line of the checkpoint', () => {
  const file = logOf([runStart(), stepEnd(1), stepEnd(2), stepEnd(3)]);
  const { kept } = cutBackLog(file, { step: 2, folder: 'checkpoints/step-000002' });
  expect(kept).toEqual([runStart(), stepEnd(1), stepEnd(2)]);
});

describe('a setting that a user changed after the checkpoint', () => {
  const set = (step: number, value: number | null, time = step): TrainingEventOf<'steer'> => ({
    type: 'steer',
    time,
    step,
    command: { type: 'set', setting: 'beta', value },
  });
  const checkpoint = checkpointEvent(2, 'checkpoints/step-000002');
  const place = { step: 2, folder: 'checkpoints/step-000002' };
  const before = [runStart(), stepEnd(1), set(1, 9), stepEnd(2), checkpoint];

  it('stays in the log and is applied again, however often the run is killed before', () => {
    const file = logOf([...before, set(2, 3), stepEnd(3), set(3, 4), set(3, 5), stepEnd(4)]);
    const again = [set(2, 3), set(3, 5)];
    expect(cutBackLog(file, place)).toEqual({ kept: [...before, ...again], again, dropped: [] });
    const log = new MetricsLog(file);
    // A second attempt has applied the first of the changes.
    for (const event of [runStart({ resumedFrom: 2 }), set(2, 3, 50)]) log.append(event);
    log.close();
    expect(cutBackLog(file, place).again).toEqual(again);
  });

  it('is replaced by an earlier change of a second attempt', () => {
    const file = logOf([...before, set(4, 3), runStart({ resumedFrom: 2 }), set(3, 7)]);
    expect(cutBackLog(file, place).again).toEqual([set(3, 7)]);
  });

  it('is dropped and reported if the run diverged after it', () => {
    const end = runEnd(3, 'diverged');
    const file = logOf([...before, set(2, 90), stepEnd(3), end]);
    expect(cutBackLog(file, place)).toEqual({ kept: before, again: [], dropped: [set(2, 90)] });
    expect(readLog(file).events).toEqual(before);
  });
});

it('a log reports a full disk with the name of the file', () => {
  const disk = new CrashDisk(seededRandom(1));
  disk.makeFolder('/run');
  const log = new MetricsLog('/run/metrics.jsonl', disk);
  log.append(runStart());
  disk.fault = { at: disk.operations + 1, kind: 'ENOSPC' };
  expect(() => log.append(stepEnd(1))).toThrow(StorageError);
  expect(readLog('/run/metrics.jsonl', disk).events).toEqual([runStart()]);
});
