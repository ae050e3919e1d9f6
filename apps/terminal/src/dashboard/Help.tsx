/** The keys and what they do, the most important first. */
import { Text } from 'ink';
import type { ReactElement } from 'react';
import { keymap } from './keymap.js';
import { Scrolled, wrapText } from './Scrolled.js';

/** Number of columns before the text. */
const [padding, keyWidth] = [2, 14];

export function Help(props: {
  readonly columns: number;
  readonly rows: number;
  readonly offset: number;
}): ReactElement {
  const { columns, ...scrolled } = props;
  return (
    <Scrolled {...scrolled} paddingLeft={padding}>
      {keymap.flatMap(({ label, help }) =>
        (help === undefined ? [] : wrapText(help, columns - padding - keyWidth - 1)).map(
          (line, i) => (
            <Text key={`${label} ${i}`} wrap="truncate">
              <Text bold>{(i === 0 ? label : '').padEnd(keyWidth)}</Text>
              {line}
            </Text>
          ),
        ),
      )}
    </Scrolled>
  );
}
