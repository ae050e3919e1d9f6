/** The worker's client for scenes of pictures, with a method for each question. */
import { pictureSide } from '../protocol/images';
import type {
  ColourPicture,
  ColourResult,
  ColourTask,
  Enlargement,
  Factor,
  GridRow,
  Place,
  Plane,
  Reconstruction,
  Restoration,
  RestoreRequest,
} from '../protocol/images';
import type { OwnModel } from '../protocol/own-model';
import type { QuestionOf } from '../protocol/messages';
import { openWorkerClient } from './client';
import type { WorkerClientOptions } from './client';

export interface ImageClient {
  /**
   * Decodes points of open planes. The pictures go to `onDecoded` with the returned id. A newer call replaces one that
   * has not begun.
   */
  decodeAt(places: readonly Place[], byHand: boolean): number;
  /** Opens the model of a plane other than the first one. */
  openPlane(plane: Plane): Promise<void>;
  /** Opens a model that was trained on this device, as the plane and the network `own`. */
  openOwn(model: OwnModel): Promise<void>;
  /** @returns the pictures at equal steps from one point to another, both included. */
  decodeLine(request: QuestionOf<'decode-line'>): Promise<readonly Uint8Array[]>;
  /** @param plane default: the plane of the Explore scene. @param condition the class given to a conditional model. */
  encode(picture: Uint8Array, plane?: Plane, condition?: number): Promise<Reconstruction>;
  /** Damages a picture and restores it. */
  restore(request: RestoreRequest): Promise<Restoration>;
  /** Shrinks a picture and enlarges it again in two ways. */
  enlarge(picture: Uint8Array, factor: Factor): Promise<Enlargement>;
  /** Gives a colour picture to a network. */
  askColour(picture: ColourPicture, task: ColourTask): Promise<ColourResult>;
  /** Decodes a `side` by `side` grid in the background; replaces an earlier grid. */
  decodeGrid(request: QuestionOf<'decode-grid'>, onRow: (row: GridRow) => void): void;
  close(): void;
}

export interface ImageClientOptions extends WorkerClientOptions {
  readonly onDecoded?: (id: number, picture: Uint8Array, plane: Plane) => void;
}

/** Values of one picture. */
const pictureSize = pictureSide ** 2;

export function openImageClient({ onDecoded, ...options }: ImageClientOptions): ImageClient {
  const client = openWorkerClient(options);
  let lastDecoded = 0;
  return {
    decodeAt(places, byHand) {
      const id = ++lastDecoded;
      client
        .ask('decode-at', { places, byHand }, ({ picture, plane }) => {
          onDecoded?.(id, picture, plane);
        })
        // If a plane's model did not load, the call that opened it has reported the failure.
        .catch(() => undefined);
      return id;
    },
    async openPlane(plane) {
      await client.ask('open-plane', { plane });
    },
    async openOwn({ files, components }) {
      await client.ask('open-own', { files, ...(components && { components }) });
    },
    async decodeLine(request) {
      const { steps } = request;
      const pictures = await client.ask('decode-line', request);
      return Array.from({ length: steps }, (_, i) =>
        pictures.subarray(i * pictureSize, (i + 1) * pictureSize),
      );
    },
    encode(picture, plane = 'vae', condition) {
      return client.ask('encode', {
        plane,
        picture,
        ...(condition !== undefined && { condition }),
      });
    },
    restore: (request) => client.ask('restore', request),
    enlarge: (picture, factor) => client.ask('enlarge', { picture, factor }),
    askColour: (picture, task) => client.ask('colour', { picture, task }),
    decodeGrid(request, onRow) {
      client.stream('decode-grid', request, onRow);
    },
    close: client.close,
  };
}
