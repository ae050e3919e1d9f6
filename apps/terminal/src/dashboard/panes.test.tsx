import type { RunConfig, TrainingEvent } from '@speil/api';
import { recipes } from '@speil/images/recipes';
import { runStart, stepEnd } from '@speil/testing';
import { Box } from 'ink';
import { describe, expect, it } from 'vitest';
import { wholeRun } from '../testing/io.js';
import { Charts, legend, shownSteps } from './Charts.js';
import { Help } from './Help.js';
import { Line } from './Lines.js';
import { layoutOf, tileGrid } from './layout.js';
import { Pictures, firstPictures } from './Pictures.js';
import { RunPane } from './RunPane.js';
import { Small } from './Small.js';
import type { CellPicture } from '../render/pictures.js';
import { half, linesOf, theme, viewAfter } from '../testing/dashboard-parts.js';

const tile = (pixels: readonly number[]): CellPicture => ({
  ...{ width: 2, height: 2, channels: 1 },
  pixels,
});
const pictures = {
  step: 5,
  rows: [8, 8].map((length) => Array.from({ length }, () => tile([255, 0, 0, 255]))),
};

describe('the layout of a terminal', () => {
  it('never uses the last line, since a full screen flickers', () => {
    for (const rows of [12, 16, 24, 28, 60]) {
      const layout = layoutOf(80, rows)!;
      expect(layout.rows).toBe(rows - 1);
      expect(3 + 2 * layout.air + layout.body + 1).toBe(rows - 1);
    }
  });

  it('has no panes below the minimum size', () => {
    expect(layoutOf(39, 24)).toBeUndefined();
    expect(layoutOf(80, 11)).toBeUndefined();
  });

  // The second number counts the lines of pictures: captions, and at least three lines for each row of pictures.
  it.each([
    [7, 7],
    [8, 7],
    [11, 11],
  ])('draws no two lines of a pane in the same row, in %i rows', (rows, ofPictures) => {
    const view = { ...viewAfter(wholeRun()), reconstructions: pictures, samples: pictures };
    const run = (high: number, offset = 0) =>
      linesOf(<RunPane {...{ view, offset }} folder="/runs/a" columns={80} rows={high} />);
    const help = (high: number, offset = 0) =>
      linesOf(<Help columns={80} rows={high} offset={offset} />);
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

  it('shows the inputs above the originals, and leaves out the originals if there is no room', () => {
    // Two strips of three rows. The rows of the first one are white, grey and black.
    const row = (value: number) =>
      Array.from({ length: 8 }, () => tile([value, value, value, value]));
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

  it('shows the settings of the run and its epochs with score and time, the newest first', () => {
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
    const page = (columns: number) =>
      linesOf(<RunPane {...{ view, columns }} folder="/runs/a" rows={40} offset={0} />);
    const lines = page(80);
    const text = lines.join('\n');
    expect(text).toMatch(/recipe +mnist-dense-vae: Dense VAE, 784-400-20/u);
    expect(text).toMatch(/data +mnist-10k, 40 of it/u);
    expect(text).toMatch(
      /settings +batch size 128, adam, learning rate 0\.001, beta 1, \d+ epochs/u,
    );
    expect(text).toMatch(/command +speil train mnist-dense-vae --limit 40/u);
    // Forty examples at four hundred per second.
    expect(lines.at(-2)).toMatch(/^ +2 +90\.00 +6\.00 +90\.00 +90\.00 +400 +0:00/u);
    expect(lines.at(-1)).toMatch(/^ +1 +90\.00 +6\.00 +90\.00 +89\.00/u);
    // Every epoch was the best one when it ended.
    expect(lines.filter((line) => line.endsWith('best'))).toEqual([lines.at(-2)]);
    // A narrow terminal also shows all settings.
    const narrow = page(40).map((line) => line.trim());
    expect(narrow.join(' ')).toContain('batch size 128, adam, learning rate 0.001, beta 1');
  });

  it('shows the whole help in a narrow terminal too', () => {
    const [wide, narrow] = [80, 40].map((columns) =>
      linesOf(<Help columns={columns} rows={60} offset={0} />),
    );
    expect(narrow!.length).toBeGreaterThan(wide!.length);
    expect(narrow!.join(' ')).not.toContain('…');
    const words = (lines: readonly string[]) => lines.join(' ').split(/ +/u).sort();
    expect(words(narrow!)).toEqual(words(wide!));
  });

  it('shows a few numbers if no pane fits, the most important first', () => {
    const view = viewAfter(half);
    const lines = (rows: number, message?: string): readonly string[] =>
      linesOf(<Small view={view} name="runs/a" rows={rows} message={message} />);
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

  it('has room for all pictures of a grid', () => {
    for (const columns of [59, 79, 100, 200]) {
      const grid = tileGrid(columns, 20, 2, 8);
      expect(grid.across * (grid.columns + 1)).toBeLessThanOrEqual(columns + 1);
      expect(grid.rows * 2).toBeLessThanOrEqual(20);
      expect(grid.columns).toBe(grid.rows * 2);
    }
  });
});

describe('the legend', () => {
  const loss = (columns: number, log = false): string =>
    linesOf(
      <Charts training={viewAfter(half).training} columns={columns} rows={10} log={log} />,
    )[0]!;

  it('shows the validation loss at 80 columns and below, distinct from the validation KL', () => {
    expect(loss(79)).toMatch(
      /^ ● total 107\.69 {2}○ val 90\.00 {2}▲ recon 102\.69 +● KL 5\.00 {2}○ validation KL 6\.00/u,
    );
    const wide = { training: viewAfter(half).training, columns: 99, rows: 20, log: false };
    expect(linesOf(<Charts {...wide} stacked />)[0]).toBe(
      ' ● total 107.69  ○ validation 90.00  ▲ reconstruction 102.69',
    );
    expect(loss(40)).toContain(' ● total 107.69 ○ val 90.00');
  });

  it('loses no letter if it just fits', () => {
    const full = ' ● KL 5.00  ○ validation KL 6.00';
    const ink = { colour: 'teal', plain: '*', glyph: '●' } as const;
    const entries = [
      { ink, label: 'KL', short: 'KL', value: 5 },
      { ink: { ...ink, glyph: '○' }, label: 'validation KL', short: 'val KL', value: 6 },
    ];
    const spans = legend(entries, full.length, undefined, theme);
    const [shown] = linesOf(
      <Box width={full.length}>
        <Line spans={spans} />
      </Box>,
    );
    expect(shown).toBe(full);
  });

  it('says when a logarithmic scale is not possible', () => {
    const below = [runStart(), stepEnd(1, 50), stepEnd(2, -4100)];
    const { training } = viewAfter(below);
    const charts = { training, columns: 120, rows: 20, log: true };
    expect(linesOf(<Charts {...charts} />)[0]).toMatch(
      /total -4,100.*linear: below 0 .*KL 5\.00 {2}log/u,
    );
  });
});

describe('the first pictures', () => {
  it('are announced with their step and, once steps are timed, their time', () => {
    const recipe = recipes[0]!;
    const training = { ...recipe.training, sampleEverySteps: 15 };
    const config = { recipe: { ...recipe, training } } as RunConfig;
    const message = (events: readonly TrainingEvent[]): string =>
      firstPictures({ ...viewAfter(events), config });
    expect(message([])).toBe('No pictures yet.');
    expect(message([runStart()])).toBe('First pictures at step 15.');
    // The ten steps that are left take two seconds each.
    expect(message([runStart(), { ...stepEnd(5), seconds: 2 }])).toBe(
      'First pictures at step 15 (in about 0:20).',
    );
    expect(message([runStart({ epochs: 1 }), stepEnd(1)])).toContain('at step 10 ');
  });
});

describe('the x axis', () => {
  it('shows the whole run, halved as long as the completed steps fit', () => {
    const after = (step: number, epochs: number): number =>
      shownSteps(viewAfter([runStart({ epochs }), stepEnd(step)]).training);
    expect(after(1, 100)).toBe(16);
    expect(after(300, 100)).toBe(500);
    expect(after(501, 100)).toBe(1000);
  });
});
