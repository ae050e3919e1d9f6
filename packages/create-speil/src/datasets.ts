/**
 * The datasets that a new package can name, with what its recipe and its card have to know. A test of the repository
 * compares this list with the catalogue of `@speil/images`, which this package does not load.
 */

/** Height and width in pixels, and channels: 1 for grey, 3 for colour. */
export type Shape = readonly [height: number, width: number, channels: number];

/** What is known of a dataset. */
export interface KnownDataset {
  /** `[height, width, channels]`. */
  readonly shape: Shape;
  /** Number of classes. */
  readonly classes: number;
  /** A dataset that is always available, used if this one is not on the machine. */
  readonly fallback?: string;
  /** The licence of the data, as on the card. */
  readonly licence: string;
}

const digits = { shape: [28, 28, 1], classes: 10, licence: 'CC BY-SA 3.0' } as const;

/** The datasets by name. */
export const datasets: Readonly<Record<string, KnownDataset>> = {
  mnist: { ...digits, fallback: 'mnist-10k' },
  'mnist-10k': digits,
  'fashion-mnist': {
    ...{ shape: [28, 28, 1], classes: 10, licence: 'MIT' },
    fallback: 'fashion-mnist-10k',
  },
  'fashion-mnist-10k': { shape: [28, 28, 1], classes: 10, licence: 'MIT' },
  kmnist: { shape: [28, 28, 1], classes: 10, licence: 'CC BY-SA 4.0' },
  'cifar-10': { shape: [32, 32, 3], classes: 10, licence: 'none stated' },
  scenes: { shape: [64, 64, 3], classes: 4, licence: 'Apache-2.0' },
  shapes: { shape: [32, 32, 1], classes: 3, licence: 'Apache-2.0' },
  'colour-shapes': { shape: [32, 32, 3], classes: 3, licence: 'Apache-2.0' },
};
