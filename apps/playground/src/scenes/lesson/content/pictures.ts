/**
 * Pictures that no model of digits was trained on, as base64url: the links of two tasks hold them, and a widget shows
 * them.
 */
import { pictureSide } from '../../../worker/protocol/images';
import { packBytes, unpackBytes } from '../../../shared/pad/ink-text';

/** The first T-shirt of the test part of fashion-mnist-10k (pictures.test.ts), 784 bytes. Zalando, MIT. */
const shirtText =
  'AAAAAAAAAABCinZjR0AySUhWiiIAAAAAAAAAAAAAAAAAKlJQR3VcN6b_yc1KgJxETiQAAAAAAAAAAAAAMl1IPzNCYVFLbkFD' +
  'TaZTJkxbPgAAAAAAAAAAC2FDRDdCQ0RSVVFWZ4pwQDlAQVUhAAEAAAAAAEhZOkxiRUI7P0NFSkk8LUleST5FVgAAAAAAABNb' +
  'czxRSDtDP0E-Ojw8QUk5Q2s7R1ItAAAAAABVQFN9SS8_QUFCQERBQEJARDM6U0U-VR4AAAAAIl44bms_NjxAPz9DQUBBPzs4' +
  'O1pJWUIHAAAAAAAMOVygXUU6Pzw8PDo6Ojk7MlaIRx8AAAAAAAAAAAAkblxOQUA8Pz48Pj8_OT4qBAAAAQEAAAAAAAAAAABF' +
  'Y0dFQUM_P0BARzpSDQAAAAEAAAAAAAAAAAAAQ2JKREFAQUBBPEhCTAEAAAAAAAAAAAAAAAAAAFBdSkRCQEFAQD5FQ0kAAAAB' +
  'AQAAAAAAAAABAABZWklERUBBQEBAP0lKAAAAAAAAAAAAAAAAAAAAXltIREdAQUBAQTlMTgIAAgAAAAAAAAAAAAAAAFtcREhC' +
  'PkFBQUI5SFMAAAEAAAAAAAAAAAAAAABfVEdJQj9CQkJCOkFQAAABAAAAAAAAAAAAAAAAZUxKS0RBQkJCQz46UAAAAAAAAAAA' +
  'AAAAAAEAFWtLTExFQ0NDQ0NCOFIWAAAAAAAAAAAAAAAAAChiS0tLRUJCRElEQztJLAAAAAAAAAAAAAAAAAA4Y05NTUlDQ0NI' +
  'REM6RTsAAAAAAAAAAAAAAAAAUF5MTVBLQ0RCRUdFPzw_AAAAAAAAAAAAAAAAAFtWR0tOSkFEQURHQERASwAAAAAAAAAAAAAA' +
  'AABnWkpLTU1ISEVEQ0NBPFMGAAEAAAAAAAAAAQABaFlHTVFOSUdHRURJRDtUDwADAAAAAAAAAQEAE1xRQ0tNTUlHSEhIR0I5' +
  'VhgAAwEAAAAAAAABABR1YlNZVlJLS0xOUFBOSl4ZAAMBAAAAAAAAAAAAAxceNURBPzs4MzIuLCkPAAAAAAAAAA';

/** Values of a picture of noise, 7 by 7, of which most are 0 as in a digit. */
const noiseText = 'AOkA7QDbAAAA-_kAAAAAx8cAANoAAAC_1QAA-wAAAAAAAMUAAO0AAAAAAAAAAN8AAA';
/** Values along a side of the noise. */
const noiseSide = 7;

export const shirt: Uint8Array = Uint8Array.from(unpackBytes(shirtText) ?? []);

/** Each value of the noise fills a square, so that shrinking the picture gives the values back. */
export const noise: Uint8Array = enlargeBlocks(Uint8Array.from(unpackBytes(noiseText) ?? []));

/** @returns a picture as the part of a link (shared/pad/input-picture.ts). */
export const packPicture = (picture: Uint8Array): string => packBytes(picture);

function enlargeBlocks(values: Uint8Array): Uint8Array {
  const block = pictureSide / noiseSide;
  return Uint8Array.from({ length: pictureSide ** 2 }, (_, i) => {
    const row = Math.floor(i / pictureSide / block);
    const column = Math.floor((i % pictureSide) / block);
    return values[row * noiseSide + column]!;
  });
}
