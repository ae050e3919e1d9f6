/** Figures as the page shows them. */

/** Nats an item of 784 pixels as nats a pixel, the way Keras prints a mean cross-entropy. */
export function perPixel(nats: number, pixels = 784): string {
  return (nats / pixels).toFixed(4).replace(/^0/u, '');
}

export function share(value: number | null): string {
  return value === null ? '-' : `${(100 * value).toFixed(1)} %`;
}
