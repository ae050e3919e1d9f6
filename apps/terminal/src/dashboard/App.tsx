/**
 * The dashboard: a header, a pane and a footer, at any size of the terminal. It only displays the view of the store.
 */
import { Box, useStdout } from 'ink';
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import type { Theme } from '../render/theme.js';
import { Charts } from './Charts.js';
import { ThemeContext } from './context.js';
import { Footer } from './Footer.js';
import { Header } from './Header.js';
import { Help } from './Help.js';
import { layoutOf, type Layout } from './layout.js';
import { Pictures } from './Pictures.js';
import { RunPane } from './RunPane.js';
import type { Screen } from './screen.js';
import { Small } from './Small.js';
import { isTraining, type RunStore, type RunView } from './store.js';
import { useKeys } from './use-keys.js';

export interface AppProps {
  readonly store: RunStore;
  readonly name: string;
  readonly folder: string;
  readonly theme: Theme;
  readonly leave: () => void;
  readonly interrupt: () => void;
}

export function App({ store, name, folder, theme, leave, interrupt }: AppProps): ReactElement {
  const view = useSyncExternalStore(store.subscribe, store.getView);
  const { columns, rows } = useTerminalSize();
  const screen = useKeys({ store, view, leave, interrupt });
  const layout = layoutOf(columns, rows);
  const message = screen.question ?? view.notice;
  if (layout === undefined) return <Small {...{ view, name, rows, message }} />;
  return (
    <ThemeContext.Provider value={theme}>
      <Box flexDirection="column" width={layout.columns} height={layout.rows} overflow="hidden">
        <Header view={view} name={name} columns={layout.columns} />
        <Box height={layout.body} marginY={layout.air} overflow="hidden">
          <Body {...{ view, screen, layout, folder }} />
        </Box>
        <Footer
          pane={screen.pane}
          columns={layout.columns}
          live={isTraining(view)}
          paused={view.training.status === 'paused'}
          notice={message}
        />
      </Box>
    </ThemeContext.Provider>
  );
}

function Body(props: {
  readonly view: RunView;
  readonly screen: Screen;
  readonly layout: Layout;
  readonly folder: string;
}): ReactElement {
  const { view, screen, layout, folder } = props;
  const { columns, body: rows } = layout;
  const { training } = view;
  const { log } = screen;
  const { offset } = screen;
  if (screen.help) return <Help {...{ columns, rows, offset }} />;
  if (screen.pane === 'run') return <RunPane {...{ view, folder, columns, rows, offset }} />;
  if (screen.pane === 'pictures') return <Pictures {...{ view, columns, rows }} samples />;
  if (screen.pane === 'curves') return <Charts {...{ training, columns, rows, log }} stacked />;
  if (layout.wide) {
    const left = Math.floor(columns * 0.55);
    return (
      <Box>
        <Charts {...{ training, rows, log }} columns={left} stacked />
        <Pictures {...{ view, rows }} columns={columns - left} samples />
      </Box>
    );
  }
  // Pictures need nine lines. If there are fewer than eighteen lines in all, the curves get all of them.
  const there = view.reconstructions !== undefined;
  const pictures = there && rows >= 18 ? Math.max(9, Math.floor(rows * 0.45)) : 0;
  return (
    <Box flexDirection="column">
      <Charts {...{ training, columns, log }} rows={rows - pictures} />
      {pictures > 0 && <Pictures {...{ view, columns }} rows={pictures} samples={false} />}
    </Box>
  );
}

function useTerminalSize(): { readonly columns: number; readonly rows: number } {
  const { stdout } = useStdout();
  const read = (): { columns: number; rows: number } => ({
    columns: stdout.columns || 80,
    rows: stdout.rows || 24,
  });
  const [size, setSize] = useState(read);
  useEffect(() => {
    const update = (): void => setSize(read());
    stdout.on('resize', update);
    return () => void stdout.off('resize', update);
  }, [stdout]);
  return size;
}
