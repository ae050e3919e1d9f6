/**
 * Rearranges a tune in the order in which it is played. The order follows from the list of parts in the header (ABC
 * 2.1, section 3.1.9), and from the marks D.C., D.S., Fine and Coda, which abcjs draws but does not play.
 */
import type { TuneObject } from 'abcjs';
import { stavesOf, voicesOf, type AbcElement } from './elements.js';
import type { Omissions } from '../shared/omissions.js';

/**
 * Maximum number of parts in the order of a tune, far more than any dance has, and maximum length of the rearranged
 * text in characters. `readAbc` has the same limit for a whole book.
 */
const maxParts = 200;
const maxText = 2 ** 20;

/** @returns the text with its parts in the order of the header, repeated as often as they are played. */
export function orderParts(text: string, omissions: Omissions): string {
  const lines = text.split('\n');
  const keyLine = lines.findIndex((line) => /^K:/u.test(line));
  const header = lines.slice(0, keyLine + 1);
  const order = header.find((line) => /^P:/u.test(line));
  if (order === undefined || keyLine === -1) return text;
  const body = lines.slice(keyLine + 1);
  const parts = new Map<string, string[]>();
  let current = '';
  for (const line of body) {
    const [, name, rest] = /^\[?P:\s*([A-Za-z])[^\]]*\]?(.*)$/u.exec(line) ?? [];
    if (name !== undefined) {
      current = name;
      parts.set(current, [...(parts.get(current) ?? [])]);
    }
    const ownLine = name === undefined ? line : line.startsWith('[') ? rest! : '';
    if (ownLine !== '') parts.set(current, [...(parts.get(current) ?? []), ownLine]);
  }
  const playedParts = expandOrder(order.slice(2));
  const sizeOf = (name: string): number =>
    (parts.get(name) ?? []).reduce((sum, line) => sum + line.length + 1, 0);
  const unplayable =
    playedParts === undefined ||
    playedParts.some((name) => !parts.has(name)) ||
    playedParts.reduce((sum, name) => sum + sizeOf(name), 0) > maxText ||
    body.some((line) => /^(?:V:|\[V:)/u.test(line));
  if (unplayable) {
    omissions.add('order | of parts', order.slice(2).trim());
    return text;
  }
  const before = parts.get('') ?? [];
  return [
    ...header.filter((line) => line !== order),
    ...before,
    ...playedParts.flatMap((name) => parts.get(name)!),
  ].join('\n');
}

/** Expands `A2(BC)3` to a list of parts; undefined if it is not a valid order of parts. */
function expandOrder(order: string): readonly string[] | undefined {
  const tokens = order.replace(/[\s.,]/gu, '').match(/[A-Za-z]|\d+|[()]/gu) ?? [];
  const stack: string[][] = [[]];
  let last: string[] = [];
  for (const token of tokens) {
    if (/\d/u.test(token)) {
      const times = Number(token);
      if (times * last.length > maxParts) return undefined;
      for (let i = 1; i < times; i++) stack.at(-1)!.push(...last);
      continue;
    }
    if (token === '(') stack.push([]);
    else {
      last = token === ')' ? (stack.pop() ?? []) : [token];
      if (stack.length === 0) return undefined;
      stack.at(-1)!.push(...last);
    }
    if (stack.at(-1)!.length > maxParts) return undefined;
  }
  return stack.length === 1 && stack[0]!.length > 0 ? stack[0] : undefined;
}

const jumps = [
  'D.C.',
  'D.C.alfine',
  'D.C.alcoda',
  'D.S.',
  'D.S.alfine',
  'D.S.alcoda',
  'dacapo',
  'dacoda',
];
const isMarked = ({ decoration }: AbcElement, ...names: readonly string[]): boolean =>
  decoration?.some((name) => names.includes(name)) ?? false;

/** Appends to the end of the tune the elements that a D.C. or a D.S. repeats. */
export function writeOutJumps(tune: TuneObject, omissions: Omissions): void {
  const voices = voicesOf(tune);
  const hasJump = voices.some((lines) =>
    lines.some(({ elements }) => elements.some((element) => isMarked(element, ...jumps))),
  );
  if (!hasJump) return;
  if (voices.length > 1) {
    omissions.add('jump | (D.C. or D.S.) of several voices');
    return;
  }
  const [lines] = voices as [ReturnType<typeof voicesOf>[number]];
  const all = lines.flatMap(({ elements }) => elements);
  /** The position after the bar line that ends the bar of an element. */
  const afterBar = (at: number): number => {
    const bar = all.findIndex(({ el_type: type }, i) => i >= at && type === 'bar');
    return bar === -1 ? all.length : bar + 1;
  };
  const find = (from: number, ...names: string[]): number =>
    all.findIndex((element, i) => i >= from && isMarked(element, ...names));
  const jump = find(0, ...jumps);
  const from = isMarked(all[jump]!, 'D.S.', 'D.S.alfine', 'D.S.alcoda') ? find(0, 'segno') : 0;
  if (from === -1) {
    omissions.add('jump | without a segno');
    return;
  }
  const end = afterBar(jump);
  const fine = find(from, 'fine');
  const toCoda = isMarked(all[jump]!, 'D.C.alcoda', 'D.S.alcoda', 'dacoda')
    ? find(from, 'coda')
    : -1;
  const coda = toCoda === -1 ? -1 : find(toCoda + 1, 'coda');
  const stop = coda !== -1 ? toCoda : fine !== -1 ? afterBar(fine) : end;
  const begin = all[from]!.el_type === 'bar' ? from + 1 : from;
  const repeated = [
    ...all.slice(begin, stop),
    ...(coda === -1 ? [] : all.slice(Math.max(coda, end))),
  ];
  const last = lines.at(-1)!.elements;
  if (coda !== -1) cutOff(lines, all.slice(end));
  last.push(
    { el_type: 'bar', type: 'bar_thin' },
    ...initialKeyAndMetre(tune),
    ...withoutRepeats(repeated),
  );
}

/** Removes elements that are played only after the jump. */
function cutOff(
  lines: readonly { readonly elements: AbcElement[] }[],
  elements: readonly AbcElement[],
): void {
  const removed = new Set(elements);
  for (const line of lines) {
    line.elements.splice(0, line.elements.length, ...line.elements.filter((e) => !removed.has(e)));
  }
}

/** The initial key and metre, which a jump returns to. */
function initialKeyAndMetre(tune: TuneObject): AbcElement[] {
  const [first] = stavesOf(tune)[0] ?? [];
  return [
    ...(first?.key ? [{ ...first.key, el_type: 'key' } as AbcElement] : []),
    ...(first?.meter ? [{ ...first.meter, el_type: 'meter' } as AbcElement] : []),
  ];
}

/** Removes repeats, and all endings except the last one: after a jump, repeats are not played again. */
function withoutRepeats(elements: readonly AbcElement[]): AbcElement[] {
  const out: AbcElement[] = [];
  let skipped = false;
  for (const [i, element] of elements.entries()) {
    const copy = structuredClone(element) as AbcElement & { currentTrackWholeNotes?: unknown };
    delete copy.currentTrackWholeNotes;
    delete (copy as { currentTrackMilliseconds?: unknown }).currentTrackMilliseconds;
    if (copy.el_type === 'bar') {
      const later = elements.slice(i + 1).some(({ startEnding }) => startEnding !== undefined);
      const wasSkipped = skipped;
      if (copy.startEnding !== undefined) skipped = later;
      delete copy.startEnding;
      delete copy.endEnding;
      copy.type = 'bar_thin';
      if (wasSkipped && skipped) continue;
    }
    if (!skipped || copy.el_type === 'bar') out.push(copy);
  }
  return out;
}
