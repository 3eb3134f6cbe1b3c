import { LOCAL } from '../compose.ts';
import { errorsBetween } from '../search/bitmap-index/spelling.ts';
import { contradict, foldedName, recordName, type RecordIdentity } from './identity-of-record.ts';

/** What a curator said of two records, by `recordName`. It outweighs every identifier. */
export interface Verdict {
  a: string;
  b: string;
  same: boolean;
}

/**
 * Which records speak of one thing. Depends on the records and verdicts alone and not on the order in which they came.
 *
 * Only identifiers, and the registry records that they were made from, join records of different sources. Where a source gives one identifier to several of its records (38
 * tool suites of one package), it means the one that is called most like it; where that can't be told, none. Nothing is
 * joined that a curator told apart, whose other identifiers contradict each other, or that one source keeps apart.
 * Records a curator called the same are joined whatever the rest says.
 */
export function clustersOf(records: RecordIdentity[], verdicts: Verdict[]): RecordIdentity[][] {
  const ordered = [...records].sort((a, b) => (recordName(a) < recordName(b) ? -1 : 1));
  const clusters = new Map<string, Set<RecordIdentity>>(ordered.map((record) => [recordName(record), new Set([record])]));
  const apart = verdicts.filter(({ same }) => !same);

  const join = (a: Set<RecordIdentity>, b: Set<RecordIdentity>) => {
    for (const record of b) clusters.set(recordName(record), a.add(record));
  };
  const toldApart = (a: Set<RecordIdentity>, b: Set<RecordIdentity>) =>
    apart.some((verdict) => {
      const [one, other] = [clusters.get(verdict.a), clusters.get(verdict.b)];
      return (one === a && other === b) || (one === b && other === a);
    });

  for (const { a, b, same } of verdicts) {
    const [one, other] = [clusters.get(a), clusters.get(b)];
    if (same && one && other && one !== other) join(one, other);
  }
  const joinBy = (namesOf: (record: RecordIdentity) => string[], mayJoin: (one: Set<RecordIdentity>, two: Set<RecordIdentity>, sharing: RecordIdentity[]) => boolean) => {
    const holders = new Map<string, RecordIdentity[]>();
    for (const record of ordered) for (const name of namesOf(record)) holders.set(name, [...(holders.get(name) ?? []), record]);
    for (const [name, all] of [...holders].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const meant = [...Map.groupBy(all, ({ source }) => source).values()].flatMap((ofSource) => meantBy(name, ofSource) ?? []);
      const [first, ...others] = meant;
      for (const other of others) {
        const [one, two] = [clusters.get(recordName(first!))!, clusters.get(recordName(other))!];
        if (one !== two && !toldApart(one, two) && mayJoin(one, two, meant)) join(one, two);
      }
    }
  };
  joinBy(({ records }) => records, mayBeOneRecord);
  joinBy(({ identifiers }) => identifiers, mayBeOne);
  return [...new Set(clusters.values())].map((cluster) => [...cluster]);
}

/** Names are compared by their first so many letters. */
const LONGEST = 60;

/** Of the records of one source that state an identifier, the one it means; undefined where that can't be told. */
function meantBy(identifier: string, records: RecordIdentity[]): RecordIdentity | undefined {
  if (records.length === 1) return records[0];
  const wanted = foldedName(identifier.slice(identifier.indexOf(':') + 1));
  const farthest = 1_000;
  const distance = ({ names }: RecordIdentity) =>
    names.reduce((sum, name) => sum + (errorsBetween(name.slice(0, LONGEST), wanted.slice(0, LONGEST), farthest) ?? farthest), 0) / names.length;
  const ranked = records.map((record) => ({ record, far: distance(record) })).sort((a, b) => a.far - b.far || (a.record.key < b.record.key ? -1 : 1));
  const [nearest, next] = ranked as [{ record: RecordIdentity; far: number }, { record: RecordIdentity; far: number }];
  const alike = nearest.record.names[0] === next.record.names[0];
  return nearest.far < next.far || alike ? nearest.record : undefined;
}

const identifiersOf = (group: Iterable<RecordIdentity>) => [...group].flatMap(({ identifiers }) => identifiers);

/** Whether one source keeps two groups of records apart. */
function shareSource(a: Set<RecordIdentity>, b: Set<RecordIdentity>): boolean {
  const sources = new Set([...a].map(({ source }) => source));
  return [...b].some(({ source }) => source !== LOCAL && sources.has(source));
}

/** Whether two groups of records could be one thing: no source keeps them apart, and no identifiers contradict. */
const mayBeOne = (a: Set<RecordIdentity>, b: Set<RecordIdentity>): boolean => !shareSource(a, b) && !contradict(identifiersOf(a), identifiersOf(b));

/**
 * The same of groups that share a registry record. What a registry says of one record changes with time, so copies of it
 * never contradict each other; they may contradict what else is in the groups.
 */
function mayBeOneRecord(a: Set<RecordIdentity>, b: Set<RecordIdentity>, sharing: RecordIdentity[]): boolean {
  const others = (group: Set<RecordIdentity>) => identifiersOf([...group].filter((record) => !sharing.includes(record)));
  return !shareSource(a, b) && !contradict(others(a), identifiersOf(b)) && !contradict(identifiersOf(a), others(b));
}
