import { hash } from 'node:crypto';

/**
 * One list of several. A member's scores mean nothing to another, so only places count: reciprocal rank fusion (Cormack,
 * Clarke and Büttcher, SIGIR 2009) gives what stands at place r of a list 1 / (60 + r) and adds up what several lists
 * hold. Many members that hold the same would push what a single one holds far down, so the best of each stands before
 * everything else.
 */
export const RANK_CONSTANT = 60;

export interface Holding {
  node: string;
  resource: string;
}

/** What tells that two hits speak of one thing. */
export interface Known {
  holders: readonly Holding[];
  identifiers: readonly string[];
  records: readonly string[];
}

export interface RankedList<T> {
  member: string;
  /** Best first. */
  hits: readonly T[];
}

export interface Merged<T> {
  /** As the first that holds it itself tells of it, else as the member that ranks it highest. */
  hit: T;
  score: number;
  /** Who named it, and at which place from 1. */
  from: { member: string; place: number }[];
  /** Everything the members said of it, in the order of `from`. */
  all: T[];
}

interface Entry<T> extends Merged<T> {
  identifiers: Set<string>;
  holders: Map<string, string>;
}

/**
 * Merges lists; hits of two members are one where they share a holder, an identifier or a registry record, and nothing
 * they say contradicts it: two hits of one member, or of one origin, are two things. `seed` decides between equals, so
 * that no member always comes first and the same question is always answered in the same order.
 */
export function mergeRanks<T extends Known>(lists: readonly RankedList<T>[], seed: string): Merged<T>[] {
  const ordered = [...lists].map((list) => ({ list, turn: hash('sha256', `${seed}\0${list.member}`, 'hex') })).sort((a, b) => (a.turn < b.turn ? -1 : 1));
  const entries: Entry<T>[] = [];
  const byName = new Map<string, Entry<T>[]>();
  const longest = Math.max(0, ...lists.map(({ hits }) => hits.length));
  for (let place = 1; place <= longest; place++) {
    for (const { list } of ordered) {
      const hit = list.hits[place - 1];
      if (!hit) continue;
      const names = namesOf(hit);
      let entry = names.flatMap((name) => byName.get(name) ?? []).find((it) => mayJoin(it, list.member, hit));
      if (!entry) {
        entry = { hit, score: 0, from: [], all: [], identifiers: new Set(), holders: new Map() };
        entries.push(entry);
      }
      join(entry, list.member, place, hit);
      for (const name of names) byName.set(name, [...(byName.get(name) ?? []), entry]);
    }
  }
  const isBest = ({ from }: Entry<T>) => from.some(({ place }) => place === 1);
  const order = new Map(entries.map((entry, index) => [entry, index]));
  return entries
    .sort((a, b) => Number(isBest(b)) - Number(isBest(a)) || b.score - a.score || order.get(a)! - order.get(b)!)
    .map(({ hit, score, from, all }) => ({ hit, score, from, all }));
}

/** Names by which a hit is known to be the same as another. */
export const namesOf = ({ holders, identifiers, records }: Known): string[] => [
  ...holders.map(({ node, resource }) => `holder ${node} ${resource}`),
  ...identifiers.map((name) => `identifier ${name}`),
  ...records.map((name) => `record ${name}`),
];

/** What an identifier's scheme is; of a web address, all of it. */
const schemeOf = (identifier: string): string => (identifier.startsWith('https://') ? identifier : identifier.slice(0, identifier.indexOf(':')));

/** Of each scheme the one identifier a hit states: what states two names several things, and so none. */
export const oneOfEach = (identifiers: readonly string[]): string[] =>
  [...Map.groupBy(new Set(identifiers), schemeOf).values()].flatMap((names) => (names.length === 1 ? names : []));

function mayJoin<T extends Known>(entry: Entry<T>, member: string, hit: T): boolean {
  if (entry.from.some((it) => it.member === member)) return false;
  if (hit.holders.some(({ node, resource }) => entry.holders.has(node) && entry.holders.get(node) !== resource)) return false;
  const schemes = new Map([...entry.identifiers].map((name) => [schemeOf(name), name]));
  return !oneOfEach(hit.identifiers).some((name) => (schemes.get(schemeOf(name)) ?? name) !== name);
}

function join<T extends Known>(entry: Entry<T>, member: string, place: number, hit: T): void {
  const holdsIt = (member_: string, it: T) => it.holders.some(({ node }) => node === member_);
  const [first] = entry.from;
  if (first && holdsIt(member, hit) && !entry.from.some((from, index) => holdsIt(from.member, entry.all[index]!))) entry.hit = hit;
  entry.from.push({ member, place });
  entry.all.push(hit);
  entry.score += 1 / (RANK_CONSTANT + place);
  for (const name of oneOfEach(hit.identifiers)) entry.identifiers.add(name);
  for (const { node, resource } of hit.holders) entry.holders.set(node, resource);
}
