/**
 * Counts what was skipped while a file was read, so that it can be reported once. Only the invalid event itself is
 * skipped: the notes around it are kept.
 */
export interface Omission {
  /**
   * What was skipped, in the singular: `unknown chord symbol`. A vertical bar separates the noun from what follows it:
   * `note | out of range`.
   */
  readonly what: string;
  /** How often it was skipped. */
  readonly count: number;
  /** The first example, as written in the file; undefined if there is nothing to show. */
  readonly first?: string;
}

/** How a file of notes is read. */
export interface ReadOptions {
  /** Name of the file, for messages. */
  readonly what?: string;
  /** Called once after reading, if something was skipped. */
  readonly onOmitted?: (omissions: readonly Omission[]) => void;
}

/** Counts omissions while a file is read. */
export class Omissions {
  readonly #counts = new Map<string, { count: number; first?: string }>();

  add(what: string, first?: string): void {
    const entry = this.#counts.get(what);
    if (entry !== undefined) entry.count++;
    else this.#counts.set(what, { count: 1, ...(first !== undefined && { first }) });
  }

  get list(): readonly Omission[] {
    return [...this.#counts].map(([what, counted]) => ({ what, ...counted }));
  }

  /** Calls `onOmitted` if something was skipped. */
  report({ onOmitted }: ReadOptions): void {
    if (this.#counts.size > 0) onOmitted?.(this.list);
  }
}

/** Merges the omissions of several files. Each kind is listed once, with its first example. */
export function mergeOmissions(omissions: readonly Omission[]): readonly Omission[] {
  const all = new Map<string, Omission>();
  for (const omission of omissions) {
    const entry = all.get(omission.what);
    const count = (entry?.count ?? 0) + omission.count;
    all.set(omission.what, { ...(entry ?? omission), count });
  }
  return [...all.values()];
}

/** Describes omissions in one phrase: `3 unknown chord symbols (first: C7alt), 1 note out of range (200)`. */
export function omissionsText(omissions: readonly Omission[]): string {
  return omissions
    .map(({ what, count, first }) => {
      const [noun, ...rest] = what.split(' | ');
      const many = count === 1 ? noun! : `${noun}s`;
      const shown = first === undefined ? '' : ` (${count === 1 ? '' : 'first: '}${first})`;
      return [`${count} ${many}`, ...rest].join(' ') + shown;
    })
    .join(', ');
}
