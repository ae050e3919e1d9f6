/** The roll below the pad: what is heard, with the column that sounds; or a corner, whose cells a hand sets. */
'use client';

import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { patternSteps } from '../../../model/music-protocol';
import type { Pattern } from '../../../model/music-protocol';
import { Button } from '../../../scene/button';
import { useCanvas } from '../../../scene/canvas';
import { clamp } from '../../../scene/geometry';
import { Spoken } from '../../../scene/spoken';
import { watch } from '../../../scene/store';
import { useDerived } from '../../../scene/use-derived';
import { useMusic, useScene } from '../context';
import { cornerLetters } from '../state';
import { cellOf, layoutOf } from './layout';
import type { Cell } from './layout';
import { paintRoll } from './paint-roll';
import { useRowName } from './row-name';
import styles from './roll.module.css';

export function Roll(): ReactElement {
  const t = useTranslations('music');
  const { kind, send } = useMusic();
  const open = useScene((state) => state.open);
  return (
    <section className={styles.roll} aria-labelledby="roll-heading">
      <div className={styles.head}>
        <h2 id="roll-heading">
          {open === undefined ? t('heard') : t('corner', { letter: cornerLetters[open]! })}
        </h2>
        <p id="roll-help">
          {t(open === undefined ? 'rollHelp' : kind.name === 'drums' ? 'editDrums' : 'editMelody')}
        </p>
        {open !== undefined && (
          <Button
            onClick={() => {
              send({ type: 'open', corner: undefined });
            }}
          >
            {t('backToHeard')}
          </Button>
        )}
      </div>
      <Sheet open={open} />
    </section>
  );
}

function Sheet({ open }: { open: number | undefined }) {
  const t = useTranslations('music');
  const music = useMusic();
  const { kind, store, answers, moment } = music;
  const nameOf = useRowName(kind);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [cursor, setCursor] = useState<Cell>();
  const [said, setSaid] = useState('');
  // As text, so that it renders only when it has become another.
  const reachText = useDerived(store, answers, () => Object.values(music.reach()).join());
  const [lowest = 0, highest = 0] = reachText.split(',').map(Number);
  const reach = { lowest, highest };
  const layout = layoutOf(kind, width, reach);

  const shown = (): Pattern | undefined =>
    open === undefined ? moment.get().pattern : music.corner(open);
  const { ref } = useCanvas(
    (surface) => {
      paintRoll(surface, {
        ...{ kind, layout, reach, nameOf },
        pattern: shown(),
        // Another rhythm than the one that is shown is no help.
        step: open === undefined ? moment.get().step : undefined,
        cursor: open === undefined ? undefined : cursor,
      });
    },
    [open, cursor, width, reachText],
    (again) => {
      document.fonts.ready.then(again, again);
      return [
        watch(moment, ({ pattern }) => pattern, again),
        watch(moment, ({ step }) => step, again),
        watch(store, ({ corners }) => corners, again),
        watch(answers, ({ rows }) => rows, again),
      ];
    },
  );
  // As a property: the page's policy allows no style in its markup. Before that the style sheet's guess holds.
  useEffect(() => {
    if (box.current !== null && width > 0) box.current.style.height = `${layout.height}px`;
  }, [layout.height, width]);

  /** Where keys begin: at the first note. */
  const beginning = (): Cell => {
    const pattern = shown();
    const first = pattern && kind.notesOf(pattern)[0];
    return { step: 0, row: first?.pitch ?? Math.round((lowest + highest) / 2) };
  };
  const toggle = (cell: Cell): void => {
    const pattern = open === undefined ? undefined : music.corner(open);
    if (open === undefined || pattern === undefined) return;
    const next = kind.toggle(pattern, cell.step, cell.row);
    store.send({ type: 'corner', at: open, corner: { kind: 'notes', pattern: next } });
    setSaid(sentence(cell, next));
  };
  const sentence = ({ step, row }: Cell, pattern: Pattern | undefined): string => {
    const on =
      pattern !== undefined &&
      kind
        .notesOf(pattern)
        .some((note) => note.pitch === row && note.start <= step && step < note.end);
    const name = nameOf(row, true);
    return t(on ? 'cellOn' : 'cellOff', { name, step: String(step + 1) });
  };
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || open === undefined) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const cell = cellOf(layout, reach, event.clientX - left, event.clientY - top);
    if (cell === undefined) return;
    setCursor(undefined);
    toggle(cell);
  };
  const key = (event: KeyboardEvent): void => {
    if (open === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = cursor ?? beginning();
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
        ref={box}
        className={styles.sheet}
        data-kind={kind.name}
        role={editing ? 'application' : 'img'}
        aria-label={editing ? t('cells', { letter: cornerLetters[open]! }) : t('heard')}
        aria-describedby="roll-help"
        tabIndex={editing ? 0 : undefined}
        data-editing={editing}
        data-roll
        onPointerDown={down}
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
        <canvas ref={ref} aria-hidden="true" />
      </div>
      <Spoken text={said} />
    </>
  );
}

/** An element's width in CSS pixels; 0 before it is known. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const sizes = new ResizeObserver(() => {
      setWidth(current.clientWidth);
    });
    sizes.observe(current);
    return () => {
      sizes.disconnect();
    };
  }, [element]);
  return width;
}
