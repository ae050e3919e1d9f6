/** Augmentation: training pictures are changed a little in each epoch. */
import * as z from 'zod';

/** Small changes of training pictures, drawn again in each epoch. */
export const augmentationSchema = z.strictObject({
  /** Maximum shift to each side, in whole pixels; the edge is repeated. */
  shift: z.int().min(0).max(1024).default(0),
  /** Mirrors left to right in half of the draws. */
  flip: z.boolean().default(false),
  /** Minimum side of the part that is cropped and enlarged to full size, as a fraction; 1 does not crop. */
  crop: z.number().gt(0).max(1).default(1),
  /** Maximum number that is added to or subtracted from every value. The result is clamped to 0 to 1. */
  brightness: z.number().min(0).max(1).default(0),
});
/** Settings of the augmentation, as they are written: those with defaults may be absent. */
export type Augmentation = z.input<typeof augmentationSchema>;
