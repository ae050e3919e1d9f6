/** Whose model the address names, and that of this device, once it is read. */
'use client';

import { useEffect, useState } from 'react';
import { readShownModel } from './link';
import type { KeptModel } from './own-model';

/** `missing`: the address names a model of this device, but there is none that can be read. */
export type NamedModel =
  | { readonly status: 'site' | 'loading' | 'missing' }
  | { readonly status: 'own'; readonly kept: KeptModel };

export function useOwnModel(): NamedModel {
  // The page that the server has rendered shows the site's model.
  const [named, setNamed] = useState<NamedModel>({ status: 'site' });
  useEffect(() => {
    let shown = 'site';
    const follow = (): void => {
      const wanted = readShownModel(location.hash);
      if (wanted === shown) return;
      shown = wanted;
      if (wanted === 'site') {
        setNamed({ status: 'site' });
        return;
      }
      setNamed({ status: 'loading' });
      const put = (kept: KeptModel | undefined): void => {
        if (shown !== 'own') return;
        setNamed(kept === undefined ? { status: 'missing' } : { status: 'own', kept });
      };
      import('./own-model')
        .then(async ({ readOwnModel }) => readOwnModel())
        .then(put, () => {
          put(undefined);
        });
    };
    follow();
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  return named;
}
