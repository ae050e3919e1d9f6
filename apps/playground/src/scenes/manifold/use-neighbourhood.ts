/** What lies around the cursor, once the codes are there. */
'use client';

import { useMemo } from 'react';
import { useAnswers, useScene } from './context';
import { neighbourhood } from './nearest';
import type { Neighbourhood } from './nearest';

export function useNeighbourhood(): Neighbourhood | undefined {
  const codes = useAnswers((answers) => answers.codes);
  const cursor = useScene((state) => state.cursor);
  return useMemo(
    () => (codes === undefined ? undefined : neighbourhood(codes, cursor)),
    [codes, cursor],
  );
}
