/** The loops over which several views of one shape can be enumerated together. */
import { boundariesOf, cut, product, type Linear, type View } from './view.js';

/** Loops over common factors of views, with the views cut accordingly. */
export interface Factored {
  readonly sizes: readonly number[];
  /** The class of each factor; neighbours of another class are not joined. */
  readonly classes: readonly number[];
  readonly views: ReadonlyMap<View, View>;
}

/**
 * Cuts all views at the boundaries of each, and joins neighbours again where every view allows it.
 *
 * @param classOf the class of an axis of the shape.
 */
export function factored(
  views: readonly View[],
  shape: readonly number[],
  classOf: (axis: number) => number = () => 0,
): Factored {
  const total = product(shape);
  const own = boundariesOf(shape);
  const boundaries = [...own, ...views.flatMap(({ sizes }) => boundariesOf(sizes))];
  const cutViews = views.map((view) => (view.sizes.length === 0 ? view : cut(view, boundaries)!));
  const behind = [...new Set([...boundaries, 1, total])].sort((a, b) => b - a);
  let sizes = behind.slice(1).map((size, i) => behind[i]! / size);
  if (total === 1) sizes = [];
  const ends = shape.map((_, axis) => product(shape.slice(axis + 1)));
  let classes = behind.slice(1).map((size) => {
    const axis = ends.findIndex((end, i) => size >= end && shape[i]! > 1);
    return classOf(axis);
  });
  classes = classes.slice(0, sizes.length);
  let current = cutViews;
  for (let f = sizes.length - 2; f >= 0; f--) {
    const inner = sizes[f + 1]!;
    const forms = current.flatMap((view) =>
      view.sizes.length === 0 ? [] : [view.at, ...view.lookups.map(({ at }) => at)],
    );
    const fits =
      classes[f] === classes[f + 1] &&
      forms.every(({ strides }) => strides[f] === strides[f + 1]! * inner);
    if (!fits) continue;
    const join = (form: Linear): Linear => ({
      ...form,
      strides: [...form.strides.slice(0, f), ...form.strides.slice(f + 1)],
    });
    sizes = [...sizes.slice(0, f), sizes[f]! * inner, ...sizes.slice(f + 2)];
    classes = [...classes.slice(0, f), ...classes.slice(f + 1)];
    current = current.map((view) =>
      view.sizes.length === 0
        ? view
        : {
            ...view,
            sizes,
            at: join(view.at),
            lookups: view.lookups.map((lookup) => ({ ...lookup, at: join(lookup.at) })),
          },
    );
  }
  return { sizes, classes, views: new Map(views.map((view, i) => [view, current[i]!])) };
}
