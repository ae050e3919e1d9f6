/** Which engines this browser has. */
'use client';

import { useEffect, useState } from 'react';
import { engines } from '../../worker/protocol/train';
import type { EngineName } from '../../worker/protocol/train';

/**
 * @returns the engines that can be chosen: at first those that every browser has. Whether WebGPU finds a graphics card is
 *   seen when it is chosen, since a browser without one complains on its console when it is asked.
 */
export function useEngines(): readonly EngineName[] {
  const [found, setFound] = useState<readonly EngineName[]>(['wasm', 'cpu']);
  useEffect(() => {
    const has: Readonly<Record<EngineName, boolean>> = {
      wasm: true,
      webgl: hasWebGl(),
      webgpu: 'gpu' in navigator,
      cpu: true,
    };
    setFound(engines.filter((name) => has[name]));
  }, []);
  return found;
}

const hasWebGl = (): boolean =>
  typeof OffscreenCanvas !== 'undefined' && new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
