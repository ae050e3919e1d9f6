/**
 * The queue of messages to one screen. A screen that reads slowly takes a bounded amount of memory and never slows the
 * training: the oldest queued `step-end` events are dropped, since later ones contain the newer state.
 */
import type { Writable } from 'node:stream';
import type { ServerMessage } from '@speil/api';

/** Maximum number of bytes that wait for one screen. */
export const outboxLimit = 1024 * 1024;

/**
 * Number of bytes that are passed to the stream at a time. The rest waits in this queue, where it can still be dropped.
 */
const streamShare = 64 * 1024;

interface Waiting {
  readonly line: Buffer;
  readonly droppable: boolean;
}

export class Outbox {
  readonly #stream: Writable;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #dropped = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('drain', () => this.#flush());
  }

  /** Number of bytes that wait in this queue and in the stream. */
  get bytes(): number {
    return this.#bytes + this.#stream.writableLength;
  }

  /** Number of events that were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * @returns false if more bytes wait than allowed and no event can be dropped. The screen must then be disconnected.
   */
  send(message: ServerMessage): boolean {
    const line = Buffer.from(`${JSON.stringify(message)}\n`);
    const droppable = message.type === 'event' && message.event.type === 'step-end';
    this.#waiting.push({ line, droppable });
    this.#bytes += line.length;
    this.#flush();
    return this.bytes <= outboxLimit || this.#drop();
  }

  /** Writes everything that waits and ends the stream. */
  end(): void {
    for (const { line } of this.#waiting) this.#stream.write(line);
    this.#waiting = [];
    this.#bytes = 0;
    this.#stream.end();
  }

  #flush(): void {
    let taken = 0;
    for (const { line } of this.#waiting) {
      if (this.#stream.destroyed || this.#stream.writableLength >= streamShare) break;
      this.#bytes -= line.length;
      taken += 1;
      this.#stream.write(line);
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }

  /**
   * Drops many events at once, so that the queue of a screen that is far behind is not searched for every event.
   *
   * @returns whether the rest is within the limit.
   */
  #drop(): boolean {
    this.#waiting = this.#waiting.filter(({ line, droppable }) => {
      if (!droppable || this.bytes <= outboxLimit / 2) return true;
      this.#bytes -= line.length;
      this.#dropped += 1;
      return false;
    });
    return this.bytes <= outboxLimit;
  }
}
