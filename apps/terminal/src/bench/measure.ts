/**
 * Runs the runners in turn, round after round, so that other load on the machine affects all of them. The figure of a
 * round is the median of its steps. The figure of a runner is the median of its rounds. The first round is a warm-up
 * and does not count.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AbortedError } from '@speil/api';
import type { RunnerFactory, Runner, Times } from './runners.js';
import { messageOf } from '../io/message.js';
import { operationsOf, stepsOf, type Benchmark } from './benchmarks.js';

/** The times of a runner. */
export interface Measured {
  readonly work: string;
  readonly threads: number;
  readonly engine: string;
  /** Milliseconds of a step: the median of the rounds. */
  readonly milliseconds: number;
  /** The fewest and the most milliseconds of a round. */
  readonly spread: readonly [least: number, most: number];
  readonly examplesPerSecond: number;
  /**
   * Processor time divided by wall time, mean over the rounds; more than `threads` means that a runner used too many.
   */
  readonly cpuOverWall: number;
  /** Milliseconds of the first step, including compilation; absent if a runner does not report it. */
  readonly firstMilliseconds?: number;
  /** Milliseconds of the first step of a process that found everything compiled; absent for a runner without a cache. */
  readonly cachedMilliseconds?: number;
  /** The largest resident memory of the runner's process, in bytes; absent if a runner does not report it. */
  readonly peakBytes?: number;
  /** Billions of multiplications and additions per second; for products only. */
  readonly gflops?: number;
}

/** A runner that could not be started, or failed. */
export interface Failed {
  readonly work: string;
  readonly threads: number;
  readonly engine: string;
  /** The reason, in one line. */
  readonly error: string;
}

export type Row = Measured | Failed;

export interface Plan {
  readonly works: readonly Benchmark[];
  readonly threads: readonly number[];
  /** Number of rounds that count. */
  readonly rounds: number;
  /** The runners of a benchmark with a number of threads, in the order of their turns. */
  readonly factoriesFor: (work: Benchmark, threads: number) => readonly RunnerFactory[];
  /**
   * Milliseconds of rest before each turn. Default: 100, since threads of the previous turn may keep waiting for work
   * for about 50 ms.
   */
  readonly rest?: number;
  /** Called with lines that report progress. */
  readonly notice?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** @throws AbortedError if the signal is aborted, after every runner has ended. */
export async function measureAll({ works, threads, ...plan }: Plan): Promise<Row[]> {
  const rows: Row[] = [];
  for (const work of works) {
    for (const count of threads) {
      const factories = plan.factoriesFor(work, count);
      const names = factories.map(({ name }) => name).join(', ');
      plan.notice?.(`${work.title}, ${count} thread${count === 1 ? '' : 's'}: ${names}`);
      const measured = await measure({ ...plan, work, threads: count, factories });
      for (const row of measured) plan.notice?.(`  ${outcomeOf(row)}`);
      rows.push(...measured);
    }
  }
  return rows;
}

function outcomeOf(row: Row): string {
  return 'error' in row
    ? `${row.engine} failed: ${row.error}`
    : `${row.engine} ${row.milliseconds} ms`;
}

interface Turns extends Pick<Plan, 'rounds' | 'rest' | 'signal'> {
  readonly work: Benchmark;
  readonly threads: number;
  readonly factories: readonly RunnerFactory[];
}

interface Participant {
  readonly factory: RunnerFactory;
  readonly runner: Runner | undefined;
  /** Milliseconds of the first step without a cache. */
  readonly first?: number | undefined;
  readonly rounds: { readonly milliseconds: number; readonly cpuOverWall: number }[];
  peakBytes?: number | undefined;
  error: string | undefined;
}

/** Runs one benchmark. A runner that fails gets no more turns; the others continue. */
export async function measure(turns: Turns): Promise<Row[]> {
  const { work, factories, rounds, rest = 100, signal } = turns;
  const participants: Participant[] = [];
  const caches = await mkdtemp(join(tmpdir(), 'speil-bench-'));
  try {
    for (const [i, factory] of factories.entries()) {
      refuseAborted(signal);
      participants.push(await opened(factory, signal, join(caches, String(i))));
    }
    for (let round = 0; round <= rounds; round++) {
      for (const participant of participants) {
        await sleep(rest);
        refuseAborted(signal);
        await takeTurn(participant, stepsOf(work, participant.factory.slow === true), round > 0);
      }
    }
    refuseAborted(signal);
  } finally {
    await Promise.all(participants.map(async ({ runner }) => runner?.end()));
    await rm(caches, { recursive: true, force: true });
  }
  return participants.map((participant) => rowOf(participant, turns));
}

/** Opens a runner. One that caches is opened twice, and the process that finds everything compiled takes the turns. */
async function opened(
  factory: RunnerFactory,
  signal: AbortSignal | undefined,
  folder: string,
): Promise<Participant> {
  const cache = factory.caches === true ? folder : undefined;
  try {
    const compiling = cache === undefined ? undefined : await factory.open(signal, cache);
    await compiling?.end();
    const runner = await factory.open(signal, cache);
    const first = (compiling ?? runner).firstMilliseconds;
    return { factory, runner, first, rounds: [], error: undefined };
  } catch (error) {
    return { factory, runner: undefined, rounds: [], error: messageOf(error) };
  }
}

async function takeTurn(participant: Participant, steps: number, counts: boolean): Promise<void> {
  if (participant.runner === undefined || participant.error !== undefined) return;
  try {
    const { times, cpuOverWall, peakBytes }: Times = await participant.runner.ask(steps);
    participant.peakBytes = peakBytes;
    if (counts) participant.rounds.push({ milliseconds: median(times), cpuOverWall });
  } catch (error) {
    participant.error = messageOf(error);
  }
}

function rowOf(participant: Participant, { work, threads }: Turns): Row {
  const { factory, runner, first, rounds, peakBytes, error } = participant;
  const whose = { work: work.name, threads, engine: factory.name };
  if (error !== undefined) return { ...whose, error };
  const walls = rounds.map(({ milliseconds }) => milliseconds);
  const milliseconds = median(walls);
  const cached = factory.caches === true ? runner?.firstMilliseconds : undefined;
  const operations = operationsOf(work);
  return {
    ...whose,
    milliseconds: round(milliseconds, 3),
    spread: [round(Math.min(...walls), 3), round(Math.max(...walls), 3)],
    examplesPerSecond: round((work.examples * 1000) / milliseconds, 1),
    cpuOverWall: round(mean(rounds.map(({ cpuOverWall }) => cpuOverWall)), 2),
    ...(first !== undefined && { firstMilliseconds: round(first, 0) }),
    ...(cached !== undefined && { cachedMilliseconds: round(cached, 0) }),
    ...(peakBytes !== undefined && { peakBytes }),
    ...(operations !== undefined && { gflops: round(operations / milliseconds / 1e6, 1) }),
  };
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AbortedError();
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
