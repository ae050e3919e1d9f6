/**
 * A stream of bytes as lines of bounded length: what both ends of the control socket read with.
 */

/** The longest line that a trainer takes from a screen, in bytes. */
export const maximumLine = 64 * 1024;

/** The longest line that a screen or a reader of the log takes: the KL of 4,096 dimensions fits. */
export const longestEvent = 1024 * 1024;

export interface LineHandlers {
  readonly onLine: (line: string) => void;
  /** A line was longer than allowed; its bytes were thrown away. */
  readonly onOversized: () => void;
}

/** @returns a function that takes the chunks of a stream, in order. */
export function splitLines(
  { onLine, onOversized }: LineHandlers,
  limit = maximumLine,
): (chunk: Uint8Array) => void {
  let held: Buffer[] = [];
  let size = 0;
  let oversized = false;
  return (chunk) => {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (;;) {
      const end = rest.indexOf(0x0a);
      const piece = end === -1 ? rest : rest.subarray(0, end);
      size += piece.length;
      if (size > limit) {
        held = [];
        oversized = true;
      } else if (piece.length > 0) {
        held.push(piece);
      }
      if (end === -1) return;
      if (oversized) onOversized();
      else if (size > 0) onLine(Buffer.concat(held).toString('utf8'));
      held = [];
      size = 0;
      oversized = false;
      rest = rest.subarray(end + 1);
    }
  };
}
