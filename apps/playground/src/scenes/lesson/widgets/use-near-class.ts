/** Describes a point of the VAE's plane by the classes of the test digits around it. */
'use client';

import { useCallback } from 'react';
import { isFar, neighbourhood } from '../../../shared/atlas/nearest';
import type { Point } from '../../../shared/geometry/geometry';
import { useClassDescription } from '../../../shared/hooks/use-class-description';
import { useAnswers, useLesson } from '../controller/context';

/** @returns a function that describes a point; empty until the latents are loaded. */
export function useNearClass(): (at: Point) => string {
  const { atlas } = useLesson();
  const latents = useAnswers((answers) => answers.latents);
  const describe = useClassDescription(atlas.classNames);
  return useCallback(
    (at) => {
      if (latents === undefined) return '';
      const near = neighbourhood(latents, at);
      return describe({ ...near, far: isFar(near, atlas.extent) });
    },
    [atlas, describe, latents],
  );
}
