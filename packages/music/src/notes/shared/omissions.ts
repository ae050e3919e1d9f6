/** What of a file was skipped, by kind, so that it can be said once: a note is never lost for something else. */
export interface Omission {
  /** In the singular, `unknown chord symbol`; behind a bar what follows the noun, `note | out of range`. */
  readonly what: string;
  readonly count: number;
  /** The first of them, as it stood in the file; undefined where there is nothing to show. */
  readonly first?: string;
}

export interface ReadOptions {
  /** How a person knows the file; begins the messages. */
  readonly what?: string;
  /** Told once, after the reading, where something was skipped. */
  readonly onOmitted?: (omissions: readonly Omission[]) => void;
}

/** Counts while a file is read. */
export class Omissions {
  readonly #counts = new Map<string, { count: number; first?: string }>();

  add(what: string, first?: string): void {
    const known = this.#counts.get(what);
    if (known !== undefined) known.count++;
    else this.#counts.set(what, { count: 1, ...(first !== undefined && { first }) });
  }

  get list(): readonly Omission[] {
    return [...this.#counts].map(([what, counted]) => ({ what, ...counted }));
  }

  /** Tells who asked, if there is something to tell. */
  tell({ onOmitted }: ReadOptions): void {
    if (this.#counts.size > 0) onOmitted?.(this.list);
  }
}

/** Of several files: each kind once, with the first of it. */
export function summed(omissions: readonly Omission[]): readonly Omission[] {
  const all = new Map<string, Omission>();
  for (const omission of omissions) {
    const known = all.get(omission.what);
    const count = (known?.count ?? 0) + omission.count;
    all.set(omission.what, { ...(known ?? omission), count });
  }
  return [...all.values()];
}

/** In one phrase: `3 unknown chord symbols (first: C7alt), 1 note out of range (200)`. */
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
