/** A text of the lesson, in which `*text*` introduces a term. */
import type { ReactElement } from 'react';

export function Prose({ text }: { text: string }): ReactElement {
  return (
    <>
      {text
        .split('*')
        .map((piece, i) => (i % 2 === 1 ? <dfn key={`${i} ${piece}`}>{piece}</dfn> : piece))}
    </>
  );
}
