import { describe, expect, it } from 'vitest';
import { Canvas, keyOf } from './canvas.js';
import { chart, fitsLog, type ChartLine, type ChartOptions } from './chart.js';
import { renderPicture } from './pictures.js';
import { nextRound, rangeOf, tickLabel, tickLabels, ticksOf } from './scale.js';
import { detectTheme, type Theme } from './theme.js';

const unicode: Theme = { unicode: true, colour: 'true' };
const ascii: Theme = { unicode: false, colour: 'none' };
const ink = { colour: 'blue', plain: '*', glyph: '●' } as const;
const coloured: Theme = { unicode: true, colour: 'true' };
const colourless: Theme = { unicode: true, colour: 'none' };

function textOf(lines: readonly ChartLine[]): readonly string[] {
  return lines.map((spans) =>
    spans
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

describe('Canvas', () => {
  it('draws two by four dots per cell in braille', () => {
    const canvas = new Canvas(2, 1, true);
    canvas.line([0, 3], [3, 0], ink);
    expect(canvas.render()).toEqual([[{ text: '⡠⠊', colour: 'blue' }]]);
  });

  it('draws one dot per cell without Unicode, with a character for each series', () => {
    const canvas = new Canvas(3, 2, false);
    canvas.line([0, 1], [2, 0], ink);
    canvas.dot(2, 0, { colour: 'teal', plain: 'o', glyph: '○' });
    expect(canvas.render().map((spans) => spans.map(({ text }) => text).join(''))).toEqual([
      ' *o',
      '*  ',
    ]);
  });

  it('ignores dots outside', () => {
    const canvas = new Canvas(1, 1, true);
    canvas.line([-5, -5], [-1, 40], ink);
    expect(canvas.render()).toEqual([[{ text: ' ' }]]);
  });
});

describe('scales', () => {
  it('cut off the first steps of a training at the top', () => {
    const falling = Array.from({ length: 100 }, (_, i) => (i < 2 ? 550 : 150 - i / 10));
    expect(rangeOf(falling, false).high).toBeLessThan(200);
    expect(rangeOf(falling, true).high).toBe(550);
  });

  it('have a range for no value, for one value and for values that are not numbers', () => {
    expect(rangeOf([], false)).toEqual({ low: 0, high: 1 });
    expect(rangeOf([NaN, 5, Infinity], false)).toEqual({ low: 4.5, high: 5.5 });
    expect(rangeOf([0, 8], true)).toEqual({ low: 4, high: 16 });
  });

  it('are labelled with round numbers', () => {
    expect(ticksOf({ low: 138, high: 260 }, 3, false)).toEqual([150, 200, 250]);
    expect(ticksOf({ low: 90, high: 1100 }, 4, true)).toEqual([100, 200, 500, 1000]);
    expect([0, 1500, 25_000, 0.0001, 0.25].map((value) => tickLabel(value))).toEqual([
      '0',
      '1500',
      '25k',
      '1e-4',
      '0.25',
    ]);
  });

  it('have distinct labels, however narrow the range', () => {
    expect(tickLabels([543.5, 544, 544.5])).toEqual(['543.5', '544', '544.5']);
    expect(tickLabels([12_340, 12_350])).toEqual(['12.34k', '12.35k']);
    expect(tickLabels([0.00012, 0.00013])).toEqual(['1.2e-4', '1.3e-4']);
    // A label must also be the number of its tick.
    expect(tickLabels([1000, 1005, 1010])).toEqual(['1000', '1005', '1010']);
    expect(tickLabels(ticksOf({ low: 0.1, high: 0.41 }, 3, false))).toEqual(['0.2', '0.4']);
    expect(tickLabels([])).toEqual([]);
  });

  it('step through round numbers for changing settings', () => {
    expect([nextRound(1, 1), nextRound(1, -1), nextRound(0.004, 1)]).toEqual([2, 0.5, 0.005]);
    expect([nextRound(100, 1), nextRound(0, 1), nextRound(1e-6, -1)]).toEqual([100, 0.01, 0]);
  });
});

describe('chart', () => {
  const options: ChartOptions = {
    series: [{ ...ink, style: 'line', points: [0, 1, 2, 3, 4].map((x) => ({ x, y: 10 - x * 2 })) }],
    columns: 24,
    rows: 7,
    xEnd: 4,
    theme: unicode,
  };

  it('draws a curve between labelled axes', () => {
    expect(textOf(chart(options))).toEqual([
      ' 10┤⠒⠤⣀⡀',
      '   │   ⠈⠑⠢⢄⡀',
      '  5┤       ⠈⠑⠢⠤⣀',
      '   │            ⠉⠒⠤⢄⡀',
      '   │                ⠈⠉⠒⠤',
      '   └────────────────────',
      '    0                  4',
    ]);
  });

  it('has the requested size, whatever its content', () => {
    for (const [columns, rows] of [
      [20, 5],
      [80, 24],
      [31, 9],
    ] as const) {
      for (const series of [[], options.series]) {
        const lines = chart({ ...options, series, columns, rows });
        expect(lines.length).toBe(rows);
        for (const line of textOf(lines)) expect(line.length).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('draws a falling curve in plain ASCII too', () => {
    const lines = textOf(chart({ ...options, theme: ascii }));
    expect(lines[0]).toMatch(/[+|]\*/u);
    expect(lines[4]).toMatch(/\*$/u);
    expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/u);
  });

  it('marks where a person changed a setting', () => {
    const lines = textOf(chart({ ...options, marks: [2] }));
    expect(lines[5]).toContain('▲');
    expect(lines.slice(0, 5).some((line) => line.includes('┊'))).toBe(true);
  });

  it('leaves zeros out, which a logarithm cannot show', () => {
    const points = [0, 10, 100].map((y, x) => ({ x: x + 1, y }));
    const lines = chart({ ...options, log: true, series: [{ ...ink, style: 'dotted', points }] });
    // The lowest remaining value is ten, the highest a hundred.
    expect(textOf(lines).join('\n')).toMatch(/20┤|50┤/u);
    expect(textOf(lines)[0]).toContain('⠛');
  });

  it('stays linear if there are values below zero, and shows all values', () => {
    const points = [500, 100, -1000, -4000].map((y, x) => ({ x, y }));
    const series = [{ ...ink, style: 'line', points }] as const;
    expect(fitsLog(series)).toBe(false);
    expect(chart({ ...options, log: true, series })).toEqual(chart({ ...options, series }));
    const high = { ...options, rows: 20, columns: 40, log: true, series };
    expect(textOf(chart(high)).join('\n')).toContain('-4000┤');
  });

  it('marks curves with glyphs if there is no colour', () => {
    const other = { colour: 'orange', plain: '+', glyph: '▲' } as const;
    const level = (y: number) => Array.from({ length: 60 }, (_, x) => ({ x, y }));
    const series = [
      { ...ink, style: 'line', points: level(10) },
      { ...other, style: 'line', points: level(5) },
    ] as const;
    const wide = { ...options, series, columns: 64, xEnd: 59 };
    const [above, below] = ['●', '▲'].map((glyph) =>
      textOf(chart({ ...wide, theme: colourless })).find((line) => line.includes(glyph)),
    );
    expect(above!.match(/●/gu)!.length).toBeGreaterThan(4);
    expect(above).not.toContain('▲');
    expect(below!.match(/▲/gu)!.length).toBeGreaterThan(4);
    expect(textOf(chart({ ...wide, theme: coloured })).join('')).not.toMatch(/[●▲]/u);
    expect([coloured, colourless, ascii].map((theme) => keyOf(other, theme))).toEqual([
      '●',
      '▲',
      '+',
    ]);
  });
});

describe('renderPicture', () => {
  const corner = { width: 2, height: 2, channels: 1, pixels: [255, 0, 0, 0] } as const;

  it('sets both greys of a cell, so that the background does not matter', () => {
    expect(renderPicture(corner, 1, 1, unicode)).toEqual([
      '\u001b[38;2;255;255;255;48;2;0;0;0m▘\u001b[0m',
    ]);
  });

  it('takes the closest of 256 colours if there is no true colour', () => {
    expect(renderPicture(corner, 1, 1, { unicode: true, colour: 'indexed' })).toEqual([
      '\u001b[38;5;231;48;5;16m▘\u001b[0m',
    ]);
  });

  it('is a ramp of shades without colour or Unicode', () => {
    const ramp = { width: 4, height: 1, channels: 1, pixels: [0, 90, 170, 255] } as const;
    expect(renderPicture(ramp, 4, 1, ascii)).toEqual([' -*@']);
    expect(renderPicture(ramp, 4, 1, { unicode: true, colour: 'none' })).toEqual([' -*@']);
  });

  it('averages the pixels of a cell', () => {
    const pixels = Array.from({ length: 16 }, (_, i) => (i % 2) * 254);
    const stripes = { width: 4, height: 4, channels: 1, pixels } as const;
    expect(renderPicture(stripes, 1, 1, unicode)[0]).toContain('48;2;127;127;127m ');
  });

  // Red left, green right, equally bright.
  const pixels = [200, 0, 0, 0, 200, 0, 200, 0, 0, 0, 200, 0];
  const redAndGreen = { width: 2, height: 2, channels: 3, pixels } as const;

  it('distinguishes two colours of the same brightness', () => {
    expect(renderPicture(redAndGreen, 1, 1, unicode)).toEqual([
      '\u001b[38;2;200;0;0;48;2;0;200;0m▌\u001b[0m',
    ]);
  });

  it('takes the closest of the colour cube, whose levels are 0, 95, 135, 175, 215 and 255', () => {
    // 200 is closest to 215, the level 4: 16 + 36 * 4 and 16 + 6 * 4.
    expect(renderPicture(redAndGreen, 1, 1, { unicode: true, colour: 'indexed' })).toEqual([
      '\u001b[38;5;160;48;5;40m▌\u001b[0m',
    ]);
  });
});

describe('detectTheme', () => {
  it.each([
    [{ LANG: 'en_US.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor' }, unicode],
    [
      { LANG: 'en_US.UTF-8', TERM: 'xterm-256color' },
      { unicode: true, colour: 'indexed' },
    ],
    [
      { LANG: 'C', TERM: 'xterm-256color' },
      { unicode: false, colour: 'indexed' },
    ],
    [
      { LANG: 'C.UTF-8', TERM: 'xterm' },
      { unicode: true, colour: 'none' },
    ],
    [
      { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8', TERM: 'xterm' },
      { unicode: false, colour: 'none' },
    ],
    [
      { NO_COLOR: '1', TERM: 'xterm-256color', COLORTERM: 'truecolor' },
      { unicode: true, colour: 'none' },
    ],
    [{ TERM: 'linux' }, { unicode: false, colour: 'none' }],
  ])('reads %j', (env, theme) => {
    expect(detectTheme(env)).toEqual(theme);
  });
});
