import { describe, expect, it } from 'vitest';
import { createUndoable } from './history';

interface Sheet {
  readonly ink: readonly number[];
  readonly at: number;
}
type Change =
  { readonly type: 'ink'; readonly dot: number } | { readonly type: 'look'; at: number };

function create() {
  return createUndoable<Sheet, Change, Pick<Sheet, 'ink'>>(
    (sheet, change) =>
      change.type === 'ink'
        ? { ...sheet, ink: [...sheet.ink, change.dot] }
        : change.at === sheet.at
          ? sheet
          : { ...sheet, at: change.at },
    { ink: [], at: 0 },
    { keep: ({ ink }) => ({ ink }), put: (sheet, kept) => ({ ...sheet, ...kept }) },
  );
}

/** Draws the dots of each gesture. */
function draw(sheet: ReturnType<typeof create>, ...gestures: readonly number[][]): void {
  for (const dots of gestures) {
    sheet.settle();
    for (const dot of dots) sheet.send({ type: 'ink', dot });
  }
}

describe('the undo history', () => {
  it('undoes gesture by gesture, and redoes', () => {
    const sheet = create();
    draw(sheet, [1, 2], [3]);
    sheet.travel('undo');
    expect(sheet.get().ink).toEqual([1, 2]);
    sheet.travel('undo');
    sheet.travel('undo');
    expect(sheet.get().ink).toEqual([]);
    sheet.travel('redo');
    sheet.travel('redo');
    sheet.travel('redo');
    expect(sheet.get().ink).toEqual([1, 2, 3]);
  });

  it('does not restore the part that is not undoable, and does not count its changes as steps', () => {
    const sheet = create();
    draw(sheet, [1]);
    sheet.send({ type: 'look', at: 7 });
    sheet.travel('undo');
    expect(sheet.get()).toEqual({ ink: [], at: 7 });
    expect(sheet.timeline().past).toEqual([]);
  });

  it('loses the redo steps after a new change', () => {
    const sheet = create();
    draw(sheet, [1], [2]);
    sheet.travel('undo');
    draw(sheet, [3]);
    sheet.travel('redo');
    expect(sheet.get().ink).toEqual([1, 3]);
  });

  it('starts a new step after undo and redo', () => {
    const sheet = create();
    draw(sheet, [1]);
    sheet.travel('undo');
    sheet.travel('redo');
    sheet.send({ type: 'ink', dot: 2 });
    sheet.travel('undo');
    expect(sheet.get().ink).toEqual([1]);
  });

  it('keeps at most a hundred steps, and can be cleared', () => {
    const sheet = create();
    draw(sheet, ...Array.from({ length: 150 }, (_, i) => [i]));
    expect(sheet.timeline().past).toHaveLength(100);
    sheet.remember();
    sheet.travel('undo');
    expect(sheet.get().ink).toHaveLength(150);
  });

  it('notifies listeners only of real changes', () => {
    const sheet = create();
    let notified = 0;
    sheet.subscribe(() => (notified += 1));
    draw(sheet, [1]);
    sheet.travel('undo');
    sheet.travel('undo');
    expect(notified).toBe(2);
  });
});
