/** A corner: its pattern is an example, a sample of the model, part of a file, or edited in the roll. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { ModelError } from '../../../worker/page/failure';
import { patternSteps } from '../../../worker/protocol/music';
import { Button } from '../../../shared/components/button';
import { FileButton } from '../../../shared/components/file-button';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { useNotice } from '../../../shared/components/notice';
import { watch } from '../../../shared/state/store';
import { useFileDrop } from '../../../shared/hooks/use-file-drop';
import { useAnswers, useMusic, useScene } from '../controller/context';
import { paintBeats, paintPattern } from '../pattern/paint-pattern';
import type { Moment } from '../controller/playback-control';
import { cornerLetters } from '../pattern/state';
import styles from './corner.module.css';

export function CornerCard({ at }: { at: number }): ReactElement {
  const t = useTranslations('music');
  const { send } = useMusic();
  const letter = cornerLetters[at]!;
  const open = useScene((state) => state.open === at);
  const takeFile = useMidiFile(at);
  const { over, handlers } = useFileDrop(takeFile);
  return (
    <div
      className={styles.corner}
      role="group"
      aria-label={t('corner', { letter })}
      data-corner={letter}
      data-over={over}
      {...handlers}
    >
      <div className={styles.head}>
        <PlayCorner at={at} />
        <Source at={at} />
      </div>
      <button
        type="button"
        className={styles.picture}
        aria-pressed={open}
        aria-label={t('editCorner', { letter })}
        id={editId(at)}
        data-live
        onClick={() => {
          send({ type: 'open', corner: open ? undefined : at });
        }}
      >
        <Picture at={at} />
      </button>
      <Tools at={at} takeFile={takeFile} />
    </div>
  );
}

/** The id of the button that receives the focus when editing ends. */
export function editId(at: number): string {
  return `edit-${cornerLetters[at]!}`;
}

function Picture({ at }: { at: number }) {
  const { kind, store, answers, moment, corner, reach } = useMusic();
  const stepOf = ({ solo, step }: Moment): number | undefined => (solo === at ? step : undefined);
  const { ref } = useCanvas(
    (surface) => {
      const { width, height } = surface;
      const box = { left: 6, top: 6, width: width - 12, height: height - 12 };
      paintBeats(surface, box, patternSteps / 4);
      const step = stepOf(moment.get());
      if (step !== undefined) {
        const { context, color } = surface;
        context.fillStyle = color('--line');
        context.fillRect(box.left + (step * box.width) / patternSteps, 0, 5, height);
      }
      const pattern = corner(at);
      if (pattern !== undefined) paintPattern(surface, kind, pattern, box, reach(), 1);
    },
    [],
    (repaint) => [
      watch(store, ({ corners }) => corners[at], repaint),
      watch(answers, ({ rows }) => rows, repaint),
      watch(moment, stepOf, repaint),
    ],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

/** The list of patterns for the corner: the examples, and the patterns of its file. */
function Source({ at }: { at: number }) {
  const t = useTranslations('music');
  const { examples, send } = useMusic();
  const corner = useScene((state) => state.corners[at]!);
  const file = useAnswers((answers) => answers.files[at]);
  const inFile = corner.kind === 'notes' ? (file?.patterns.indexOf(corner.pattern) ?? -1) : -1;
  const value =
    corner.kind === 'example'
      ? `e${corner.index}`
      : corner.kind === 'sample'
        ? 'sample'
        : inFile >= 0
          ? `f${inFile}`
          : corner.kind;
  const choose = (chosen: string): void => {
    const index = Number(chosen.slice(1));
    if (chosen.startsWith('e')) {
      send({ type: 'corner', at, corner: { kind: 'example', index } });
    } else if (chosen.startsWith('f')) {
      send({ type: 'corner', at, corner: { kind: 'notes', pattern: file!.patterns[index]! } });
    }
  };
  return (
    <select
      className={styles.source}
      aria-label={t('cornerSource', { letter: cornerLetters[at]! })}
      value={value}
      data-live
      onChange={(event) => {
        choose(event.target.value);
      }}
    >
      {corner.kind === 'sample' && (
        <option value="sample">{t('sampleName', { seed: String(corner.seed) })}</option>
      )}
      {value === 'notes' && <option value="notes">{t('ownName')}</option>}
      {value === 'similar' && <option value="similar">{t('similarName')}</option>}
      {file !== undefined && (
        <optgroup label={file.name}>
          {file.patterns.map((_, i) => (
            <option key={i} value={`f${i}`}>
              {t('window', {
                name: file.name,
                number: String(i + 1),
                count: String(file.patterns.length),
              })}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={t('examples')}>
        {examples.map(({ name }, index) => (
          <option key={name} value={`e${index}`}>
            {toTitle(name)}
          </option>
        ))}
      </optgroup>
    </select>
  );
}

/** Titles that cannot be derived from a file's name. */
const written: Readonly<Record<string, string>> = {
  hiphop: 'Hip-hop',
  'gabriel-faure': 'Gabriel Fauré',
  'harold-boulton': 'Skye Boat Song (Boulton)',
};

/** `clara-schumann` as Clara Schumann. */
function toTitle(name: string): string {
  return (
    written[name] ??
    name
      .split('-')
      .map((word) => (particles.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
      .join(' ')
  );
}

const particles = new Set(['de', 'van', 'von']);

function Tools({ at, takeFile }: { at: number; takeFile: (file: File | undefined) => void }) {
  const t = useTranslations('music');
  const { store, send } = useMusic();
  const letter = cornerLetters[at]!;
  return (
    <div className={styles.tools} data-live>
      <Button
        label={t('sampleCorner', { letter })}
        onClick={() => {
          const corner = store.get().corners[at]!;
          // Seeds count up from a different start for each corner, so that every sample can be reproduced.
          const seed = corner.kind === 'sample' ? (corner.seed + 1) % 100_000 : 1 + 1000 * at;
          send({ type: 'corner', at, corner: { kind: 'sample', seed } });
        }}
      >
        {t('sample')}
      </Button>
      <FileButton
        accept=".mid,.midi,audio/midi"
        label={t('midiCorner', { letter })}
        onFile={takeFile}
      >
        {t('midi')}
      </FileButton>
    </div>
  );
}

/** Plays the corner's own pattern, not the model's reconstruction of it. */
function PlayCorner({ at }: { at: number }) {
  const t = useTranslations('music');
  const { playCorner } = useMusic();
  const playing = useScene((state) => state.solo === at);
  const letter = cornerLetters[at]!;
  return (
    <button
      type="button"
      className={styles.playCorner}
      aria-label={t('playCornerAlone', { letter })}
      title={t('playCornerAlone', { letter })}
      aria-pressed={playing}
      data-live
      onClick={() => {
        playCorner(playing ? undefined : at);
      }}
    >
      <b aria-hidden="true">{letter}</b>
      <span aria-hidden="true" />
    </button>
  );
}

/** Upper bound on a file's size, in bytes. */
const mostBytes = 4 * 2 ** 20;

/** @returns a function that reads a file into the corner, or reports why that is not possible. */
function useMidiFile(at: number): (file: File | undefined) => void {
  const t = useTranslations('music');
  const { kind, readMidi } = useMusic();
  const notify = useNotice();
  return (file) => {
    if (file === undefined) return;
    if (file.size > mostBytes) {
      notify(t('fileSize'));
      return;
    }
    readMidi(at, file).then(
      () => {
        // Clears the notice about another file.
        notify('');
      },
      (error: unknown) => {
        const code = error instanceof ModelError ? error.code : undefined;
        if (code === 'incompatible') notify(t('fileTooHigh'));
        else if (code !== 'not-found') notify(t('fileBroken'));
        else notify(t(kind.name === 'beats' ? 'fileNoDrums' : 'fileNoMelody'));
      },
    );
  };
}
