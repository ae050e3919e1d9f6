/** The roll below the pad: the playing pattern with its playing column, or a corner whose cells can be edited. */
'use client';

import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import { Button, Toggle } from '../../../shared/components/button';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { clamp } from '../../../shared/geometry/geometry';
import { Spoken } from '../../../shared/components/spoken';
import { watch } from '../../../shared/state/store';
import { useDerived } from '../../../shared/hooks/use-derived';
import { useMusic, useScene } from '../controller/context';
import { editId } from '../corners/corner';
import type { StepNote } from '../pattern/kind';
import { cornerLetters } from '../pattern/state';
import { press } from './brush';
import type { Brush } from './brush';
import { findCell, computeLayout } from './layout';
import type { Cell } from './layout';
import { paintRoll } from './paint-roll';
import { useRowName } from './row-name';
import { useView, useWindowOn } from './view';
import styles from './roll.module.css';

export function Roll(): ReactElement {
  const t = useTranslations('music');
  const { kind, send, playCorner } = useMusic();
  const open = useScene((state) => state.open);
  const solo = useScene((state) => state.solo);
  const section = useRef<HTMLElement>(null);
  useInSight(section, open);
  return (
    <section ref={section} className={styles.roll} aria-labelledby="roll-heading">
      <div className={styles.head}>
        <h2 id="roll-heading">
          {open === undefined ? t('playing') : t('corner', { letter: cornerLetters[open]! })}
        </h2>
        <p id="roll-help">
          {t(open === undefined ? 'rollHelp' : kind.name === 'beats' ? 'editDrums' : 'editMelody')}
        </p>
        {open !== undefined && (
          <>
            <Toggle
              pressed={solo === open}
              onToggle={(on) => {
                playCorner(on ? open : undefined);
              }}
            >
              {t('playAlone')}
            </Toggle>
            <Button
              onClick={() => {
                send({ type: 'open', corner: undefined });
              }}
            >
              {t('backToPlaying')}
            </Button>
          </>
        )}
      </div>
      <Sheet open={open} />
    </section>
  );
}

/** Scrolls to the roll and focuses it when a corner is opened, and restores the focus when the corner is closed. */
function useInSight(section: RefObject<HTMLElement | null>, open: number | undefined): void {
  const before = useRef(open);
  useEffect(() => {
    const [was, { current }] = [before.current, section];
    before.current = open;
    if (current === null || was === open) return;
    if (open !== undefined) {
      current.querySelector<HTMLElement>('[data-roll]')?.focus({ preventScroll: true });
      const tall = current.clientHeight > innerHeight;
      current.scrollIntoView({ block: tall ? 'start' : 'nearest' });
      return;
    }
    // If the focus has moved elsewhere in the meantime, it stays there.
    const { activeElement, body } = document;
    if (activeElement !== body && !current.contains(activeElement)) return;
    document.getElementById(editId(was!))?.focus();
  }, [open, section]);
}

function Sheet({ open }: { open: number | undefined }) {
  const t = useTranslations('music');
  const music = useMusic();
  const { kind, store, answers, moment } = music;
  const nameOf = useRowName(kind);
  const view = useView();
  const { width } = view;
  const [cursor, setCursor] = useState<Cell>();
  const [said, setSaid] = useState('');
  /** The last cell under the pointer. */
  const last = useRef<Cell>(undefined);
  // The value is a text, so that the component renders only when it changes.
  const reachText = useDerived(store, answers, () => Object.values(music.reach()).join());
  const [lowest = 0, highest = 0] = reachText.split(',').map(Number);
  const reach = { lowest, highest };
  const layout = computeLayout(kind, width, reach, open !== undefined);

  const shown = (): Pattern | undefined =>
    open === undefined ? moment.get().pattern : music.corner(open);
  const { ref } = useCanvas(
    (surface) => {
      // Columns have no width before the first layout.
      if (width === 0) return;
      paintRoll(surface, {
        ...{ kind, layout, reach, nameOf },
        pattern: shown(),
        // While another pattern plays than the one that is shown, its step would be misleading.
        step: open === moment.get().solo ? moment.get().step : undefined,
        cursor: open === undefined ? undefined : cursor,
      });
    },
    [open, cursor, width, reachText],
    (again) => {
      document.fonts.ready.then(again, again);
      return [
        watch(moment, ({ pattern }) => pattern, again),
        watch(moment, ({ step }) => step, again),
        watch(moment, ({ solo }) => solo, again),
        watch(store, ({ corners }) => corners, again),
        watch(answers, ({ rows }) => rows, again),
      ];
    },
  );
  useWindowOn(view, layout, open, () => {
    const rows = (shown() && kind.notesOf(shown()!).map(({ pitch }) => pitch)) ?? [];
    return highest - (Math.min(...rows, highest) + Math.max(...rows, lowest)) / 2;
  });

  /** @returns the first cell of the keyboard's cursor, which is the cell of the first note. */
  const beginning = (): Cell => {
    const pattern = shown();
    const first = pattern && kind.notesOf(pattern)[0];
    return { step: 0, row: first?.pitch ?? Math.round((lowest + highest) / 2) };
  };
  const change = (cell: Cell, next: Pattern): void => {
    if (open === undefined || next === music.corner(open)) return;
    store.send({ type: 'corner', at: open, corner: { kind: 'notes', pattern: next } });
    setSaid(sentence(cell, next));
  };
  const brush = useRef<Brush>(undefined);
  const begin = (cell: Cell): Brush | undefined => {
    const pattern = open === undefined ? undefined : music.corner(open);
    return pattern && press(kind, pattern, cell);
  };
  const toggle = (cell: Cell): void => {
    const pressed = begin(cell);
    if (pressed === undefined) return;
    if (pressed.set !== undefined) music.strike(pressed.set);
    change(cell, pressed.lift());
  };
  /** Lengthens or shortens the note under the cursor. */
  const stretch = (cell: Cell, by: 1 | -1): void => {
    const pattern = shown();
    const note = pattern && kind.notesOf(pattern).find((each) => covers(each, cell));
    if (pattern === undefined || note === undefined) return;
    const end = clamp(note.end + by, note.start + 1, patternSteps);
    change(cell, kind.stretch(pattern, note.start, note.pitch, end));
  };
  const sentence = ({ step, row }: Cell, pattern: Pattern | undefined): string => {
    const on =
      pattern !== undefined && kind.notesOf(pattern).some((note) => covers(note, { step, row }));
    const name = nameOf(row, true);
    return t(on ? 'cellOn' : 'cellOff', { name, step: String(step + 1) });
  };
  const cellUnder = (event: PointerEvent<HTMLDivElement>): Cell | undefined => {
    const box = view.cells.current?.getBoundingClientRect();
    return box && findCell(layout, reach, event.clientX - box.left, event.clientY - box.top);
  };
  const follow = (cell: Cell, next: Brush | undefined): void => {
    brush.current = next;
    if (next === undefined) return;
    if (next.set !== undefined) music.strike(next.set);
    change(cell, next.pattern);
  };
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    const cell = event.button === 0 && open !== undefined ? cellUnder(event) : undefined;
    if (cell === undefined) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setCursor(undefined);
    last.current = cell;
    follow(cell, begin(cell));
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const cell = brush.current && cellUnder(event);
    if (cell === undefined || sameCell(cell, last.current)) return;
    last.current = cell;
    follow(cell, brush.current?.move(cell));
  };
  const up = (event: PointerEvent<HTMLDivElement>): void => {
    const [lifted, cell] = [brush.current, last.current];
    brush.current = undefined;
    // A gesture that the browser uses for scrolling changes nothing.
    if (lifted !== undefined && cell !== undefined && event.type === 'pointerup') {
      change(cell, lifted.lift());
    }
  };
  const key = (event: KeyboardEvent): void => {
    if (open === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = cursor ?? beginning();
    if (event.shiftKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      stretch(at, event.key === 'ArrowRight' ? 1 : -1);
      return;
    }
    const moves: Readonly<Record<string, Cell>> = {
      ArrowLeft: { step: at.step - 1, row: at.row },
      ArrowRight: { step: at.step + 1, row: at.row },
      ArrowUp: { step: at.step, row: at.row + 1 },
      ArrowDown: { step: at.step, row: at.row - 1 },
      Home: { step: 0, row: at.row },
      End: { step: patternSteps - 1, row: at.row },
    };
    const move = moves[event.key];
    if (move !== undefined) {
      const next = {
        step: clamp(move.step, 0, patternSteps - 1),
        row: clamp(move.row, lowest, highest),
      };
      setCursor(next);
      view.show(layout, next.step, highest - next.row);
      setSaid(sentence(next, shown()));
    } else if (event.key === ' ' || event.key === 'Enter') {
      setCursor(at);
      toggle(at);
    } else return;
    event.preventDefault();
  };
  const editing = open !== undefined;
  return (
    <>
      <div
        ref={view.sheet}
        className={styles.sheet}
        data-kind={kind.name}
        role={editing ? 'application' : 'img'}
        aria-label={editing ? t('cells', { letter: cornerLetters[open]! }) : t('playing')}
        aria-describedby="roll-help"
        tabIndex={editing ? 0 : undefined}
        data-editing={editing}
        data-rows={layout.rows}
        data-roll
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onKeyDown={key}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) {
            setCursor((was) => was ?? beginning());
          }
        }}
        onBlur={() => {
          setCursor(undefined);
        }}
      >
        <div ref={view.cells} className={styles.cells}>
          <canvas ref={ref} aria-hidden="true" />
        </div>
      </div>
      <Spoken text={said} />
    </>
  );
}

const covers = ({ pitch, start, end }: StepNote, { step, row }: Cell): boolean =>
  pitch === row && start <= step && step < end;

const sameCell = (one: Cell, other: Cell | undefined): boolean =>
  one.step === other?.step && one.row === other.row;
