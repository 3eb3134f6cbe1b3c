/** What other nodes say stands under their identifiers as source. */
export const isNode = (source: string): boolean => source.startsWith('node:');

/** How many nodes hold a resource, of its sources, this one among them; undefined where this one alone does. */
export function holdersAmong(sources: readonly string[]): number | undefined {
  const nodes = sources.filter(isNode).length;
  const here = sources.some((source) => !isNode(source) && source !== 'local');
  return nodes === 0 ? undefined : nodes + Number(here);
}
