/** Rows of small pictures: originals over their reconstructions, and draws from the prior. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { formatCount } from '../report/format.js';
import { renderPicture, type GreyPicture } from '../render/pictures.js';
import type { Theme } from '../render/theme.js';
import { useTheme } from './context.js';
import { tileGrid } from './layout.js';
import type { RunView, SampleTiles } from './store.js';
import { tilesPerRow } from './tiles.js';

export interface PicturesProps {
  readonly view: RunView;
  readonly columns: number;
  readonly rows: number;
  /** Samples too, where the model gives any. */
  readonly samples: boolean;
}

export function Pictures({ view, columns, rows, samples }: PicturesProps): ReactElement {
  const theme = useTheme();
  const { reconstructions, samples: drawn } = view;
  if (reconstructions === undefined) {
    return (
      <Box width={columns} height={rows}>
        <Text dimColor> The first pictures come soon.</Text>
      </Box>
    );
  }
  // Three rows of the smallest pictures and two captions.
  const withSamples = samples && drawn !== undefined && rows >= 11;
  const captions = withSamples ? 2 : 1;
  // Originals, reconstructions, and as many rows of samples as there is room for.
  const lines = withSamples ? 3 : 2;
  const grid = tileGrid(columns - 1, rows - captions, lines, tilesPerRow);
  const [originals, copies] = pairsOf(reconstructions, grid.across);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Caption text="originals over reconstructions" step={reconstructions.step} />
      <TileRow tiles={originals} {...grid} theme={theme} />
      <TileRow tiles={copies} {...grid} theme={theme} />
      {withSamples && <Caption text="drawn from the prior" step={drawn.step} />}
      {withSamples && <TileRow tiles={drawn.tiles.slice(0, grid.across)} {...grid} theme={theme} />}
    </Box>
  );
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
  readonly tiles: readonly GreyPicture[];
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

/** The first pairs of a montage whose rows are originals and reconstructions by turns. */
function pairsOf(
  { tiles }: SampleTiles,
  count: number,
): readonly [readonly GreyPicture[], readonly GreyPicture[]] {
  const shown = Math.min(count, tilesPerRow);
  return [tiles.slice(0, shown), tiles.slice(tilesPerRow, tilesPerRow + shown)];
}
