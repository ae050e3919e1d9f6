/** Which engines this browser has. */
'use client';

import { useEffect, useState } from 'react';
import { engines } from '../../worker/protocol/train';
import type { EngineName } from '../../worker/protocol/train';

/** @returns the engines that can be chosen: at first those that every browser has. */
export function useEngines(): readonly EngineName[] {
  const [found, setFound] = useState<readonly EngineName[]>(engines.filter(isEverywhere));
  useEffect(() => {
    let left = false;
    const offer = (name: EngineName): void => {
      if (!left)
        setFound((before) => engines.filter((one) => one === name || before.includes(one)));
    };
    if (hasWebGl()) offer('webgl');
    findAdapter().then(
      (adapter) => {
        if (adapter !== null) offer('webgpu');
      },
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, []);
  return found;
}

const isEverywhere = (name: EngineName): boolean => name === 'wasm' || name === 'cpu';

const hasWebGl = (): boolean =>
  typeof OffscreenCanvas !== 'undefined' && new OffscreenCanvas(1, 1).getContext('webgl2') !== null;

/** Without a usable graphics card it gives null, or never answers. */
async function findAdapter(): Promise<object | null> {
  const { gpu } = navigator as {
    readonly gpu?: { requestAdapter: () => Promise<object | null> };
  };
  return (await gpu?.requestAdapter()) ?? null;
}
