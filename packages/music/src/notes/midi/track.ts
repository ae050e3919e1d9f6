/**
 * Decodes the events of one track. Harmless irregularities are skipped, as in MIDI players: an empty meta event, a
 * real-time byte between two events, or a data byte above 127. The track ends at the first byte that cannot be decoded.
 */
import type { Omissions } from '../shared/omissions.js';

export type TrackEvent =
  | {
      readonly kind: 'channel';
      readonly tick: number;
      /** Kind of the event: upper half of its status byte, 0x80 to 0xe0. */
      readonly status: number;
      readonly channel: number;
      readonly first: number;
      /** Second data byte; 0 for events with one data byte. */
      readonly second: number;
    }
  | {
      readonly kind: 'meta' | 'exclusive';
      readonly tick: number;
      /** Type of a meta event; 0 for exclusive messages. */
      readonly type: number;
      readonly data: Uint8Array;
    };

const meta = 0xff;
const endOfTrack = 0x2f;
/** Number of data bytes after a status below 0xf0, by its upper half. */
const dataBytes = (status: number): 1 | 2 => (status === 0xc0 || status === 0xd0 ? 1 : 2);
/** Number of data bytes after a system common status. */
const systemBytes: Readonly<Record<number, number>> = { 0xf1: 1, 0xf2: 2, 0xf3: 1 };

/** @param omissions counts what is skipped. */
export function* trackEvents(bytes: Uint8Array, omissions: Omissions): Generator<TrackEvent> {
  let [at, tick, running] = [0, 0, 0];
  /** Reads a variable-length number of at most four bytes; undefined if the bytes end or the number is longer. */
  const number = (): number | undefined => {
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  const broken = (why: string): void => omissions.add('broken track end', why);

  while (at < bytes.length) {
    const delta = number();
    if (delta === undefined) return broken('an unfinished delta time');
    tick += delta;
    let status = bytes[at];
    if (status === undefined) return broken('a delta time without an event');
    if (status >= 0x80) at++;
    else status = running;
    if (status === 0) return broken('data without an event');
    if (status < 0xf0) {
      running = status;
      const size = dataBytes(status & 0xf0);
      if (at + size > bytes.length) return broken('an event cut off');
      const [first, second] = [bytes[at]!, size === 2 ? bytes[at + 1]! : 0];
      at += size;
      const [upper, channel] = [status & 0xf0, status & 0x0f];
      yield { kind: 'channel', tick, status: upper, channel, first, second };
    } else if (status === meta || status === 0xf0 || status === 0xf7) {
      const type = status === meta ? (bytes[at++] ?? endOfTrack) : 0;
      if (status === meta && type === endOfTrack) return;
      const size = number();
      if (size === undefined || at + size > bytes.length) return broken('an event cut off');
      const kind = status === meta ? 'meta' : 'exclusive';
      yield { kind, tick, type, data: bytes.subarray(at, at + size) };
      at += size;
    } else at += systemBytes[status] ?? 0;
  }
}
