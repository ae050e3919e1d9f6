/**
 * Detects drums on channels other than 10. Roland's GS marks drum channels with a system exclusive message (SC-88
 * manual, "Use for rhythm part", address 40 1x 15). Yamaha's XG and General MIDI 2 mark them by the bank of their
 * program.
 */

/**
 * Whether the data begin like a GS "data set 1" message: the maker Roland, any device, the model GS, and command 0x12.
 */
const isGs = ([maker, , model, command]: Uint8Array): boolean =>
  maker === 0x41 && model === 0x42 && command === 0x12;

/** The channel of a GS part, counted from 0. In GS, channel 10 is part 0, and channels 1 to 9 are parts 1 to 9. */
const channelOfPart = (part: number): number => (part === 0 ? 9 : part <= 9 ? part - 1 : part);

export interface GsMessage {
  /** Channel, from 0; undefined if the message is about something else. */
  readonly channel?: number;
  /** 1 if the channel plays drums. */
  readonly value: number;
}

/** @returns the content of a GS message; undefined for a message of another kind. */
export function readGsMessage(data: Uint8Array): GsMessage | undefined {
  if (!isGs(data)) return undefined;
  const [high, middle = 0, low, value = 0] = data.subarray(4);
  if (high !== 0x40 || (middle & 0xf0) !== 0x10 || low !== 0x15) return { value: 0 };
  return { channel: channelOfPart(middle & 0x0f), value: value === 0 ? 0 : 1 };
}

/**
 * Whether a bank contains drum kits: bank 127 in XG, and bank 120 in General MIDI 2. In GS, bank 127 contains the
 * sounds of the MT-32.
 */
export const isDrumBank = (bank: number, gs: boolean): boolean =>
  bank === 120 || (bank === 127 && !gs);
