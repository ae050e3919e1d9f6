/** Splits a stream of bytes into lines of bounded length, for both ends of the control socket. */

/** Maximum length of a line from a screen to the trainer, in bytes. */
export const maximumLine = 64 * 1024;

/** Maximum length of a line to a screen or of the log, in bytes. The KL of 4,096 dimensions fits. */
export const longestEvent = 1024 * 1024;

export interface LineHandlers {
  readonly onLine: (line: string) => void;
  /** Called for a line that was too long; its bytes were discarded. */
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
