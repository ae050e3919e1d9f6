/** Which engines this browser has. */
'use client';

import { useEffect, useState } from 'react';
import { engineChoices } from '../../worker/protocol/train';
import type { EngineChoice } from '../../worker/protocol/train';

/**
 * @returns the engines that can be chosen: at first those that every browser has. Whether WebGPU finds a graphics card is
 *   seen when it is chosen, since a browser without one complains on its console when it is asked.
 */
export function useEngines(): readonly EngineChoice[] {
  const [found, setFound] = useState<readonly EngineChoice[]>(['fastest', 'wasm', 'cpu']);
  useEffect(() => {
    const has: Readonly<Record<EngineChoice, boolean>> = {
      fastest: true,
      wasm: true,
      webgl: hasWebGl(),
      webgpu: 'gpu' in navigator,
      cpu: true,
    };
    setFound(engineChoices.filter((name) => has[name]));
  }, []);
  return found;
}

const hasWebGl = (): boolean =>
  typeof OffscreenCanvas !== 'undefined' && new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
