/** The widget of each part. Its models are loaded once it comes near the window. */
'use client';

import type { ReactElement } from 'react';
import { useWhenNear } from '../../../shared/hooks/use-when-near';
import type { PartId } from '../content/structure';
import { useLesson } from '../controller/context';
import styles from '../style/widgets.module.css';
import { ClassesWidget } from './classes';
import { CompressWidget } from './compress';
import { DenoiseWidget } from './denoise';
import { DrawsWidget } from './draws';
import { EnlargeWidget } from './enlarge';
import { WithModels } from './frame';
import { HalvesWidget } from './halves';
import { MusicWidget } from './music-widget';
import { PlaneWidget } from './plane-widget';
import { PropertiesWidget } from './properties';
import { ReductionWidget } from './reduction';
import { StaticFigure } from './static-figure';
import { VariationalWidget } from './variational';

const widgets: Readonly<Partial<Record<PartId, () => ReactElement>>> = {
  why: CompressWidget,
  halves: HalvesWidget,
  reduction: ReductionWidget,
  denoising: DenoiseWidget,
  enlarging: EnlargeWidget,
  generating: DrawsWidget,
  variational: VariationalWidget,
  plane: PlaneWidget,
  conditional: ClassesWidget,
  properties: PropertiesWidget,
  music: MusicWidget,
};

export function Widget({ part }: { part: PartId }): ReactElement {
  const { want } = useLesson();
  const near = useWhenNear<HTMLDivElement>(() => {
    want(part);
  });
  const Shown = widgets[part];
  return (
    <>
      <StaticFigure part={part} />
      <div ref={near} className={styles.widget} data-widget={part} data-live>
        <WithModels>{Shown !== undefined && <Shown />}</WithModels>
      </div>
    </>
  );
}
