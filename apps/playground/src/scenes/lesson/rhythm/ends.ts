/** The two rhythms between which the widget moves. They are part of the page. */
'use client';

import { createContext } from 'react';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';

const silence: Pattern = Array.from({ length: patternSteps }, () => 0);

export const RhythmEnds = createContext<readonly [Pattern, Pattern]>([silence, silence]);
