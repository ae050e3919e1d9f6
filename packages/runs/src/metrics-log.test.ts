import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';
import type { TrainingEvent } from '@speil/api';
import { expect, it } from 'vitest';
import { seededRandom, temporaryFolder } from '../test/campaign.js';
import { CrashDisk } from '../test/crash-disk.js';
import { checkpointEvent, epochEnd, runStart, stepEnd } from '../test/examples.js';
import { MetricsLog, cutBackLog, readLog } from './metrics-log.js';

function logOf(events: readonly TrainingEvent[]): string {
  const file = path.join(temporaryFolder(), 'metrics.jsonl');
  const log = new MetricsLog(file);
  for (const event of events) log.append(event);
  log.sync();
  log.close();
  return file;
}

it('reads back what was appended, over two openings', () => {
  const file = logOf([runStart(), stepEnd(1)]);
  const log = new MetricsLog(file);
  log.append(stepEnd(2));
  log.close();
  expect(readLog(file)).toEqual({ events: [runStart(), stepEnd(1), stepEnd(2)], badLines: 0 });
});

it('passes over a last line that a crash has torn, and counts it', () => {
  const file = logOf([runStart(), stepEnd(1)]);
  fs.appendFileSync(file, JSON.stringify(stepEnd(2)).slice(0, 40));
  expect(readLog(file)).toEqual({ events: [runStart(), stepEnd(1)], badLines: 1 });
});

it('reads an empty log where there is none', () => {
  expect(readLog(path.join(temporaryFolder(), 'metrics.jsonl')).events).toEqual([]);
});

it('is cut back to the line of the checkpoint, and a torn line goes', () => {
  const checkpoint = checkpointEvent(2, 'checkpoints/step-000002');
  const before = [runStart(), stepEnd(1), stepEnd(2), checkpoint];
  const file = logOf([...before, epochEnd(2), stepEnd(3)]);
  fs.appendFileSync(file, '{"type":"step-');
  expect(cutBackLog(file, { step: 2, folder: 'checkpoints/step-000002' })).toEqual(before);
  expect(readLog(file)).toEqual({ events: before, badLines: 0 });
});

it('is cut back by step where the crash came before the line of the checkpoint', () => {
  const file = logOf([runStart(), stepEnd(1), stepEnd(2), stepEnd(3)]);
  const kept = cutBackLog(file, { step: 2, folder: 'checkpoints/step-000002' });
  expect(kept).toEqual([runStart(), stepEnd(1), stepEnd(2)]);
});

it('tells of a full disk by name of the file', () => {
  const disk = new CrashDisk(seededRandom(1));
  disk.makeFolder('/run');
  const log = new MetricsLog('/run/metrics.jsonl', disk);
  log.append(runStart());
  disk.fault = { at: disk.operations + 1, kind: 'ENOSPC' };
  expect(() => log.append(stepEnd(1))).toThrow(StorageError);
  expect(readLog('/run/metrics.jsonl', disk).events).toEqual([runStart()]);
});
