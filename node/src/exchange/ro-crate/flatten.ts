import { createHash } from 'node:crypto';
import type { Properties } from '../bioschemas/write-values.ts';

export type Entity = { '@id': string; '@type'?: unknown } & Properties;

/**
 * Nested nodes as entities of one list, each once, linked by `@id`: the flattened form that RO-Crate asks for. A node
 * without an identifier gets one made of its content, so that the same content is the same entity at every writing.
 */
export function flatten(nodes: readonly Properties[]): Entity[] {
  const found = new Map<string, Entity>();
  for (const node of nodes) entityOf(node, found);
  return [...found.values()];
}

function entityOf(node: Properties, found: Map<string, Entity>): { '@id': string } {
  const flat: Properties = {};
  for (const [name, value] of Object.entries(node)) {
    const linked = valueOf(value, found);
    if (linked !== undefined) flat[name] = linked;
  }
  const id = typeof node['@id'] === 'string' ? node['@id'] : `#${createHash('sha256').update(JSON.stringify(flat)).digest('hex').slice(0, 12)}`;
  // What is described in full is not replaced by a mention of it, whichever comes first.
  const known = found.get(id);
  found.set(id, { ...flat, ...known, ...(known && Object.keys(flat).length > Object.keys(known).length ? flat : {}), '@id': id } as Entity);
  return { '@id': id };
}

function valueOf(value: unknown, found: Map<string, Entity>): unknown {
  if (Array.isArray(value)) return value.map((item) => valueOf(item, found)).filter((item) => item !== undefined);
  if (value === null || typeof value !== 'object') return value;
  return entityOf(value as Properties, found);
}
