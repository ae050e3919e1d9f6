/** Values that any component may need, without passing them through. */
import { createContext, useContext } from 'react';
import type { Theme } from '../render/theme.js';

export const ThemeContext = createContext<Theme>({ unicode: true, colour: 'true' });

export function useTheme(): Theme {
  return useContext(ThemeContext);
}
