import type { PrefixRegistry } from '../../vocabulary/index.ts';
import { LOCAL } from '../compose.ts';
import type { Description } from '../description.ts';
import { isNodeSource } from '../node-source.ts';

/** What tells whose description a record is. */
export interface RecordIdentity {
  source: string;
  key: string;
  /** The resource the record would make if nothing else spoke of it. */
  natural: string;
  /** The resource it belongs to now; undefined for a record that is new. */
  resource: string | undefined;
  /** Canonical identifiers that name this very thing, one a prefix; what a record states twice names several things, and so none. */
  identifiers: string[];
  /** The registry records it is, or was made from, in canonical form: another that was made from the same one speaks of the same thing. */
  records: string[];
  /** Its title and the end of its key, folded: which of several records of one source an identifier means most likely. */
  names: string[];
  /** When it was first read, in milliseconds; undefined for a record that is new. */
  firstSeen: number | undefined;
}

/** Names a record among those of all sources. */
export const recordName = ({ source, key }: { source: string; key: string }): string => `${source}\0${key}`;

export const foldedName = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** What follows the prefix; of a web address, all of it. */
const scope = (identifier: string): string => (identifier.startsWith('https://') ? identifier : identifier.slice(0, identifier.indexOf(':')));

/** The identifiers of a description by which two records are known to speak of one thing. */
export function identifyingNames(description: Partial<Description>, prefixes: PrefixRegistry): string[] {
  const canonical = new Set((description.identifiers ?? []).map((name) => prefixes.canonical(name)).filter((name) => prefixes.identifies(name)));
  const byScope = Map.groupBy(canonical, scope);
  return [...byScope.values()].flatMap((names) => (names.length === 1 ? names : [])).sort();
}

/**
 * The registry records by which another node's record is known to speak of the same thing: what this node read in a
 * registry stands for itself, what another node says for what that node read. What keepers write here stands for nothing.
 */
export function recordsStoodFor({ source, key, stands_for }: { source: string; key: string; stands_for: readonly string[] }, prefixes: PrefixRegistry): string[] {
  if (source === LOCAL) return [];
  const names = isNodeSource(source) ? stands_for : [...stands_for, `${source}:${key}`];
  return [...new Set(names.map((name) => prefixes.canonical(name)))].sort();
}

/** The names a person would tell a record by. */
export function namesOfRecord(key: string, title: Record<string, string> | undefined): string[] {
  const end = key.split(/[/:#]/).filter(Boolean).at(-1) ?? key;
  return [...new Set([...Object.values(title ?? {}), end].map(foldedName).filter(Boolean))];
}

/** Whether two sets of identifiers contradict each other: the same prefix, and not the same identifier. */
export function contradict(a: Iterable<string>, b: Iterable<string>): boolean {
  const mine = Map.groupBy(
    [...a].filter((name) => !name.startsWith('https://')),
    scope,
  );
  return [
    ...Map.groupBy(
      [...b].filter((name) => !name.startsWith('https://')),
      scope,
    ),
  ].some(([prefix, theirs]) => {
    const ours = mine.get(prefix);
    return ours !== undefined && !ours.some((name) => theirs.includes(name));
  });
}
