/** Values that any component may need, so that they are not passed as props. */
import { createContext, useContext } from 'react';
import type { Theme } from '../render/theme.js';

export const ThemeContext = createContext<Theme>({ unicode: true, colour: 'true' });

export function useTheme(): Theme {
  return useContext(ThemeContext);
}
