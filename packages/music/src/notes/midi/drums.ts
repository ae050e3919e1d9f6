/**
 * Drums on other channels than 10. Roland's GS names the channels in an exclusive message (SC-88 manual, "Use for rhythm part",
 * address 40 1x 15); Yamaha's XG and General MIDI 2 by the bank that a program is taken from.
 */

/** The first bytes of a data set of GS, behind the byte that begins an exclusive message: Roland, any device, GS, "data set 1". */
const isGs = ([maker, , model, command]: Uint8Array): boolean =>
  maker === 0x41 && model === 0x42 && command === 0x12;

/** The part of GS that is channel 10 has the number 0; those before it follow. */
const channelOfPart = (part: number): number => (part === 0 ? 9 : part <= 9 ? part - 1 : part);

export interface GsMessage {
  /** From 0; undefined where the message is about something else. */
  readonly channel?: number;
  /** 1 where the channel plays drums. */
  readonly value: number;
}

/** @returns what a message of GS says, undefined for one of another kind. */
export function drumsOf(data: Uint8Array): GsMessage | undefined {
  if (!isGs(data)) return undefined;
  const [high, middle = 0, low, value = 0] = data.subarray(4);
  if (high !== 0x40 || (middle & 0xf0) !== 0x10 || low !== 0x15) return { value: 0 };
  return { channel: channelOfPart(middle & 0x0f), value: value === 0 ? 0 : 1 };
}

/** Banks of drum kits: XG's, and General MIDI 2's. In GS 127 holds the sounds of the MT-32. */
export const isDrumBank = (bank: number, gs: boolean): boolean =>
  bank === 120 || (bank === 127 && !gs);
