/**
 * Converts the name of a layer to its path in a recipe, for error messages: `encoder/2` becomes
 * `architecture.encoder[2]`. The first layer of a residual at this position is `architecture.encoder[2].layers[0]`.
 *
 * @param name the layer's name, with which the names of its variables begin.
 */
export function layerPath(name: string): string {
  const [, part, first, rest] = /^(encoder|decoder)\/(\d+)((?:\/\d+)*)$/u.exec(name) ?? [];
  if (part === undefined) return `Layer ${name}`;
  return `architecture.${part}[${first}]${rest!.replace(/\/(\d+)/gu, '.layers[$1]')}`;
}
