/** A plot of curves over the steps, by uPlot, in the theme's colours. */
'use client';

import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
// Before uPlot, which formats numbers in the browser's language while it is loaded.
import '../../../shared/browser/language';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { onThemeChange } from '../../../shared/browser/theme';

export interface Curve {
  readonly label: string;
  /** A colour of the theme, such as `--ink`. */
  readonly color: string;
  /** The dashes of the line, in pixels. Default: none. */
  readonly dash?: readonly number[];
  /** Whether it has a dot at each value: there are few. */
  readonly dots?: boolean;
}

/** A line across the plot at a step. */
export interface Mark {
  readonly step: number;
  readonly text: string;
}

interface PlotProps {
  /** Label of the steps, for the legend. */
  readonly steps: string;
  readonly curves: readonly Curve[];
  /** The steps, then the values of each curve; null where it has none. */
  readonly data: UPlot.AlignedData;
  readonly marks: readonly Mark[];
  /** The step of the moment that is shown, if it is not the newest. */
  readonly shown: number | undefined;
  readonly format: (value: number) => string;
}

/** uPlot gives null while there are no data, although its types do not say so. */
const isKnown = (from: number | null): boolean => from !== null;

/** The first steps are far worse than all others: they would press the rest of a curve into a line. */
const mostRatio = 1.6;

function rangeOf(from: number, to: number): [number, number] {
  const top = from > 20 ? Math.min(to, mostRatio * from) : to;
  const margin = 0.05 * Math.max(top - from, 1e-3);
  return [from - margin, top + margin];
}

/** Height of the plot in CSS pixels, with its axis. */
const height = 190;

export function Plot(props: PlotProps): ReactElement {
  const { data, shown, marks } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = place.current!;
    const made = new UPlot(
      optionsOf(() => latest.current, element),
      latest.current.data,
      element,
    );
    plot.current = made;
    const sizes = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height });
    });
    sizes.observe(element);
    const stop = onThemeChange(() => {
      made.redraw();
    });
    return () => {
      stop();
      sizes.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);
  useEffect(() => {
    plot.current?.redraw(false);
  }, [shown, marks]);
  return <div ref={place} aria-hidden="true" />;
}

function optionsOf(props: () => PlotProps, element: HTMLElement): UPlot.Options {
  const color = (token: string): string => getComputedStyle(element).getPropertyValue(token);
  const axis: UPlot.Axis = {
    stroke: () => color('--soft'),
    grid: { stroke: () => color('--line'), width: 1 },
    ticks: { show: false },
    font: "12px 'Schibsted Grotesk', Arial, sans-serif",
  };
  const { curves, steps, format } = props();
  return {
    width: element.clientWidth,
    height,
    scales: {
      x: {
        time: false,
        range: (_, from, to) => (isKnown(from) ? [from, Math.max(to, 1)] : [0, 1]),
      },
      y: { range: (_, from, to) => (isKnown(from) ? rangeOf(from, to) : [0, 1]) },
    },
    axes: [axis, { ...axis, size: 44, values: (_, values) => values.map(format) }],
    cursor: { drag: { x: false, y: false } },
    series: [
      { label: steps },
      ...curves.map(({ label, color: token, dash, dots = false }): UPlot.Series => ({
        label,
        stroke: () => color(token),
        width: 1.5,
        ...(dash !== undefined && { dash: [...dash] }),
        points: { show: dots, size: 4 },
        spanGaps: true,
        value: (_, value: number | null) => (value === null ? '–' : format(value)),
      })),
    ],
    hooks: {
      draw: [
        (made) => {
          const { marks, shown } = props();
          for (const { step, text } of marks) paintLine(made, step, color('--soft'), text);
          if (shown !== undefined) paintLine(made, shown, color('--ink'), '');
        },
      ],
    },
  };
}

function paintLine(plot: UPlot, step: number, color: string, text: string): void {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(step, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px 'Schibsted Grotesk', Arial, sans-serif`;
  ctx.fillText(text, x + 4 * devicePixelRatio, bbox.top + 12 * devicePixelRatio);
  ctx.restore();
}
