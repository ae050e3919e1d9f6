/**
 * Rows of small pictures: originals above their reconstructions, the model's inputs above both if they differ from the
 * originals, and samples of the prior.
 */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { totalSteps } from '@speil/api';
import { formatCount, formatDuration } from '../report/format.js';
import { renderPicture, type CellPicture } from '../render/pictures.js';
import type { Theme } from '../render/theme.js';
import { useTheme } from './context.js';
import { tileGrid } from './layout.js';
import type { RunView, SampleTiles } from './store.js';

export interface PicturesProps {
  readonly view: RunView;
  readonly columns: number;
  readonly rows: number;
  /** Whether to show samples too, if the model has any. */
  readonly samples: boolean;
}

export function Pictures({ view, columns, rows, samples }: PicturesProps): ReactElement {
  const theme = useTheme();
  const { reconstructions, samples: drawn } = view;
  if (reconstructions === undefined) {
    return (
      <Box width={columns} height={rows}>
        <Text dimColor>{` ${firstPictures(view)}`}</Text>
      </Box>
    );
  }
  const shown = rowsOf(reconstructions, rows);
  // The fewest lines: the rows of the smallest pictures, one row of samples, and two captions.
  const fits = samples && rows >= 3 * (shown.length + 1) + 2;
  const draws = fits ? drawn?.rows[0] : undefined;
  const captions = draws ? 2 : 1;
  const lines = shown.length + (draws ? 1 : 0);
  const most = Math.max(...shown.map(({ tiles }) => tiles.length), draws?.length ?? 1);
  const grid = tileGrid(columns - 1, rows - captions, lines, most);
  const named = shown.map(({ name }) => name).join(' over ');
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Caption text={named} step={reconstructions.step} />
      {shown.map(({ name, tiles }) => (
        <TileRow key={name} tiles={tiles.slice(0, grid.across)} {...grid} theme={theme} />
      ))}
      {draws && <Caption text="samples of the prior" step={drawn!.step} />}
      {draws && <TileRow tiles={draws.slice(0, grid.across)} {...grid} theme={theme} />}
    </Box>
  );
}

/** When the first pictures are due, as a step and, once steps have been timed, as a time. */
export function firstPictures({ training, config }: RunView): string {
  const every = config?.recipe.training.sampleEverySteps;
  const { run, step, examplesPerSecond } = training;
  if (every === undefined || run === undefined) return 'No pictures yet.';
  const next = Math.min((Math.floor(step / every) + 1) * every, totalSteps(training));
  if (training.status !== 'running')
    return `No pictures yet: the first come at step ${formatCount(next)}.`;
  const seconds = examplesPerSecond && ((next - step) * run.batchSize) / examplesPerSecond;
  const time = seconds ? ` (in about ${formatDuration(seconds)})` : '';
  return `First pictures at step ${formatCount(next)}${time}.`;
}

function Caption({ text, step }: { readonly text: string; readonly step: number }): ReactElement {
  return (
    <Text wrap="truncate">
      {` ${text}, `}
      <Text dimColor>{`step ${formatCount(step)}`}</Text>
    </Text>
  );
}

function TileRow(props: {
  readonly tiles: readonly CellPicture[];
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
}): ReactElement {
  const { tiles, columns, rows, theme } = props;
  const rendered = tiles.map((tile) => renderPicture(tile, columns, rows, theme));
  return (
    <Box flexDirection="column">
      {Array.from({ length: rows }, (_, row) => (
        <Text key={row} wrap="truncate">
          {` ${rendered.map((lines) => lines[row]).join(' ')}`}
        </Text>
      ))}
    </Box>
  );
}

interface NamedRow {
  readonly name: string;
  readonly tiles: readonly CellPicture[];
}

/**
 * The first strip of a montage. A trainer draws at most two strips, so the number of rows tells whether a strip has two
 * rows or three. If three rows do not fit, the row of originals is left out.
 */
function rowsOf({ rows }: SampleTiles, room: number): readonly NamedRow[] {
  const row = (name: string, index: number): NamedRow => ({ name, tiles: rows[index] ?? [] });
  if (rows.length === 0 || rows.length % 3 !== 0) {
    return [row('originals', 0), row('reconstructions', 1)];
  }
  const [seen, originals, copies] = [
    row('inputs', 0),
    row('originals', 1),
    row('reconstructions', 2),
  ];
  return room >= 10 ? [seen, originals, copies] : [seen, copies];
}
