/** Opens the dashboard on a run and waits until the person leaves it. */
import type { Io } from '../io/io.js';
import { detectTheme } from '../render/theme.js';
import { enterAlternateScreen } from './alternate-screen.js';
import { Leaving, type Left } from './leaving.js';
import { plainOutput } from './plain-output.js';
import { RunStore } from './store.js';

export interface DashboardOptions {
  readonly folder: string;
  /** The run's folder, as the person wrote it. */
  readonly name: string;
  /** Whether this command started the run, which Ctrl-C then stops. */
  readonly owner: boolean;
  readonly io: Io;
}

export async function openDashboard(options: DashboardOptions): Promise<Left> {
  const { folder, owner } = options;
  const store = new RunStore(folder);
  const leaving = new Leaving({ store, owner });
  try {
    return await show(options, store, leaving);
  } finally {
    leaving.close();
    store.close();
  }
}

async function show(
  { folder, name, io }: DashboardOptions,
  store: RunStore,
  { left, leave, interrupt }: Leaving,
): Promise<Left> {
  const theme = detectTheme(io.env);
  // Ink reads these variables when it is loaded. If CI is set, even to an empty text, Ink uses no colours and draws
  // nothing before the end. Speil has already decided that a person is watching, so the variable is removed. Colour
  // level 0 would remove bold and underlined text as well, so a terminal without colour gets a higher level, whose
  // colours are not used.
  if (theme.colour === 'none') {
    process.env['FORCE_COLOR'] = '1';
    // If both variables were set, Node would print a warning on the person's screen.
    delete process.env['NO_COLOR'];
  }
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
  const [{ render }, { createElement }, { App }] = await Promise.all([
    import('ink'),
    import('react'),
    import('./App.js'),
  ]);
  const screen = enterAlternateScreen(process.stdout);
  try {
    const app = render(createElement(App, { store, name, folder, theme, leave, interrupt }), {
      exitOnCtrlC: false,
      patchConsole: false,
      stdout: theme.unicode ? process.stdout : plainOutput(process.stdout),
    });
    const how = await left;
    app.unmount();
    return how;
  } finally {
    screen.leave();
  }
}
