/** Formats scores for the page. */

/** Converts nats per item to nats per pixel, the unit in which Keras prints the mean cross-entropy. */
export function perPixel(nats: number, pixels = 784): string {
  return (nats / pixels).toFixed(4).replace(/^0/u, '');
}

export function share(value: number | null): string {
  return value === null ? '-' : `${(100 * value).toFixed(1)} %`;
}
