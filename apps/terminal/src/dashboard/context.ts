/** What every component may need and none should be handed through. */
import { createContext, useContext } from 'react';
import type { Theme } from '../render/theme.js';

export const ThemeContext = createContext<Theme>({ unicode: true, colour: 'true' });

export function useTheme(): Theme {
  return useContext(ThemeContext);
}
