/** Opens the dashboard on a run and waits until the person leaves it. */
import type { Io } from '../cli/io.js';
import { detectTheme } from '../render/theme.js';
import { enterAlternateScreen } from './alternate-screen.js';
import { RunStore, goesOn } from './store.js';

export interface DashboardOptions {
  readonly folder: string;
  /** The run's folder as the person knows it. */
  readonly name: string;
  /** Whether this command started the run: then Ctrl-C stops it. */
  readonly owner: boolean;
  readonly io: Io;
}

/** `detached` while training goes on, `interrupted` after Ctrl-C, `ended` when there was nothing left to watch. */
export type Left = 'detached' | 'interrupted' | 'ended';

export async function openDashboard({ folder, name, owner, io }: DashboardOptions): Promise<Left> {
  const theme = detectTheme(io.env);
  // Ink reads these when it is loaded: its colours know FORCE_COLOR only, and in what it takes for CI (an empty variable
  // too) it has no colours and draws nothing before the end. Whether there is a person was decided before.
  if (theme.colour === 'none') process.env['FORCE_COLOR'] = '0';
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
  const [{ render }, { createElement }, { App }] = await Promise.all([
    import('ink'),
    import('react'),
    import('./App.js'),
  ]);
  const store = new RunStore(folder);
  const screen = enterAlternateScreen(process.stdout);
  try {
    return await new Promise<Left>((resolve) => {
      const leave = (how: 'left' | 'interrupted'): void => {
        app.unmount();
        resolve(how === 'interrupted' ? how : goesOn(store.view) ? 'detached' : 'ended');
      };
      const app = render(createElement(App, { store, name, folder, owner, theme, leave }), {
        exitOnCtrlC: false,
        patchConsole: false,
      });
      for (const signal of ['SIGTERM', 'SIGHUP'] as const)
        process.once(signal, () => leave('left'));
    });
  } finally {
    store.close();
    screen.leave();
  }
}
