/** How training pictures are a little different in each epoch. */
import * as z from 'zod';

export const augmentationSchema = z.strictObject({
  /** Most pixels to each side, whole; the edge is repeated. */
  shift: z.int().min(0).max(1024).default(0),
  /** Mirrored left to right in half of the draws. */
  flip: z.boolean().default(false),
  /** Least side of the part that is cut out and enlarged to the whole, as a fraction; 1 cuts nothing. */
  crop: z.number().gt(0).max(1).default(1),
  /** Most that is added to every value, or taken away; the result is held to 0 to 1. */
  brightness: z.number().min(0).max(1).default(0),
});
export type Augmentation = z.input<typeof augmentationSchema>;
