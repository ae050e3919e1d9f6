/**
 * The view for a terminal that is too small for panes: the numbers of the run, one per line, the most important first.
 * All keys work.
 */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { totalSteps } from '@speil/api';
import { formatCount, formatDuration, formatLoss } from '../report/format.js';
import { resumeHint } from '../report/resume.js';
import { shownHealth, mayGoOn, timeLeft } from './Header.js';
import type { RunView } from './store.js';

export function Small(props: {
  readonly view: RunView;
  readonly name: string;
  readonly rows: number;
  /** A question or a notice, shown first. */
  readonly message: string | undefined;
}): ReactElement {
  const { view, name, rows, message } = props;
  // The last line stays empty, as in layout.ts. A terminal with only one line uses that line.
  const lines = [...(message === undefined ? [] : [message]), ...smallLines(view, name)];
  return (
    <Box flexDirection="column">
      {lines.slice(0, Math.max(1, rows - 1)).map((line, i) => (
        <Text key={i} wrap="truncate">
          {line}
        </Text>
      ))}
    </Box>
  );
}

/** Short lines, since such a terminal is often narrow as well. */
function smallLines(view: RunView, name: string): readonly string[] {
  const { run, step, epoch, losses, epochs } = view.training;
  const total = totalSteps(view.training);
  const share = total === 0 ? '' : `  ${Math.floor((step / total) * 100)}%`;
  const left = timeLeft(view);
  const validation = epochs.findLast((one) => one.validation !== null)?.validation;
  return [
    `${shownHealth(view)}${share}`,
    ...(losses === undefined ? [] : [`total ${formatLoss(losses.total)}`]),
    ...(mayGoOn(view) ? [resumeHint(name)] : []),
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
    `epoch ${Math.max(epoch, 1)}/${run?.epochs ?? '?'}`,
    ...(validation ? [`validation ${formatLoss(validation.total)}`] : []),
    `step ${formatCount(step)}/${formatCount(total)}`,
    'q leave',
    name,
  ];
}
