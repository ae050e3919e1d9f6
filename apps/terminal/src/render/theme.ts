/**
 * What the terminal can display. Colours have a medium lightness, so that they are legible on light and on dark
 * backgrounds, with a contrast of about 4:1 on both. Colour-blind people can distinguish them (blue, orange, teal,
 * mauve).
 */

export interface Theme {
  /** Whether braille, blocks and lines are available; otherwise plain ASCII. */
  readonly unicode: boolean;
  /** `none` is for NO_COLOR and for terminals without colour; `indexed` has 256 colours. */
  readonly colour: 'none' | 'indexed' | 'true';
}

export const palette = {
  blue: '#0087d7',
  orange: '#d75f00',
  teal: '#008787',
  mauve: '#af5faf',
  grey: '#808080',
  red: '#d7005f',
} as const;

export type ColourName = keyof typeof palette;

/** Symbols of a theme, each with its ASCII replacement. */
export function symbols({ unicode }: Theme): {
  readonly dot: string;
  readonly bar: string;
  readonly barEnd: string;
  readonly track: string;
  readonly axis: string;
  readonly tick: string;
  readonly corner: string;
  readonly line: string;
  readonly mark: string;
  readonly beta: string;
  readonly arrow: string;
} {
  return unicode
    ? {
        dot: '●',
        bar: '━',
        barEnd: '╸',
        track: '─',
        axis: '│',
        tick: '┤',
        corner: '└',
        line: '─',
        mark: '▲',
        beta: 'β',
        arrow: '→',
      }
    : {
        dot: '*',
        bar: '#',
        barEnd: '#',
        track: '-',
        axis: '|',
        tick: '+',
        corner: '+',
        line: '-',
        mark: '^',
        beta: 'beta',
        arrow: '->',
      };
}

/** Reads the environment: NO_COLOR, COLORTERM, TERM, and the locale's character set. */
export function detectTheme(env: Readonly<Record<string, string | undefined>>): Theme {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const plainLocale = /^(C|POSIX)(\.(?!utf-?8)|$)/iu.test(locale);
  const term = env['TERM'] ?? '';
  const unicode = !plainLocale && term !== 'linux' && term !== 'dumb';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return { unicode, colour: 'none' };
  if (/truecolor|24bit/iu.test(env['COLORTERM'] ?? '')) return { unicode, colour: 'true' };
  const rich = /256|kitty|alacritty|ghostty|wezterm|tmux|screen/iu.test(term);
  return { unicode, colour: rich ? 'indexed' : 'none' };
}

/** A text for people. If the terminal has only ASCII, `’` is replaced, the only other character in our texts. */
export function readable(text: string, { unicode }: Theme): string {
  return unicode ? text : text.replaceAll('’', "'");
}
