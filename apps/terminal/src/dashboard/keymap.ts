/** The keys of the dashboard, in one table. The hook runs its commands, and the help and the footer show its texts. */
import type { Command, Steering, TrainingState } from '@speil/api';
import { nextRound } from '../render/scale.js';
import { panes, type Screen } from './screen.js';

/** What a key can read and do. */
export interface KeyContext {
  readonly screen: Screen;
  readonly training: TrainingState;
  /** The values of settings from the next step on, as far as they differ from their schedules. */
  readonly pending: Steering;
  readonly change: (part: Partial<Screen>) => void;
  readonly send: (command: Command) => void;
  readonly leave: () => void;
  readonly interrupt: () => void;
}

export interface Binding {
  /** A character, or one of `up`, `down`, `tab`, `shift-tab`, `escape` and `ctrl-c`. */
  readonly keys: readonly string[];
  /** The keys as the help shows them. */
  readonly label: string;
  /** What the keys do, for the help; absent if the help does not list them. */
  readonly help?: string;
  /** What the keys do, in one word, for the footer. */
  readonly short?: (paused: boolean) => string;
  /** Whether the keys work only while the run is training. */
  readonly whileTraining?: true;
  readonly command: (context: KeyContext, key: string) => void;
}

export const keymap: readonly Binding[] = [
  {
    keys: [...panes.map((_, i) => String(i + 1)), 'tab', 'shift-tab'],
    label: '1 2 3 4, tab',
    help: panes.join(', '),
    command: showPane,
  },
  {
    keys: ['q'],
    label: 'q',
    help: 'leave this screen; training continues',
    short: () => 'leave',
    command: ({ leave }) => leave(),
  },
  {
    keys: ['ctrl-c'],
    label: 'ctrl-c',
    help: 'stop the training that this command started; else leave',
    command: ({ interrupt }) => interrupt(),
  },
  {
    keys: ['s'],
    label: 's',
    help: 'stop the training and save a checkpoint',
    short: () => 'stop',
    whileTraining: true,
    command: ({ change }) => change({ question: 'Stop the training? y / n' }),
  },
  {
    keys: ['p'],
    label: 'p',
    help: 'pause and resume',
    short: (paused) => (paused ? 'resume' : 'pause'),
    whileTraining: true,
    command: ({ training, send }) =>
      send({ type: training.status === 'paused' ? 'resume' : 'pause' }),
  },
  {
    keys: ['+', '=', '-', '_'],
    label: '+ -',
    help: 'beta up and down: 0.5, 1, 2, 5, ...',
    whileTraining: true,
    command: (context, key) => scaleSetting('beta', '+='.includes(key) ? 1 : -1, context),
  },
  {
    keys: [']', '['],
    label: '] [',
    help: 'learning rate up and down',
    whileTraining: true,
    command: (context, key) => scaleSetting('learningRate', key === ']' ? 1 : -1, context),
  },
  {
    keys: ['0'],
    label: '0',
    help: 'beta and learning rate back to their schedules',
    whileTraining: true,
    command: followSchedules,
  },
  {
    keys: ['l'],
    label: 'l',
    help: 'logarithmic scale',
    command: ({ screen, change }) => change({ log: !screen.log }),
  },
  {
    keys: ['c'],
    label: 'c',
    help: 'write a checkpoint now',
    whileTraining: true,
    command: ({ send }) => send({ type: 'checkpoint' }),
  },
  {
    keys: ['up', 'down'],
    label: 'up down',
    help: 'scroll this page and page 4',
    command: ({ screen, change }, key) =>
      change({ offset: Math.max(0, screen.offset + (key === 'down' ? 1 : -1)) }),
  },
  {
    keys: ['escape'],
    label: 'esc',
    command: ({ change }) => change({ help: false, offset: 0, question: undefined }),
  },
  {
    keys: ['?'],
    label: '?',
    help: 'this help',
    short: () => 'help',
    command: ({ screen, change }) => change({ help: !screen.help, offset: 0 }),
  },
];

/** The keys that the footer names, in its order. */
const footerKeys = ['?', 'p', 's', 'q'];

/**
 * The text of the footer. @param room number of columns. Keys that work only while the run is training are left out if
 * they do not fit.
 */
export function footerText(room: number, live: boolean, paused: boolean): string {
  const bindings = footerKeys.flatMap((key) => findBinding(key, live) ?? []);
  const textOf = (list: readonly Binding[]): string =>
    list.map(({ label, short }) => `${label} ${short?.(paused) ?? ''}`).join('  ');
  const all = textOf(bindings);
  return all.length <= room ? all : textOf(bindings.filter((one) => !one.whileTraining));
}

/** @returns the command of a key; undefined for a key that does nothing now. */
export function findBinding(key: string, live: boolean): Binding | undefined {
  return keymap.find(({ keys, whileTraining }) => keys.includes(key) && (live || !whileTraining));
}

/** Shows the pane with a number, the next pane or the previous one. */
function showPane({ screen, change }: KeyContext, key: string): void {
  const current = panes.indexOf(screen.pane);
  const index = key === 'tab' ? current + 1 : key === 'shift-tab' ? current - 1 : Number(key) - 1;
  const pane = panes[(index + panes.length) % panes.length]!;
  change({ pane, help: false, offset: 0 });
}

/** Returns beta and the learning rate to their schedules. */
function followSchedules({ send }: KeyContext): void {
  send({ type: 'set', setting: 'beta', value: null });
  send({ type: 'set', setting: 'learningRate', value: null });
}

/**
 * Sets a setting to the next round value. It starts from the value that was set last, even if no step has used that
 * value yet.
 */
function scaleSetting(
  setting: keyof Steering,
  direction: 1 | -1,
  { training, pending, send }: KeyContext,
): void {
  // Null means that the setting follows its schedule. Then the value of the last step counts.
  const value = pending[setting] ?? training.scalars[setting];
  if (value !== undefined) send({ type: 'set', setting, value: nextRound(value, direction) });
}
