/** Shows a picture in the terminal, beside the file that is written. */
import { printPicture, type CellPicture } from '../render/pictures.js';
import { detectTheme } from '../render/theme.js';
import type { Io } from './io.js';

/** Prints the picture in character cells if stdout is a terminal and the output is not JSON. */
export function showPicture(
  picture: CellPicture,
  { json }: { readonly json?: boolean },
  io: Pick<Io, 'out' | 'tty' | 'columns' | 'env'>,
): void {
  if (json || !io.tty) return;
  for (const line of printPicture(picture, io.columns, detectTheme(io.env))) io.out(line);
}
