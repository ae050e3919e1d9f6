/** Computes means, variances and log-sum-exp in double precision, one value at a time. */

/** Welford's running mean and variance (1962) of each column. */
export class RunningMoments {
  count = 0;
  readonly mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(width: number) {
    this.mean = new Float64Array(width);
    this.#squares = new Float64Array(width);
  }

  /** @param rows row-major, `[n, width]`. */
  add(rows: Float32Array): void {
    const width = this.mean.length;
    for (let start = 0; start < rows.length; start += width) {
      this.count++;
      for (let i = 0; i < width; i++) {
        const delta = rows[start + i]! - this.mean[i]!;
        this.mean[i]! += delta / this.count;
        this.#squares[i]! += delta * (rows[start + i]! - this.mean[i]!);
      }
    }
  }

  /** Population variance of each column. */
  variance(): Float64Array {
    return this.#squares.map((sum) => (this.count === 0 ? 0 : sum / this.count));
  }
}

/** ln of a running mean of exponentials, one for each item, without overflow. */
export class LogMeanExp {
  readonly #largest: Float64Array;
  readonly #sum: Float64Array;
  #count = 0;

  constructor(items: number) {
    this.#largest = new Float64Array(items).fill(-Infinity);
    this.#sum = new Float64Array(items);
  }

  /** @param logs one for each item. */
  add(logs: Float32Array): void {
    this.#count++;
    logs.forEach((log, i) => {
      const largest = this.#largest[i]!;
      if (log > largest) {
        this.#sum[i] = this.#sum[i]! * Math.exp(largest - log) + 1;
        this.#largest[i] = log;
      } else {
        this.#sum[i]! += Math.exp(log - largest);
      }
    });
  }

  value(): Float64Array {
    return this.#largest.map((largest, i) => largest + Math.log(this.#sum[i]! / this.#count));
  }
}
