/**
 * Starts a trainer and follows it. In a terminal it opens the dashboard, which a person can leave while training
 * continues. Elsewhere it prints plain lines, and ending the command ends the training with a checkpoint. With
 * `--detach` it returns at once.
 */
import { LockedError } from '@speil/api';
import {
  healthOf,
  followRun,
  isLive,
  readConfig,
  readLog,
  readStatus,
  runPaths,
  type RunHealth,
} from '@speil/runs';
import { exitCodes, type ExitCode } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { wantsScreen } from '../io/screen.js';
import { onEnding } from '../io/signals.js';
import { bestHint } from '../report/best.js';
import { formatCount, formatLoss, plural } from '../report/format.js';
import { describeEnd, plainReporter, describeValidation } from '../report/plain.js';
import { progressReporter } from './run-progress.js';
import { summariseRun, type RunSummaryLine } from '../report/summary.js';
import { startTrainer } from '../trainer/spawn.js';
import { trainRequest, type TrainOptions } from './request.js';
import { displayPath, quoteForShell } from '../report/paths.js';
import { goneHintFor, resumeHint } from '../report/resume.js';

export async function trainRun(
  recipe: string | undefined,
  options: TrainOptions,
  io: Io,
): Promise<ExitCode> {
  const trainerRequest = await trainRequest(recipe, options, {
    cwd: io.cwd,
    warn: (line) => io.err(`speil: ${line}`),
  });
  const command = ['speil', ...io.argv].map(quoteForShell).join(' ').slice(0, 10_000);
  const request = { ...trainerRequest, command };
  const { folder } = request;
  const name = displayPath(folder, io.cwd);
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
    const validated = describeValidation(readConfig(folder));
    if (!options.quiet && validated !== undefined) io.err(validated);
    if (options.detach) return detached(folder, name, started.pid, options, io);
    const dashboard = wantsScreen(options, io) ? await import('../dashboard/open.js') : undefined;
    if (dashboard !== undefined && !signals.first.aborted) {
      // From here on the dashboard handles signals.
      signals.handOver();
      const left = await dashboard.openDashboard({ folder, name, owner: true, io });
      if (left === 'detached' && isLive(healthOf(readStatus(folder)))) {
        io.out(continues(name));
        return exitCodes.done;
      }
      const code = end(folder, name, options, io);
      return left === 'interrupted' ? exitCodes.interrupted : code;
    } else {
      const report = options.quiet ? progressReporter(name, io) : plainReporter(io.err, { since });
      if (!options.quiet) io.err(name);
      for await (const event of followRun(folder)) report(event);
      return end(folder, name, options, io, { reported: !options.quiet });
    }
  } catch (error) {
    if (signals.first.aborted && !(error instanceof LockedError)) return exitCodes.interrupted;
    throw error;
  } finally {
    signals.stop();
  }
}

/** Reports a trainer that continues in the background. */
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
  return `Training continues. Attach again with: speil watch ${quoteForShell(name)}`;
}

/**
 * Reports how the run ended.
 *
 * @param reported whether the last event of the run, with the reason of a failure, was already reported. Default:
 *   false.
 */
function end(
  folder: string,
  name: string,
  { json }: TrainOptions,
  io: Io,
  { reported = false }: { readonly reported?: boolean } = {},
): ExitCode {
  const status = readStatus(folder);
  const health = healthOf(status);
  const { events } = readLog(runPaths(folder).metrics);
  const summary = summariseRun(folder, events);
  if (json) io.out(JSON.stringify(summary));
  // A run without a step has no scores.
  else if (summary.steps > 0) io.out(describe(name, health, summary));
  const message = status?.message;
  const best = json ? undefined : bestHint(name, events);
  switch (health) {
    case 'completed':
    case 'early-stopping':
      if (best !== undefined) io.err(best);
      return exitCodes.done;
    case 'stopped':
      if (best !== undefined) io.err(best);
      io.err(resumeHint(name));
      return message?.startsWith('Interrupted') === true ? exitCodes.interrupted : exitCodes.done;
    case 'diverged':
    case 'failed':
      if (!reported) io.err(`speil: ${describeEnd(health, summary.steps, message)}`);
      return exitCodes.failed;
    case 'starting':
    case 'running':
    case 'paused':
    case 'crashed': {
      const trainer = `the trainer (process ${status?.pid ?? '?'})`;
      io.err(
        isLive(health)
          ? `${name}: ${trainer} is still ending it. See: speil watch ${name}`
          : `speil: ${trainer} is gone and did not say why. ${goneHintFor(folder, name)}`,
      );
      return exitCodes.failed;
    }
  }
}

function describe(name: string, health: RunHealth, summary: RunSummaryLine): string {
  const { steps, epochs, examplesPerSecond, train: losses, validation } = summary;
  const parts = [
    `${name}: ${health} after ${plural(steps, 'step')} in ${plural(epochs, 'epoch')}`,
    `train ${formatLoss(losses?.total)}`,
    ...(validation === null ? [] : [`validation ${formatLoss(validation.total)}`]),
    `${formatCount(examplesPerSecond)} examples/s`,
  ];
  return parts.join(', ');
}

interface Signals {
  /** Aborted by the first signal. */
  readonly first: AbortSignal;
  /** Forwards every signal to the trainer, including earlier ones. */
  forwardTo(pid: number): void;
  /**
   * Leaves the handling of signals to another listener. This listener stays registered, since a signal that arrives
   * while there is no listener would end the process.
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
      // The trainer has ended by itself in the meantime.
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
