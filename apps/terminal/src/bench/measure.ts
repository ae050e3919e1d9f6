/**
 * Sides asked in turn, round after round, so that whatever else the machine does falls on all of them. A round's figure is
 * the median of its steps, a side's the median of its rounds; the first round warms up and does not count.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AbortedError } from '@speil/api';
import type { Offer, Side, Times } from './sides.js';
import { messageOf } from '../io/message.js';
import { operationsOf, stepsOf, type Work } from './works.js';

/** What a side took. */
export interface Measured {
  readonly work: string;
  readonly threads: number;
  readonly engine: string;
  /** Of a step: the median of the rounds. */
  readonly milliseconds: number;
  /** The least and the most milliseconds of a round. */
  readonly spread: readonly [least: number, most: number];
  readonly examplesPerSecond: number;
  /** Mean of the rounds; more than `threads` shows a side that used more than it should. */
  readonly cpuOverWall: number;
  /** Of the first step, what it compiled included; absent where a side does not tell. */
  readonly firstMilliseconds?: number;
  /** Billions of multiplications and additions a second, of products alone. */
  readonly gflops?: number;
}

/** A side that could not be had, or broke. */
export interface Failed {
  readonly work: string;
  readonly threads: number;
  readonly engine: string;
  /** Why, in one line. */
  readonly error: string;
}

export type Row = Measured | Failed;

export interface Plan {
  readonly works: readonly Work[];
  readonly threads: readonly number[];
  /** Rounds that count. */
  readonly rounds: number;
  /** The sides of a work with so many threads, in the order of their turns. */
  readonly offersFor: (work: Work, threads: number) => readonly Offer[];
  /** Milliseconds before each turn. Default 100: threads of the turn before may go on waiting for work for some 50. */
  readonly rest?: number;
  /** Is told in lines how it goes on. */
  readonly notice?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** @throws AbortedError once the signal is aborted and every side has ended. */
export async function measureAll({ works, threads, ...plan }: Plan): Promise<Row[]> {
  const rows: Row[] = [];
  for (const work of works) {
    for (const count of threads) {
      const offers = plan.offersFor(work, count);
      const names = offers.map(({ name }) => name).join(', ');
      plan.notice?.(`${work.title}, ${count} thread${count === 1 ? '' : 's'}: ${names}`);
      const measured = await measure({ ...plan, work, threads: count, offers });
      for (const row of measured) plan.notice?.(`  ${outcomeOf(row)}`);
      rows.push(...measured);
    }
  }
  return rows;
}

function outcomeOf(row: Row): string {
  return 'error' in row
    ? `${row.engine} cannot: ${row.error}`
    : `${row.engine} ${row.milliseconds} ms`;
}

interface Turns extends Pick<Plan, 'rounds' | 'rest' | 'signal'> {
  readonly work: Work;
  readonly threads: number;
  readonly offers: readonly Offer[];
}

interface Runner {
  readonly offer: Offer;
  readonly side: Side | undefined;
  readonly rounds: { readonly milliseconds: number; readonly cpuOverWall: number }[];
  error: string | undefined;
}

/** One work. A side that fails is out of the turns, and the others go on. */
export async function measure(turns: Turns): Promise<Row[]> {
  const { work, offers, rounds, rest = 100, signal } = turns;
  const runners: Runner[] = [];
  try {
    for (const offer of offers) {
      refuseAborted(signal);
      runners.push(await opened(offer, signal));
    }
    for (let round = 0; round <= rounds; round++) {
      for (const runner of runners) {
        await sleep(rest);
        refuseAborted(signal);
        await takeTurn(runner, stepsOf(work, runner.offer.slow === true), round > 0);
      }
    }
    refuseAborted(signal);
  } finally {
    await Promise.all(runners.map(async ({ side }) => side?.end()));
  }
  return runners.map((runner) => rowOf(runner, turns));
}

async function opened(offer: Offer, signal: AbortSignal | undefined): Promise<Runner> {
  try {
    return { offer, side: await offer.open(signal), rounds: [], error: undefined };
  } catch (error) {
    return { offer, side: undefined, rounds: [], error: messageOf(error) };
  }
}

async function takeTurn(runner: Runner, steps: number, counts: boolean): Promise<void> {
  if (runner.side === undefined || runner.error !== undefined) return;
  try {
    const { times, cpuOverWall }: Times = await runner.side.ask(steps);
    if (counts) runner.rounds.push({ milliseconds: median(times), cpuOverWall });
  } catch (error) {
    runner.error = messageOf(error);
  }
}

function rowOf({ offer, side, rounds, error }: Runner, { work, threads }: Turns): Row {
  const whose = { work: work.name, threads, engine: offer.name };
  if (error !== undefined) return { ...whose, error };
  const walls = rounds.map(({ milliseconds }) => milliseconds);
  const milliseconds = median(walls);
  const first = side?.firstMilliseconds;
  const operations = operationsOf(work);
  return {
    ...whose,
    milliseconds: round(milliseconds, 3),
    spread: [round(Math.min(...walls), 3), round(Math.max(...walls), 3)],
    examplesPerSecond: round((work.examples * 1000) / milliseconds, 1),
    cpuOverWall: round(mean(rounds.map(({ cpuOverWall }) => cpuOverWall)), 2),
    ...(first !== undefined && { firstMilliseconds: round(first, 0) }),
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
