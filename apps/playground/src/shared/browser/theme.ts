/**
 * The theme, light or dark: the system's choice until a person changes it, which this browser then stores for all tabs.
 * `themeScript` runs before the first paint, so that no page flashes in the wrong theme.
 */
const storageKey = 'speil.theme';

type Theme = 'light' | 'dark';

/** Colour of the browser's own bars: the paper colour of each theme (tokens.css). */
export const barColours: Readonly<Record<Theme, string>> = { light: '#eef1f0', dark: '#0e161c' };

export const themeScript = `try{const t=localStorage.getItem('${storageKey}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`;

export function toggleTheme(): void {
  const next = isDark() ? 'light' : 'dark';
  choose(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // A browser that stores nothing shows the choice until the page is left.
  }
}

/** Applies the theme to the browser's bars, and follows changes in other tabs. @returns a function that stops this. */
export function followTheme(): () => void {
  const { theme } = document.documentElement.dataset;
  if (theme === 'light' || theme === 'dark') choose(theme);
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === storageKey && (newValue === 'light' || newValue === 'dark')) choose(newValue);
  };
  addEventListener('storage', onStorage);
  return () => {
    removeEventListener('storage', onStorage);
  };
}

function choose(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    bar.content = barColours[theme];
  }
}

/** @returns a function that stops listening. */
export function onThemeChange(listener: () => void): () => void {
  const system = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );
  const chosen = new MutationObserver(listener);
  for (const query of system) query.addEventListener('change', listener);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    for (const query of system) query.removeEventListener('change', listener);
    chosen.disconnect();
  };
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined
    ? matchMedia('(prefers-color-scheme: dark)').matches
    : theme === 'dark';
}
