/** Three lines at the top: the run, its progress, and its state. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import {
  scalarNames,
  scheduledScalars,
  secondsLeft,
  totalSteps,
  type ScalarName,
} from '@speil/api';
import { formatBytes, formatCount, formatDuration, formatScalar } from '../report/format.js';
import { resumeHint } from '../report/resume.js';
import type { Span } from '../render/canvas.js';
import { symbols, type ColourName, type Theme } from '../render/theme.js';
import type { RunHealth } from '@speil/runs';
import { useTheme } from './context.js';
import { Line } from './Lines.js';
import { isTraining, pendingOf, type RunView } from './store.js';

const colours: Readonly<Record<RunHealth, ColourName>> = {
  starting: 'grey',
  running: 'teal',
  paused: 'orange',
  completed: 'blue',
  'early-stopping': 'blue',
  stopped: 'orange',
  diverged: 'red',
  failed: 'red',
  crashed: 'red',
};

export function Header(props: {
  readonly view: RunView;
  readonly name: string;
  readonly columns: number;
}): ReactElement {
  const { view, name, columns } = props;
  const theme = useTheme();
  const { run } = view.training;
  const state = shownHealth(view);
  const right = `${symbols(theme).dot} ${state}`;
  const title = run?.recipe ?? '';
  // Room for ` speil `, a space, two spaces around the title, and one space on each side of the text on the right.
  const room = columns - 7 - title.length - 3 - right.length - 2;
  return (
    <Box flexDirection="column" width={columns}>
      <Box justifyContent="space-between">
        <Text wrap="truncate">
          <Text bold inverse={theme.colour !== 'none'}>
            {' speil '}
          </Text>
          <Text bold>{` ${title}  `}</Text>
          <Text dimColor>{endOf(name, room, theme)}</Text>
        </Text>
        <Line spans={[{ text: right, colour: colours[state] }, { text: ' ' }]} />
      </Box>
      <Line spans={progressLine(view, columns, theme)} />
      <Text wrap="truncate">{factsLine(view, name, theme)}</Text>
    </Box>
  );
}

/** The end of a path, which says more than its beginning, with an ellipsis if the path is cut. */
export function endOf(name: string, room: number, { unicode }: Theme): string {
  if (name.length <= room) return name;
  const cut = unicode ? '…' : '..';
  return room <= cut.length ? '' : cut + name.slice(cut.length - room);
}

/** The state from the log, which is newer than the status file. Only the status file shows a crash. */
export function shownHealth({ training, health }: RunView): RunHealth {
  if (health === 'crashed' || training.status === 'waiting') return health;
  return training.status;
}

/** A progress bar over the whole run, in epochs. */
export function progressLine({ training }: RunView, columns: number, theme: Theme): Span[] {
  const { bar, barEnd, track } = symbols(theme);
  const total = totalSteps(training);
  const share = total === 0 ? 0 : Math.min(1, training.step / total);
  const epochs = training.run?.epochs ?? 0;
  const text = ` epoch ${Math.max(training.epoch, 1)}/${epochs || '?'}  ${Math.floor(share * 100)}% `;
  const width = Math.max(10, columns - text.length - 1);
  const done = Math.round(share * width);
  const filled = done === 0 ? '' : bar.repeat(done - 1) + (done < width ? barEnd : bar);
  return [
    { text: ' ' },
    { text: filled, colour: 'blue' },
    { text: track.repeat(width - done), colour: 'grey' },
    { text },
  ];
}

/** Whether the run has ended early and can be resumed from its newest checkpoint. */
export function mayGoOn(view: RunView): boolean {
  return ['crashed', 'stopped'].includes(shownHealth(view));
}

/** Estimated seconds until the end; undefined if no trainer is running. */
export function timeLeft(view: RunView): number | undefined {
  const trains = isTraining(view) && view.training.status === 'running';
  return trains ? secondsLeft(view.training) : undefined;
}

/**
 * The facts that fit on one line: step, speed, time left, settings and engine. For a run that has ended early, a hint
 * on how to resume it comes first.
 */
export function factsLine(view: RunView, name: string, theme: Theme): string {
  const { training, status } = view;
  const { run, step, examplesPerSecond, scalars } = training;
  const hint = mayGoOn(view) ? [resumeHint(name)] : [];
  if (run === undefined) return ` ${hint[0] ?? 'starting'}`;
  const left = timeLeft(view);
  const pending = pendingOf(view);
  // The speed of a completed run is shown, but not the speed of a dead trainer.
  const speed = shownHealth(view) === 'crashed' ? undefined : examplesPerSecond;
  const facts = [
    ...hint,
    ...doingNow(view),
    `step ${formatCount(step)}/${formatCount(totalSteps(training))}`,
    ...(speed === undefined ? [] : [`${formatCount(speed)} ex/s`]),
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
    ...scalarNames.flatMap((name) =>
      steeredFact(
        shortName(name, theme),
        scalars[name],
        (pending as Partial<Record<ScalarName, number | null>>)[name],
        theme,
      ),
    ),
    run.engine,
    ...(status?.memory === undefined || !isTraining(view) ? [] : [formatBytes(status.memory)]),
  ];
  return ` ${facts.join('   ')}`;
}

/** Work between steps that takes a while, such as validation. */
function doingNow(view: RunView): readonly string[] {
  const { training } = view;
  const { run, step, epochs } = training;
  if (run === undefined || !isTraining(view) || training.status !== 'running') return [];
  // This trainer has not completed a step yet, since the graph is compiled before the first one.
  if (training.examplesPerSecond === undefined) return ['compiling the graph'];
  const ends = step > 0 && step % run.stepsPerEpoch === 0 && epochs.at(-1)?.step !== step;
  if (!ends || run.validationExamples === 0) return [];
  return [`validating on ${formatCount(run.validationExamples)}`];
}

/** The short name of a scalar. Beta is its Greek letter if the terminal has Unicode. */
function shortName(name: ScalarName, theme: Theme): string {
  return name === 'beta' ? symbols(theme).beta : scheduledScalars[name].short;
}

/** A value, followed by an arrow and its value from the next step on if that differs. */
function steeredFact(
  name: string,
  now: number | undefined,
  next: number | null | undefined,
  theme: Theme,
): readonly string[] {
  if (now === undefined) return [];
  const fact = `${name} ${formatScalar(now)}`;
  if (next === undefined) return [fact];
  const value = next === null ? 'schedule' : formatScalar(next);
  return [`${fact} ${symbols(theme).arrow} ${value}`];
}
