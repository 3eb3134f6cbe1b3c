import type { Policy } from './policy.ts';

/** How a policy depends on the clock: at which instants its answer may change, or at any. */
export interface ClockUse {
  instants: Date[];
  /** It reads the clock otherwise than by comparing it with a fixed instant, such as the time of day. */
  always: boolean;
}

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);
type Node = Record<string, unknown> | unknown[] | string | number | boolean | null;

/** Finds every mention of `context.now` in a policy, so that nobody keeps an answer longer than it holds. */
export function clockUseOf({ json }: Policy): ClockUse {
  const use: ClockUse = { instants: [], always: false };
  for (const { body } of json.conditions) walk(body as Node, use);
  return use;
}

function walk(node: Node, use: ClockUse): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) return node.forEach((part) => walk(part as Node, use));
  const fact = factOf(node);
  if (fact === 'now' || (node as { Var?: string }).Var === 'context') use.always = true;
  if (fact !== undefined) return;
  for (const [key, value] of Object.entries(node)) {
    const sides = COMPARISONS.has(key) ? (value as { left: Node; right: Node }) : undefined;
    const instant = sides && (isNow(sides.left) ? instantOf(sides.right) : isNow(sides.right) ? instantOf(sides.left) : undefined);
    // A millisecond later as well: `now <= x` changes just after x.
    if (instant) use.instants.push(instant, new Date(instant.getTime() + 1));
    else walk(value as Node, use);
  }
}

/** The name of the fact where the node is one, `context.…` or `context has …`; the context as a whole is none. */
function factOf(node: Node): string | undefined {
  const { '.': read, has } = node as { '.'?: { left: { Var?: string }; attr: string }; has?: { left: { Var?: string }; attr: string } };
  const access = read ?? has;
  return access?.left.Var === 'context' ? access.attr : undefined;
}

const isNow = (node: Node): boolean => typeof node === 'object' && node !== null && !Array.isArray(node) && factOf(node) === 'now';

function instantOf(node: Node): Date | undefined {
  const [literal] = (node as { datetime?: { Value?: string }[] })?.datetime ?? [];
  const instant =
    literal?.Value === undefined
      ? undefined
      : new Date(/^\d{4}-\d{2}-\d{2}$/.test(literal.Value) ? `${literal.Value}T00:00:00Z` : literal.Value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return instant && !Number.isNaN(instant.getTime()) ? instant : undefined;
}
