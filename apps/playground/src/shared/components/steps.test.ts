import { expect, it } from 'vitest';
import { readShortcut } from './steps';

const key = (text: string): Parameters<typeof readShortcut>[0] => {
  const keys = text.split('+');
  return {
    key: keys.at(-1)!,
    ctrlKey: keys.includes('Ctrl'),
    metaKey: keys.includes('Cmd'),
    shiftKey: keys.includes('Shift'),
    altKey: keys.includes('Alt'),
  };
};

it.each([
  ['Ctrl+z', 'undo'],
  ['Cmd+z', 'undo'],
  ['Ctrl+Shift+Z', 'redo'],
  ['Cmd+Shift+z', 'redo'],
  ['Ctrl+y', 'redo'],
  // Caps Lock gives capital letters.
  ['Ctrl+Z', 'undo'],
  ['z', undefined],
  ['Ctrl+Alt+z', undefined],
  ['Ctrl+Cmd+z', undefined],
  ['Ctrl+x', undefined],
])('%s means %s', (text, way) => {
  expect(readShortcut(key(text))).toBe(way);
});
