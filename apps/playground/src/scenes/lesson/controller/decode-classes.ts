/** Decodes one point of the conditional VAE as each of its classes. */
import type { Point } from '../../../shared/geometry/geometry';
import type { ImageClient } from '../../../worker/page/image-client';
import type { Plane } from '../../../worker/protocol/images';

export interface ClassDecoder {
  /** @returns a picture for each class. */
  readonly decode: (client: ImageClient, at: Point) => Promise<readonly Uint8Array[]>;
  /** Receives the pictures from the client, in the order of the classes. */
  readonly onDecoded: (id: number, picture: Uint8Array, plane: Plane) => void;
}

export function createClassDecoder(count: number): ClassDecoder {
  let waiting:
    { readonly resolve: (pictures: readonly Uint8Array[]) => void; id: number } | undefined;
  let pictures: Uint8Array[] = [];
  return {
    async decode(client, { x, y }) {
      // The plane opens first, since a failure to open it is reported only here.
      await client.openPlane('cvae');
      return await new Promise((resolve) => {
        pictures = [];
        const places = Array.from({ length: count }, (_, condition) => ({
          plane: 'cvae' as const,
          ...{ x, y, condition },
        }));
        waiting = { resolve, id: client.decodeAt(places, true) };
      });
    },
    onDecoded(id, picture) {
      if (waiting?.id !== id) return;
      pictures.push(picture);
      if (pictures.length === count) waiting.resolve(pictures);
    },
  };
}
