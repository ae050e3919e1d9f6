/** Lines of coloured spans as Ink text. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import type { Span } from '../render/canvas.js';
import { palette } from '../render/theme.js';
import { useTheme } from './context.js';

export function Lines({ lines }: { readonly lines: readonly (readonly Span[])[] }): ReactElement {
  return (
    <Box flexDirection="column">
      {lines.map((line, i) => (
        <Line key={i} spans={line} />
      ))}
    </Box>
  );
}

export function Line({ spans }: { readonly spans: readonly Span[] }): ReactElement {
  const { colour: depth } = useTheme();
  return (
    <Text wrap="truncate">
      {spans.map(({ text, colour }, i) =>
        colour === undefined || depth === 'none' ? (
          <Text key={i}>{text}</Text>
        ) : (
          <Text key={i} color={palette[colour]}>
            {text}
          </Text>
        ),
      )}
    </Text>
  );
}
