/** The formulas of the lesson, as MathML, which browsers lay out and screen readers read without a library. */
import type { ReactElement, ReactNode } from 'react';
import type {} from './mathml';
import type { FormulaName } from '../content/types';
import styles from '../style/lesson.module.css';

const formulas: Readonly<Record<FormulaName, ReactNode>> = {
  squaredError: (
    <>
      <mi>E</mi>
      <mo>=</mo>
      <Sum over={<mn>784</mn>} />
      <msup>
        <mrow>
          <mo>(</mo>
          <Indexed name="x" />
          <mo>−</mo>
          <Indexed name="x̂" />
          <mo>)</mo>
        </mrow>
        <mn>2</mn>
      </msup>
    </>
  ),
  sample: (
    <>
      <mi>z</mi>
      <mo>=</mo>
      <mi>μ</mi>
      <mo>+</mo>
      <mi>σ</mi>
      <mo>·</mo>
      <mi>ε</mi>
      <mo>,</mo>
      <mspace width="1em" />
      <mi>ε</mi>
      <mo>∼</mo>
      <mi mathvariant="normal">N</mi>
      <mo>(</mo>
      <mn>0</mn>
      <mo>,</mo>
      <mn>1</mn>
      <mo>)</mo>
    </>
  ),
  divergence: (
    <>
      <mi mathvariant="normal">KL</mi>
      <mo>=</mo>
      <mfrac>
        <mn>1</mn>
        <mn>2</mn>
      </mfrac>
      <Sum over={<mi>d</mi>} />
      <mo>(</mo>
      <Squared name="μ" />
      <mo>+</mo>
      <Squared name="σ" />
      <mo>−</mo>
      <mn>1</mn>
      <mo>−</mo>
      <mi>ln</mi>
      <mspace width="0.2em" />
      <Squared name="σ" />
      <mo>)</mo>
    </>
  ),
  loss: (
    <>
      <mi>L</mi>
      <mo>=</mo>
      <mi>R</mi>
      <mo>+</mo>
      <mi>β</mi>
      <mo>·</mo>
      <mi mathvariant="normal">KL</mi>
    </>
  ),
};

export function Formula({ name }: { name: FormulaName }): ReactElement {
  return (
    <p className={styles.formula}>
      <math display="block">
        <mrow>{formulas[name]}</mrow>
      </math>
    </p>
  );
}

function Sum({ over }: { over: ReactNode }) {
  return (
    <munderover>
      <mo>∑</mo>
      <mrow>
        <mi>i</mi>
        <mo>=</mo>
        <mn>1</mn>
      </mrow>
      {over}
    </munderover>
  );
}

function Indexed({ name }: { name: string }) {
  return (
    <msub>
      <mi>{name}</mi>
      <mi>i</mi>
    </msub>
  );
}

function Squared({ name }: { name: string }) {
  return (
    <msubsup>
      <mi>{name}</mi>
      <mi>i</mi>
      <mn>2</mn>
    </msubsup>
  );
}
