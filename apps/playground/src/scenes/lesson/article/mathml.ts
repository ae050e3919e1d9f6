/** The elements of MathML that the formulas use. React renders them, but its types do not know them. */
import type { HTMLAttributes } from 'react';

interface MathAttributes extends HTMLAttributes<HTMLElement> {
  readonly mathvariant?: 'normal';
  readonly width?: string;
  readonly display?: 'block';
}

type MathElement =
  | 'math'
  | 'mfrac'
  | 'mi'
  | 'mn'
  | 'mo'
  | 'mrow'
  | 'mspace'
  | 'msub'
  | 'msubsup'
  | 'msup'
  | 'munderover';

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React's types are extended in this way.
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- All members come from the record.
    interface IntrinsicElements extends Record<MathElement, MathAttributes> {}
  }
}
