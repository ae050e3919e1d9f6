import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { initialTrainingState, reduceTraining } from '@speil/api';
import type { Command, RunConfig, TrainingEvent } from '@speil/api';
import { encodePng, montage } from '@speil/images';
import { recipes } from '@speil/images/recipes';
import { RunWriter } from '@speil/runs';
import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { epochEnd, runStart, stepEnd, wholeRun } from '../io.test-support.js';
import type { Theme } from '../render/theme.js';
import { App } from './App.js';
import { Charts, shownSteps } from './Charts.js';
import { endOf, factsLine, progressLine } from './Header.js';
import { Help } from './Help.js';
import { layoutOf, tileGrid } from './layout.js';
import { Pictures, firstPictures } from './Pictures.js';
import { RunPane } from './RunPane.js';
import { Small } from './Small.js';
import { ThemeContext } from './context.js';
import { Leaving, type Left } from './leaving.js';
import { RunStore, type RunView } from './store.js';
import { tilesOf } from './tiles.js';

const theme: Theme = { unicode: true, colour: 'none' };
const plain: Theme = { unicode: false, colour: 'none' };

const half = wholeRun().slice(0, 15);

const stoppedAt13 = { type: 'run-end', time: 14, step: 13, reason: 'stopped' } as const;

const pictures = {
  step: 5,
  rows: [8, 8].map((length) =>
    Array.from({ length }, () => ({ width: 2, height: 2, pixels: [255, 0, 0, 255] })),
  ),
};

/** What a component draws, a line each, without the empty lines at its end. */
function linesOf(node: ReactElement): readonly string[] {
  const { lastFrame, unmount } = render(<ThemeContext value={theme}>{node}</ThemeContext>);
  const lines = (lastFrame() ?? '').trimEnd().split('\n');
  unmount();
  return lines;
}

function viewAfter(events: readonly TrainingEvent[]): RunView {
  return {
    training: events.reduce(reduceTraining, initialTrainingState),
    status: undefined,
    condition: 'running',
    reconstructions: undefined,
    samples: undefined,
    config: undefined,
    asked: {},
    notice: undefined,
  };
}

describe('what fits a terminal', () => {
  it('never draws to the last line, where a full screen flickers', () => {
    for (const rows of [12, 16, 24, 28, 60]) {
      const layout = layoutOf(80, rows)!;
      expect(layout.rows).toBe(rows - 1);
      expect(3 + 2 * layout.air + layout.body + 1).toBe(rows - 1);
    }
  });

  it('is no pane below the least size', () => {
    expect(layoutOf(39, 24)).toBeUndefined();
    expect(layoutOf(80, 11)).toBeUndefined();
  });

  // Lines of pictures: captions, and three lines a row of pictures at least.
  it.each([
    [7, 7],
    [8, 7],
    [11, 11],
  ])('lays no lines of a pane over each other, in %i rows', (rows, ofPictures) => {
    const view = { ...viewAfter(wholeRun()), reconstructions: pictures, samples: pictures };
    const run = (high: number, offset = 0) =>
      linesOf(<RunPane view={view} folder="/runs/a" rows={high} offset={offset} />);
    const help = (high: number, offset = 0) => linesOf(<Help rows={high} offset={offset} />);
    for (const page of [run, help]) {
      const [whole, top, end] = [page(30), page(rows), page(rows, 99)];
      if (whole.length <= rows) {
        expect(top).toEqual(whole);
        continue;
      }
      expect(whole).toEqual(expect.arrayContaining(top.slice(0, -1)));
      expect(top.at(-1)).toMatch(/^ +0 lines above, \d+ below: arrow keys$/u);
      expect(top.length).toBe(rows);
      expect(end.at(-2)).toBe(whole.at(-1));
      expect(end.at(-1)).toMatch(/^ +\d+ lines above, 0 below/u);
    }
    const shown = linesOf(<Pictures view={view} columns={60} rows={rows} samples />);
    expect(shown.length).toBe(ofPictures);
    const charts = { columns: 60, rows, log: false, training: view.training, stacked: true };
    expect(linesOf(<Charts {...charts} />).length).toBe(rows);
  });

  it('shows what a model saw above what it was to give, and without that where there is no room', () => {
    // Two strips of three rows: white, grey, black.
    const row = (value: number) =>
      Array.from({ length: 8 }, () => ({
        width: 2,
        height: 2,
        pixels: [value, value, value, value],
      }));
    const tiles = [255, 130, 0, 0, 0, 0].map(row);
    const reconstructions = { step: 5, rows: tiles };
    const view = { ...viewAfter(half), reconstructions, samples: pictures };
    const shown = (rows: number) =>
      linesOf(<Pictures view={view} columns={60} rows={rows} samples />);
    const [caption, ...lines] = shown(13);
    expect(caption).toContain('inputs over originals over reconstructions, step 5');
    const [white, grey, black] = [0, 4, 8].map((line) => (lines[line] ?? '').trim().slice(0, 4));
    expect(white).toBe('@@@@');
    expect(grey).not.toBe(white);
    expect(grey).not.toBe('');
    expect(black).toBe('');
    expect(shown(14).join()).toContain('samples of the prior');
    expect(shown(9)[0]).toContain('inputs over reconstructions, step 5');
  });

  it('has on page 4 what was asked for, and of each epoch its score and its time, the newest first', () => {
    const recipe = recipes.find(({ name }) => name === 'mnist-dense-vae')!;
    const fingerprint = '0'.repeat(64);
    const config: RunConfig = {
      format: 'speil-run',
      formatVersion: 1,
      recipe,
      data: {
        name: 'mnist-10k',
        limit: 40,
        train: { id: 'a', fingerprint, size: 1 },
        validation: null,
      },
      engine: 'wasm',
      command: 'speil train mnist-dense-vae --limit 40',
      created: '2026-11-23T12:00:00Z',
      speil: '0.1.0',
    };
    const events = wholeRun().map((event) =>
      event.type === 'epoch-end' ? { ...event, score: 88 + event.epoch } : event,
    );
    const view = { ...viewAfter(events), config };
    const lines = linesOf(<RunPane view={view} folder="/runs/a" rows={30} offset={0} />);
    const text = lines.join('\n');
    expect(text).toMatch(/recipe +mnist-dense-vae: Dense VAE, 784-400-20/u);
    expect(text).toMatch(/data +mnist-10k, the first 40/u);
    expect(text).toMatch(
      /settings +batch size 128, adam, learning rate 0\.001, beta 1, \d+ epochs/u,
    );
    expect(text).toMatch(/command +speil train mnist-dense-vae --limit 40/u);
    // Forty examples at four hundred a second.
    expect(lines.at(-2)).toMatch(/^ +2 +90\.00 +6\.00 +90\.00 +90\.00 +400 +0:00/u);
    expect(lines.at(-1)).toMatch(/^ +1 +90\.00 +6\.00 +90\.00 +89\.00/u);
  });

  it('is a few numbers where no pane fits, the most telling first', () => {
    const view = viewAfter(half);
    const lines = (rows: number, said?: string): readonly string[] =>
      linesOf(<Small view={view} name="runs/a" rows={rows} said={said} />);
    expect(lines(8)).toEqual([
      'running  65%',
      'total 107.69',
      '0:00 left',
      'epoch 2/2',
      'validation 90.00',
      'step 13/20',
      'q leave',
    ]);
    expect(lines(3)).toEqual(['running  65%', 'total 107.69']);
    expect(lines(2, 'Stop the training? y / n')).toEqual(['Stop the training? y / n']);
  });

  it('holds all pictures of a grid', () => {
    for (const columns of [59, 79, 100, 200]) {
      const grid = tileGrid(columns, 20, 2, 8);
      expect(grid.across * (grid.columns + 1)).toBeLessThanOrEqual(columns + 1);
      expect(grid.rows * 2).toBeLessThanOrEqual(20);
      expect(grid.columns).toBe(grid.rows * 2);
    }
  });
});

describe('the header', () => {
  it('shows how far the run is', () => {
    const steps = Array.from({ length: 10 }, (_, i) => stepEnd(i + 1));
    const view = viewAfter([runStart(), ...steps, epochEnd(1)]);
    const text = progressLine(view, 40, plain)
      .map((span) => span.text)
      .join('');
    expect(text).toBe(' ############----------- epoch 1/2  50% ');
    expect(factsLine(view, 'runs/a', plain)).toBe(
      ' step 10/20   400 ex/s   0:00 left   beta 1   lr 0.001   wasm',
    );
  });

  it('says how to go on with a run whose trainer is gone, and no longer how fast it is', () => {
    const view = { ...viewAfter(half), condition: 'crashed' } as const;
    expect(factsLine(view, 'runs/a', plain)).toBe(
      ' Resume it with: speil resume runs/a   step 13/20   beta 1   lr 0.001   wasm',
    );
    const small = linesOf(<Small view={view} name="runs/a" rows={9} said={undefined} />);
    expect(small).toContain('Resume it with: speil resume runs/a');
    expect(small.join()).not.toContain('left');
  });
});

describe('what was steered and has not come yet', () => {
  const set = { type: 'set', setting: 'beta', value: 5 } as const;
  const steered = [...half, { type: 'steer', time: 14, step: 13, command: set } as const];

  it('stands in the header after an arrow until a step has it', () => {
    const facts = (view: RunView) => factsLine(view, 'runs/a', plain);
    expect(facts(viewAfter(steered))).toContain('beta 1 -> 5   lr 0.001   wasm');
    const asked = { learningRate: null };
    expect(facts({ ...viewAfter(half), asked })).toContain('lr 0.001 -> schedule');
    expect(facts(viewAfter([...steered, { ...stepEnd(14), beta: 5 }]))).toContain('beta 5   lr');
  });
});

describe('the legend', () => {
  const loss = (columns: number, log = false): string =>
    linesOf(
      <Charts training={viewAfter(half).training} columns={columns} rows={10} log={log} />,
    )[0]!;

  it('has the validation loss at 80 columns and below, and tells it from that of the KL', () => {
    expect(loss(79)).toMatch(
      /^ ● total 107\.69 {2}○ val 90\.00 {2}▲ recon 102\.69 +● KL 5\.00 {2}○ validation KL 6\.00/u,
    );
    const wide = { training: viewAfter(half).training, columns: 99, rows: 20, log: false };
    expect(linesOf(<Charts {...wide} stacked />)[0]).toBe(
      ' ● total 107.69  ○ validation 90.00  ▲ reconstruction 102.69',
    );
    expect(loss(40)).toContain(' ● total 107.69 ○ val 90.00');
  });

  it('says where a logarithmic scale cannot be had', () => {
    const below = [runStart(), stepEnd(1, 50), stepEnd(2, -4100)];
    const { training } = viewAfter(below);
    const charts = { training, columns: 120, rows: 20, log: true };
    expect(linesOf(<Charts {...charts} />)[0]).toMatch(
      /total -4,100.*linear: below 0 .*KL 5\.00 {2}log/u,
    );
  });
});

describe('what the header says while no step comes', () => {
  const facts = (events: readonly TrainingEvent[]): string =>
    factsLine(viewAfter(events), 'runs/a', plain);

  it('is that the graph is compiled, and that an epoch is validated', () => {
    expect(facts([])).toBe(' starting');
    expect(facts([runStart()])).toContain(' compiling the graph   step 0/20');
    const steps = Array.from({ length: 10 }, (_, i) => stepEnd(i + 1));
    expect(facts([runStart(), ...steps.slice(0, 9)])).toMatch(/^ step 9/u);
    expect(facts([runStart(), ...steps])).toMatch(/^ validating on 10   step 10/u);
    expect(facts([runStart(), ...steps, epochEnd(1)])).toMatch(/^ step 10/u);
  });

  it('keeps the end of a long path, with a sign that it was cut', () => {
    expect(endOf('runs/dash', 9, theme)).toBe('runs/dash');
    expect(endOf('runs/dash', 8, theme)).toBe('…ns/dash');
    expect(endOf('runs/dash', 8, plain)).toBe('..s/dash');
    expect(endOf('runs/dash', 1, theme)).toBe('');
  });
});

describe('the first pictures', () => {
  it('are announced with their step and, once steps are timed, their time', () => {
    const recipe = recipes[0]!;
    const training = { ...recipe.training, sampleEverySteps: 15 };
    const config = { recipe: { ...recipe, training } } as RunConfig;
    const said = (events: readonly TrainingEvent[]): string =>
      firstPictures({ ...viewAfter(events), config });
    expect(said([])).toBe('No pictures yet.');
    expect(said([runStart()])).toBe('First pictures at step 15.');
    // Ten steps of four examples, at four hundred examples a second.
    expect(said([runStart(), { ...stepEnd(5), seconds: 2 }])).toBe(
      'First pictures at step 15 (in about 0:20).',
    );
    expect(said([runStart({ epochs: 1 }), stepEnd(1)])).toContain('at step 10 ');
  });
});

describe('the x axis', () => {
  it('is the whole run halved while less than half of it is done', () => {
    const after = (step: number, epochs: number): number =>
      shownSteps(viewAfter([runStart({ epochs }), stepEnd(step)]).training);
    expect(after(1, 100)).toBe(16);
    expect(after(300, 100)).toBe(500);
    expect(after(501, 100)).toBe(1000);
  });
});

it('takes a montage apart into the pictures that it was made of', () => {
  const pictures = [10, 20, 30].map((value) => ({
    width: 3,
    height: 2,
    channels: 1 as const,
    pixels: new Uint8Array(6).fill(value),
  }));
  const [first, second] = tilesOf(montage(pictures, { columns: 2 }), [2, 3, 1]);
  expect(first!.map(({ pixels }) => pixels[5])).toEqual([10, 20]);
  expect(second![0]!.pixels[5]).toBe(30);
  expect(first![0]).toMatchObject({ width: 3, height: 2 });
});

interface Shown {
  readonly frame: () => string;
  readonly press: (keys: string) => Promise<void>;
  readonly run: RunWriter;
  readonly commands: Command[];
  readonly left: Left[];
}

/** What comes over a socket or a file comes when the machine has time for it. */
const soon = (expectation: () => void): Promise<void> => vi.waitFor(expectation, 4000);

/** The dashboard on a run in a real folder with a real socket; the screen is 100 wide. */
async function show(events: readonly TrainingEvent[], owner = false): Promise<Shown> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  const run = RunWriter.open(folder);
  const fingerprint = '0'.repeat(64);
  run.create({
    format: 'speil-run',
    formatVersion: 1,
    recipe: recipes[0]!,
    data: { name: 'a', train: { id: 'a', fingerprint, size: 1 }, validation: null },
    engine: 'wasm',
    created: '2026-11-23T12:00:00Z',
    speil: '0.1.0',
  });
  const commands: Command[] = [];
  await run.listen((command) => {
    commands.push(command);
    return `${command.type} is done`;
  });
  const pixels = new Uint8Array(28 * 28).fill(255);
  const digit = { width: 28, height: 28, channels: 1, pixels } as const;
  const png = encodePng(
    montage(
      Array.from({ length: 16 }, () => digit),
      { columns: 8 },
    ),
  );
  const file = run.saveSample({ kind: 'reconstructions', step: 5, png });
  for (const event of events) run.emit(event);
  run.emit({ type: 'sample', time: 5, step: 5, kind: 'reconstructions', file });
  const store = new RunStore(folder);
  const leaving = new Leaving({ store, owner });
  const left: Left[] = [];
  void leaving.left.then((how) => left.push(how));
  const { leave, interrupt } = leaving;
  const app = render(<App {...{ store, folder, theme, leave, interrupt }} name="runs/a" />);
  onTestFinished(async () => {
    app.unmount();
    leaving.close();
    store.close();
    await run.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const frame = (): string => app.lastFrame() ?? '';
  await soon(() => expect(frame()).toContain('@@@@'));
  const press = async (keys: string): Promise<void> => {
    app.stdin.write(keys);
    await sleep(100);
  };
  return { frame, press, run, commands, left };
}

describe('the dashboard', () => {
  it('shows the run, its curves and its pictures', async () => {
    const { frame } = await show(half);
    await soon(() => expect(frame()).toContain('mnist-vae  runs/a'));
    await soon(() => expect(frame()).toContain('running'));
    await soon(() => expect(frame()).toContain('total 107.69'));
    await soon(() => expect(frame()).toContain('KL 5.00'));
    await soon(() => expect(frame()).toContain('originals over reconstructions'));
    await soon(() => expect(frame()).toContain('@@@@'));
    expect(frame().split('\n').length).toBe(23);
  });

  it('has four panes and a help', async () => {
    const { frame, press } = await show(half);
    await press('4');
    await soon(() => expect(frame()).toContain('40 to train, 10 to validate'));
    await press('\t');
    await soon(() => expect(frame()).toContain('originals over'));
    await press('?');
    await soon(() => expect(frame()).toContain('beta up and down'));
    await press('?');
    await press('2');
    await press('l');
    await soon(() => expect(frame()).toMatch(/total .* log/u));
  });

  it('steers: beta and learning rate along round numbers, pause, checkpoint', async () => {
    const { press, commands, frame } = await show(half);
    for (const key of ['+', '[', 'p', 'c', '0']) await press(key);
    await soon(() =>
      expect(commands).toEqual([
        { type: 'set', setting: 'beta', value: 2 },
        { type: 'set', setting: 'learningRate', value: 5e-4 },
        { type: 'pause' },
        { type: 'checkpoint' },
        { type: 'set', setting: 'beta', value: null },
        { type: 'set', setting: 'learningRate', value: null },
      ]),
    );
    await soon(() => expect(frame()).toContain('set is done'));
  });

  it('adds up keys that come faster than steps', async () => {
    const { press, commands, frame, run } = await show(half);
    await press('++-');
    await press('[[');
    await soon(() => expect(commands.length).toBe(5));
    expect(commands.map((command) => command.type === 'set' && command.value)).toEqual([
      2, 5, 2, 5e-4, 2e-4,
    ]);
    await soon(() => expect(frame()).toContain('β 1 → 2   lr 0.001 → 2e-4'));
    for (const command of commands) run.emit({ type: 'steer', time: 14, step: 13, command });
    run.emit({ ...stepEnd(14), beta: 2, learningRate: 2e-4 });
    await soon(() => expect(frame()).toContain('β 2   lr 2e-4'));
  });

  it('asks before it stops a run, and leaves without stopping it', async () => {
    const { press, commands, frame, left } = await show(half);
    await press('s');
    await soon(() => expect(frame()).toContain('Stop the training? y / n'));
    await press('n');
    expect(commands).toEqual([]);
    await press('s');
    await press('y');
    await soon(() => expect(commands).toEqual([{ type: 'stop' }]));
    await press('q');
    await soon(() => expect(left).toEqual(['detached']));
  });

  it('stops what it started on Ctrl-C, and leaves on the second', async () => {
    const { press, commands, left } = await show(half, true);
    await press('\u0003');
    await soon(() => expect(commands).toEqual([{ type: 'stop' }]));
    expect(left).toEqual([]);
    await press('\u0003');
    await soon(() => expect(left).toEqual(['interrupted']));
  });

  it('takes a signal for Ctrl-C, and leaves when the run has ended', async () => {
    const { commands, left, run } = await show(half, true);
    process.emit('SIGINT', 'SIGINT');
    await soon(() => expect(commands).toEqual([{ type: 'stop' }]));
    expect(left).toEqual([]);
    run.emit({ type: 'run-end', time: 20, step: 20, reason: 'stopped' });
    await soon(() => expect(left).toEqual(['interrupted']));
  });

  it('follows a run that is stopped and resumed by another trainer', async () => {
    const { frame, run } = await show([...half, { ...stoppedAt13 }]);
    await soon(() => expect(frame()).toContain('stopped'));
    await run.close();
    const next = RunWriter.open(run.paths.folder);
    onTestFinished(() => next.close());
    next.resume();
    await next.listen(() => 'done');
    next.emit(runStart());
    next.emit(stepEnd(1, 42));
    await soon(() => expect(frame()).toContain('total 42.00'));
    expect(frame()).toContain('running');
    expect(frame()).toContain('step 1/20');
  });

  it('does not stop on Ctrl-C what another has resumed', async () => {
    const { left, press, run, frame } = await show([...half, { ...stoppedAt13 }], true);
    await soon(() => expect(frame()).toContain('stopped'));
    await run.close();
    const status = path.join(run.paths.folder, 'status.json');
    const told = JSON.parse(fs.readFileSync(status, 'utf8')) as object;
    // The test runner's parent stands for another trainer.
    const other = { ...told, state: 'running', pid: process.ppid, heartbeat: Date.now() };
    fs.writeFileSync(status, JSON.stringify(other));
    await soon(() => expect(frame()).toContain('p pause'));
    await press('\u0003');
    await soon(() => expect(left).toEqual(['detached']));
  });

  it('shows what comes while it watches, to the end', async () => {
    const { frame, run } = await show(half);
    run.emit(epochEnd(2));
    run.emit({
      type: 'run-end',
      time: 20,
      step: 20,
      reason: 'diverged',
      message: 'The loss is NaN.',
    });
    await soon(() => expect(frame()).toContain('diverged'));
  });
});
