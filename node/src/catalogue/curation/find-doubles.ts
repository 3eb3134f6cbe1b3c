import { run, type Db } from '../../kernel/database.ts';
import type { PrefixRegistry } from '../../vocabulary/index.ts';
import { isPublicRow } from '../seen.ts';
import { foldedName } from '../resolution/identity-of-record.ts';
import type { NewProposal } from './proposal.ts';
import { propose, settleOthers } from './proposal-store.ts';

type Evidence = { type: 'identifier' | 'homepage' | 'title'; value: string };

/** A name that so many resources share tells nothing about any two of them. */
const MOST_ALIKE = 6;
/** So many pairs a look puts into the queue; the next look finds the rest. */
const MOST_PAIRS = 2_000;
/** Titles shorter than this are shared by chance. */
const SHORTEST_TITLE = 4;

const PUBLIC = isPublicRow('r');

/** Groups of resources that share an identifier, a homepage, or a title within a category; each with what they share. */
const GROUPS = {
  identifier: `
    select n.name as value, array_agg(distinct n.resource_id) as ids
    from catalogue.name n join catalogue.record c on (c.source, c.key) = (n.source, n.record) and not c.withdrawn
    join catalogue.resource r on r.id = n.resource_id and ${PUBLIC}
    where n.denotes group by n.name having count(distinct n.resource_id) between 2 and 100`,
  homepage: `
    select rtrim(regexp_replace(content->>'homepage', '^https?://(www\\.)?', '', 'i'), '/') as value, array_agg(id) as ids
    from catalogue.resource r where ${PUBLIC} and content->>'homepage' is not null group by 1 having count(*) between 2 and ${MOST_ALIKE}`,
  title: `
    select min(label) as value, array_agg(distinct id) as ids
    from (select id, kind, value as label, regexp_replace(lower(value), '[^[:alnum:]]+', '', 'g') as folded from catalogue.resource r, jsonb_each_text(title) where ${PUBLIC}) t
    where length(folded) >= ${SHORTEST_TITLE} group by folded, kind having count(distinct id) between 2 and ${MOST_ALIKE}`,
} as const;

/**
 * Looks through the whole catalogue for resources that may be one thing and that identifiers did not join, and proposes
 * each pair to the curator with the evidence. Pairs a curator decided stay decided; pairs that are gone are settled.
 * @returns how many new pairs were proposed.
 */
export async function findDoubles(db: Db, prefixes: PrefixRegistry, at = new Date()): Promise<number> {
  const pairs = new Map<string, { ids: [string, string]; evidence: Evidence[] }>();
  for (const type of ['identifier', 'homepage', 'title'] as const) {
    const { rows } = await run(db, GROUPS[type]);
    const groups = (rows as unknown as { value: string; ids: string[] }[]).filter(({ value }) => type !== 'identifier' || prefixes.identifies(value));
    const known = await about(db, [...new Set(groups.flatMap(({ ids }) => ids))]);
    for (const { value, ids } of groups) {
      for (const [a, b] of pairsOf(ids)) {
        const [one, other] = [known.get(a), known.get(b)];
        if (!one || !other || !plausible(type, one, other)) continue;
        const key = `${a}+${b}`;
        const pair = pairs.get(key) ?? { ids: [a, b], evidence: [] };
        pair.evidence.push({ type, value });
        pairs.set(key, pair);
      }
    }
  }
  const found = [...pairs].map(([fingerprint, { ids, evidence }]): NewProposal => ({ type: 'merge', subject: ids[0], fingerprint, detail: { resources: ids, evidence } }));
  await settleOthers(
    db,
    'merge',
    found.map(({ fingerprint }) => fingerprint),
  );
  // What several kinds of evidence speak for comes first.
  const ranked = found.sort((a, b) => (b.detail['evidence'] as Evidence[]).length - (a.detail['evidence'] as Evidence[]).length);
  return propose(db, ranked.slice(0, MOST_PAIRS), at);
}

interface About {
  category: string;
  titles: string[];
  sources: string[];
}

async function about(db: Db, ids: string[]): Promise<Map<string, About>> {
  const { rows } = await run(
    db,
    `select r.id, r.category, r.title, array(select distinct c.source from catalogue.record c where c.resource_id = r.id and not c.withdrawn) as sources
     from catalogue.resource r where r.id = any($1)`,
    [ids],
  );
  return new Map(
    (rows as unknown as { id: string; category: string; title: Record<string, string>; sources: string[] }[]).map(({ id, category, title, sources }) => [
      id,
      { category, sources, titles: Object.values(title).map(foldedName).filter(Boolean) },
    ]),
  );
}

/** What one source keeps apart is proposed only where it gave both the same identifier and the same title. */
function plausible(type: Evidence['type'], a: About, b: About): boolean {
  const sameTitle = a.titles.some((title) => b.titles.includes(title));
  const apart = a.sources.some((source) => b.sources.includes(source));
  if (apart) return type === 'identifier' && sameTitle;
  if (type === 'identifier') return true;
  if (type === 'title') return a.category === b.category;
  return (
    sameTitle || a.titles.some((title) => b.titles.some((other) => Math.min(title.length, other.length) >= SHORTEST_TITLE && (title.includes(other) || other.includes(title))))
  );
}

function* pairsOf(ids: string[]): Generator<[string, string]> {
  const sorted = [...ids].sort();
  for (const [place, a] of sorted.entries()) for (const b of sorted.slice(place + 1)) yield [a, b];
}
