/** What a person takes along: a link to this very place, the digit and the plane as PNG. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../scene/button';
import { useNotice } from '../../../scene/notice';
import { savePng } from '../../../scene/save-png';
import { useAnswers, useManifold } from '../context';
import { asAlpha, offscreen } from '../paint/tint';
import { paintPlanePicture, pictureSide } from './plane-picture';
import styles from './reading.module.css';

/** Side of a saved digit, in pixels: a multiple of 28. */
const digitSide = 560;

export function Actions(): ReactElement {
  return (
    <div className={styles.actions}>
      <CopyLink />
      <SaveDigit />
      <SavePlane />
    </div>
  );
}

function CopyLink() {
  const t = useTranslations('mirror');
  const manifold = useManifold();
  const notify = useNotice();
  const copy = (): void => {
    const { origin, pathname } = location;
    const url = `${origin}${pathname}${manifold.link()}`;
    // Absent in a page that was not served safely.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    Promise.resolve(clipboard?.writeText(url) ?? Promise.reject(new Error('No clipboard.'))).then(
      () => {
        notify(t('linkCopied'));
      },
      () => {
        notify(t('linkFailed'));
      },
    );
  };
  return <Button onClick={copy}>{t('link')}</Button>;
}

/** The digit as the model gave it, white on black, each pixel a square. */
function SaveDigit() {
  const t = useTranslations('mirror');
  const errors = useTranslations('errors');
  const { answers } = useManifold();
  const notify = useNotice();
  const ready = useAnswers(({ seen }) => seen !== undefined);
  const save = (): void => {
    const { seen } = answers.get();
    if (seen === undefined) return;
    const pixels = offscreen(28, 28);
    const data = asAlpha(seen, 28);
    for (let i = 0; i < seen.length; i++) data.data.fill(seen[i]!, 4 * i, 4 * i + 3);
    for (let i = 3; i < data.data.length; i += 4) data.data[i] = 255;
    pixels.putImageData(data, 0, 0);
    savePng('speil-digit.png', digitSide, (context) => {
      context.imageSmoothingEnabled = false;
      context.drawImage(pixels.canvas, 0, 0, digitSide, digitSide);
    }).catch(() => {
      notify(errors('picture'));
    });
  };
  return (
    <Button onClick={save} disabled={!ready}>
      {t('save')}
    </Button>
  );
}

/** The plane with all that is shown on it. */
function SavePlane() {
  const t = useTranslations('plane');
  const errors = useTranslations('errors');
  const manifold = useManifold();
  const notify = useNotice();
  const save = (): void => {
    const style = getComputedStyle(document.documentElement);
    const color = (token: string): string => style.getPropertyValue(token);
    const paint = (context: CanvasRenderingContext2D): void => {
      paintPlanePicture(context, manifold, color);
    };
    savePng('speil-plane.png', pictureSide, paint).catch(() => {
      notify(errors('picture'));
    });
  };
  return <Button onClick={save}>{t('save')}</Button>;
}
