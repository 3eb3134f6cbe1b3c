import type { Policy } from './policy.ts';

/** The attributes that policies speak of, by name; undefined where they speak of the facts as a whole. */
export type Mentioned = ReadonlySet<string> | undefined;

/**
 * Which attributes a set of policies can read at all: what none of them mentions need not be handed to the engine, for
 * which every attribute costs. Names are taken together, whatever they are an attribute of.
 */
export function mentionedBy(policies: readonly Policy[]): Mentioned {
  const names = new Set<string>();
  const known = policies.every(({ json }) => json.conditions.every(({ body }) => walk(body, names)));
  return known ? names : undefined;
}

/** @returns false where the facts are read as a whole. */
function walk(node: unknown, names: Set<string>): boolean {
  if (typeof node !== 'object' || node === null) return true;
  if (Array.isArray(node)) return node.every((part) => walk(part, names));
  if ((node as { Var?: string }).Var === 'context') return false;
  return Object.entries(node).every(([key, value]) => {
    if (key !== '.' && key !== 'has') return walk(value, names);
    const { left, attr } = value as { left: { Var?: string }; attr: string | string[] };
    for (const name of [attr].flat()) names.add(name);
    return left.Var !== undefined || walk(left, names);
  });
}

/** The values whose names are mentioned. */
export const picked = <T>(values: Record<string, T>, mentioned: Mentioned): Record<string, T> =>
  mentioned ? Object.fromEntries(Object.entries(values).filter(([name]) => mentioned.has(name))) : values;
