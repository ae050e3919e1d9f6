/** The standard normal distribution, and the one that the encoder answers with. */
import type { ReactElement } from 'react';
import { density } from '../controller/figures';
import styles from '../style/widgets.module.css';

/** The drawn part of the axis, in latent units, and the size of the drawing. */
const [reach, width, height] = [5, 400, 120];
/** The density at the top. Higher ones are cut off. */
const highest = 1.3;
const points = 201;

interface CurveProps {
  readonly mean: number;
  readonly deviation: number;
  readonly name: string;
}

export function Curve({ mean, deviation, name }: CurveProps): ReactElement {
  return (
    <div className={styles.curve}>
      <span>{name}</span>
      <svg viewBox={`0 0 ${width} ${height + 16}`} aria-hidden="true">
        <path data-axis d={`M0 ${height}H${width}`} />
        {[-4, -2, 0, 2, 4].map((tick) => (
          <text key={tick} x={across(tick)} y={height + 13}>
            {String(tick).replace('-', '−')}
          </text>
        ))}
        <path data-answer d={`${line(mean, deviation)}L${width} ${height}L0 ${height}Z`} />
        <path data-prior d={line(0, 1)} />
        <path data-outline d={line(mean, deviation)} />
      </svg>
    </div>
  );
}

const across = (x: number): number => ((x + reach) / (2 * reach)) * width;

function line(mean: number, deviation: number): string {
  return Array.from({ length: points }, (_, i) => {
    const x = (2 * reach * i) / (points - 1) - reach;
    const y = height * (1 - Math.min(1, density(x, mean, deviation) / highest));
    return `${i === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}
