/** The scores of a model as lines for people. */
import { formatCount } from './format.js';

export type Figures = Readonly<Record<string, number | null>>;

/** The name of a score for people, and its unit. */
const named: Readonly<Record<string, readonly [name: string, unit: string]>> = {
  elbo: ['ELBO', 'nats per example'],
  reconstruction: ['reconstruction', 'nats per example'],
  kl: ['KL', 'nats per example'],
  mse: ['MSE', 'per pixel'],
  psnr: ['PSNR', 'dB, mean of pictures'],
  bicubicPsnr: ['PSNR, bicubic', 'dB, baseline: reduced and enlarged without a model'],
  ssim: ['SSIM', 'mean of pictures'],
  msSsim: ['MS-SSIM', 'mean of pictures'],
  perplexity: ['perplexity', 'exp of the entropy of the vectors’ shares'],
  accuracy: ['accuracy', 'of examples get their class'],
  frechet: ['Frechet distance', 'in the judge’s features'],
  precision: ['precision', 'of samples lie where data lie'],
  recall: ['recall', 'of data lie where samples lie'],
  agreement: ['agreement', 'of samples have the requested class, according to the judge'],
  forcedOnsetF1: ['onset F1, forced', 'teacher forcing: after the true rows'],
  forcedAccuracy: ['accuracy, forced', 'of rows with an event'],
  freeOnsetF1: ['onset F1, free', 'free running: after its own rows'],
  freeAccuracy: ['accuracy, free', 'of rows with an event'],
  frequentOnsetF1: ['onset F1, frequent', 'baseline: always the most frequent row'],
  frequentAccuracy: ['accuracy, frequent', ''],
  copiedOnsetF1: ['onset F1, copied', 'baseline: each half of the rows predicts the other'],
  copiedAccuracy: ['accuracy, copied', ''],
};

/** Scores that are whole numbers. */
const counted: readonly string[] = ['examples', 'activeUnits', 'codebookUsed'];

export interface FiguresOf {
  readonly data: string;
  /** Number of examples that were scored. */
  readonly examples: number;
  /** Posterior samples per example. */
  readonly samples: number;
  /** Number of latent dimensions; absent if it is not shown. */
  readonly latent?: number;
  /** False for a plain autoencoder, which has no ELBO, KL or bound. */
  readonly variational: boolean;
  /** Number of vectors of the codebook; for a quantized bottleneck. */
  readonly codebookSize?: number;
  /** The mutual information gap of each factor of the data. */
  readonly gaps?: Readonly<Record<string, number>>;
  /** Whether the reconstruction is scored by its squared error instead of a likelihood. Default: false. */
  readonly squaredError?: boolean;
}

/** The scores that mean something for a model: a plain autoencoder has no ELBO. */
export function meaningfulFigures(
  figures: Figures,
  { samples, variational }: Pick<FiguresOf, 'samples' | 'variational'>,
): Figures {
  const ofDensity = ['elbo', 'kl', 'iwBound'];
  const kept = Object.entries(figures)
    .filter(([name]) => variational || !ofDensity.includes(name))
    // With one sample the bound is only another estimate of the ELBO.
    .filter(([name]) => name !== 'iwBound' || samples > 1);
  return Object.fromEntries(kept);
}

/** Formats scores as lines. */
export function describeFigures(figures: Figures, of: FiguresOf): readonly string[] {
  const { data, samples, latent, codebookSize, gaps = {}, squaredError = false } = of;
  const rows = Object.entries(meaningfulFigures(figures, of)).map(
    ([name, value]): readonly [string, string, string] => {
      if (name === 'iwBound') {
        return [`IWAE bound (k=${samples})`, formatFigure(name, value), 'nats per example'];
      }
      if (name === 'activeUnits') {
        const among = latent === undefined ? '' : `of ${latent} latent dimensions`;
        return ['active units', formatFigure(name, value), among];
      }
      if (name === 'reconstruction' && squaredError) {
        return ['squared error', formatFigure(name, value), 'per example'];
      }
      if (name === 'codebookUsed') {
        return ['vectors in use', formatFigure(name, value), `of a codebook of ${codebookSize}`];
      }
      if (name === 'mig') {
        const each = Object.entries(gaps).map(([factor, gap]) => `${factor} ${gap.toFixed(2)}`);
        return ['MIG', formatFigure(name, value), each.join(', ')];
      }
      const [label, unit] = named[name] ?? [name, ''];
      return [label, formatFigure(name, value), unit];
    },
  );
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    data,
    ...rows.map(([label, text, unit]) =>
      `${label.padEnd(width)}  ${text.padStart(10)} ${unit}`.trimEnd(),
    ),
  ];
}

function formatFigure(name: string, value: number | null): string {
  if (value === null) return '-';
  if (counted.includes(name)) return formatCount(value);
  return value.toFixed(name === 'mse' ? 5 : 3);
}
