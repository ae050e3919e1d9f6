/** The paragraphs and formulas of a part. */
import type { ReactElement } from 'react';
import type { Block } from '../content/types';
import { Formula } from './formulas';
import { Prose } from './prose';

export function Blocks({ blocks }: { blocks: readonly Block[] }): ReactElement {
  return (
    <>
      {blocks.map((block) =>
        typeof block === 'string' ? (
          <p key={block}>
            <Prose text={block} />
          </p>
        ) : (
          <Formula key={block.formula} name={block.formula} />
        ),
      )}
    </>
  );
}
