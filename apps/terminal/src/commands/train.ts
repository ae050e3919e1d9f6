/**
 * `speil train`: starts a trainer and stands by. In a terminal that is the dashboard, which can be left; elsewhere it is
 * plain lines, and ending the command ends the training with a checkpoint. Or it leaves the trainer to itself at once.
 */
import { LockedError } from '@speil/api';
import {
  conditionOf,
  followRun,
  isLive,
  readConfig,
  readLog,
  readStatus,
  runPaths,
  type RunCondition,
} from '@speil/runs';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { wantsScreen } from '../cli/screen.js';
import { onEnding } from '../cli/signals.js';
import { formatCount, formatLoss, plural } from '../report/format.js';
import { describeEnd, plainReporter, validatedOn } from '../report/plain.js';
import { progressReporter } from '../report/run-progress.js';
import { summarise, type RunSummaryLine } from '../report/summary.js';
import { startTrainer } from '../trainer/spawn.js';
import { trainRequest, type TrainOptions } from './train-request.js';
import { shownPath, typed } from '../report/paths.js';
import { goneHintOf, resumeHint } from '../report/resume.js';

export async function train(
  recipe: string | undefined,
  options: TrainOptions,
  io: Io,
): Promise<ExitCode> {
  const asked = await trainRequest(recipe, options, {
    cwd: io.cwd,
    warn: (line) => io.err(`speil: ${line}`),
  });
  const command = ['speil', ...io.argv].map(typed).join(' ').slice(0, 10_000);
  const request = { ...asked, command };
  const { folder } = request;
  const name = shownPath(folder, io.cwd);
  const signals = listenToSignals();
  const since = Date.now();
  try {
    io.progress.update('starting the trainer');
    const started = await startTrainer(request, {
      signal: signals.first,
      onPhase: (phase) => io.progress.update(phase),
    });
    io.progress.end();
    signals.forwardTo(started.pid);
    if (started.reply.type === 'finished') {
      io.err(`${name}: this run is finished. ${resumeHint(name, 'completed')}`);
      return end(folder, name, options, io);
    }
    for (const notice of started.reply.notices) io.err(notice);
    const validated = validatedOn(readConfig(folder));
    if (!options.quiet && validated !== undefined) io.err(validated);
    if (options.detach) return detached(folder, name, started.pid, options, io);
    const dashboard = wantsScreen(options, io) ? await import('../dashboard/open.js') : undefined;
    if (dashboard !== undefined && !signals.first.aborted) {
      // From here on it is the dashboard that answers signals.
      signals.handOver();
      const left = await dashboard.openDashboard({ folder, name, owner: true, io });
      if (left === 'detached' && isLive(conditionOf(readStatus(folder)))) {
        io.out(continues(name));
        return exitCodes.done;
      }
      const code = end(folder, name, options, io);
      return left === 'interrupted' ? exitCodes.interrupted : code;
    } else {
      const report = options.quiet ? progressReporter(name, io) : plainReporter(io.err, { since });
      if (!options.quiet) io.err(name);
      for await (const event of followRun(folder)) report(event);
      return end(folder, name, options, io, { told: !options.quiet });
    }
  } catch (error) {
    if (signals.first.aborted && !(error instanceof LockedError)) return exitCodes.interrupted;
    throw error;
  } finally {
    signals.stop();
  }
}

/** Leaves the trainer to itself. */
function detached(
  folder: string,
  name: string,
  pid: number,
  { json }: TrainOptions,
  io: Io,
): ExitCode {
  io.out(json ? JSON.stringify({ run: folder, pid }) : continues(name));
  return exitCodes.done;
}

function continues(name: string): string {
  return `Training continues. Attach again with: speil watch ${typed(name)}`;
}

/**
 * Says how the run ended.
 *
 * @param told whether its last event was reported, with why it failed. Default: false.
 */
function end(
  folder: string,
  name: string,
  { json }: TrainOptions,
  io: Io,
  { told = false }: { readonly told?: boolean } = {},
): ExitCode {
  const status = readStatus(folder);
  const condition = conditionOf(status);
  const { events } = readLog(runPaths(folder).metrics);
  const summary = summarise(folder, events);
  if (json) io.out(JSON.stringify(summary));
  // Of a run without a step there are no figures.
  else if (summary.steps > 0) io.out(describe(name, condition, summary));
  const message = status?.message;
  switch (condition) {
    case 'completed':
    case 'early-stopping':
      return exitCodes.done;
    case 'stopped':
      io.err(resumeHint(name));
      return message?.startsWith('Interrupted') === true ? exitCodes.interrupted : exitCodes.done;
    case 'diverged':
    case 'failed':
      if (!told) io.err(`speil: ${describeEnd(condition, summary.steps, message)}`);
      return exitCodes.failed;
    case 'starting':
    case 'running':
    case 'paused':
    case 'crashed': {
      const trainer = `the trainer (process ${status?.pid ?? '?'})`;
      io.err(
        isLive(condition)
          ? `${name}: ${trainer} is still ending it. See: speil watch ${name}`
          : `speil: ${trainer} is gone without a goodbye. ${goneHintOf(folder, name)}`,
      );
      return exitCodes.failed;
    }
  }
}

function describe(name: string, condition: RunCondition, summary: RunSummaryLine): string {
  const { steps, epochs, examplesPerSecond, train: losses, validation } = summary;
  const parts = [
    `${name}: ${condition} after ${plural(steps, 'step')} in ${plural(epochs, 'epoch')}`,
    `train ${formatLoss(losses?.total)}`,
    ...(validation === null ? [] : [`validation ${formatLoss(validation.total)}`]),
    `${formatCount(examplesPerSecond)} examples/s`,
  ];
  return parts.join(', ');
}

interface Signals {
  /** Aborted by the first signal. */
  readonly first: AbortSignal;
  /** The trainer is told of every signal, those before included. */
  forwardTo(pid: number): void;
  /**
   * Leaves what signals mean to somebody else. They are still listened to: one that comes in the moment between two
   * listeners would end the process.
   */
  handOver(): void;
  stop(): void;
}

function listenToSignals(): Signals {
  const abort = new AbortController();
  let pid: number | undefined;
  let handedOver = false;
  const stop = onEnding((signal) => {
    if (handedOver) return;
    abort.abort();
    if (pid === undefined) return;
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended by itself.
      return;
    }
  });
  return {
    first: abort.signal,
    forwardTo: (trainer) => void (pid = trainer),
    handOver: () => void (handedOver = true),
    stop,
  };
}
