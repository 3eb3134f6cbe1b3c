import type { z } from 'zod';
import type { Term, Vocabulary } from '../../vocabulary/index.ts';
import type { Suggestions } from './answer.ts';
import { keyOf, namesOf, unitsOf } from './concept-names.ts';
import type { Sight } from '../../access/index.ts';
import { runSeen } from '../seen.ts';
import { indexSight } from './index-sight.ts';
import type { IndexSight, Plan } from './plan.ts';
import type { Searching } from './search-resources.ts';
import { chineseWords, folded, isStopWord } from './segment.ts';
import { stem } from './stem.ts';

const MAX_TERMS = 6;
const MAX_TEXT = 200;

/** What could be meant by what has been typed so far: resources and terms whose names hold its words, the last one begun. */
export async function suggest(searching: Searching, { q, sight, limit = 6 }: { q: string; sight: Sight; limit?: number }): Promise<z.infer<typeof Suggestions>> {
  const text = q.slice(0, MAX_TEXT).toWellFormed();
  const plan = planOf(text, searching.vocabulary());
  if (!plan) return { resources: [], terms: [] };
  const seen = await indexSight(searching.db, sight);
  const [resources, terms] = await Promise.all([suggestedResources(searching, plan, { sight, seen, limit }), suggestedTerms(searching, text, seen)]);
  return { resources, terms };
}

function planOf(text: string, vocabulary: Vocabulary): Plan | undefined {
  const units = unitsOf(text).slice(0, 32);
  const last = units.at(-1);
  if (!last) return undefined;
  const finished = /\s$/.test(text);
  const nodes: Plan[] = [];
  const group = (tokens: string[], prefix?: string): Plan => ({ type: 'group', inTitle: true, alternatives: [{ tokens, weight: 1, ...(prefix === undefined ? {} : { prefix }) }] });
  const chinese = units.filter((unit) => unit.chinese);
  // Characters begun in the middle of a word are none of its forms: each is asked for by itself.
  const run = chinese.map((unit) => unit.text).join('');
  if (run !== '') nodes.push(last.chinese && !finished ? group([...run]) : group(chineseWords(run, vocabulary)));
  for (const unit of units) {
    if (unit.chinese || (isStopWord(unit.text) && units.length > 1)) continue;
    const begun = unit === last && !finished && unit.text.length > 1;
    // The word as it stands counts too: of `alignments`, only the stem is a title's `alignment`.
    nodes.push(begun ? { type: 'or', nodes: [group([], unit.text), group([unit.key])] } : group([unit.key]));
  }
  return { type: 'and', nodes };
}

async function suggestedResources(
  { db, index }: Searching,
  plan: Plan,
  { sight, seen, limit }: { sight: Sight; seen: IndexSight; limit: number },
): Promise<z.infer<typeof Suggestions>['resources']> {
  const answer = await index.ask('query', { plan, filters: {}, sight: seen, sort: 'relevance', limit, facetValues: 0 });
  const hits = 'hits' in answer ? answer.hits : [];
  if (hits.length === 0) return [];
  // The index follows the database by a moment: what has been taken back since is not shown.
  const { rows } = await runSeen(
    db,
    sight,
    'select r.ordinal, r.id, r.category, r.kind, r.status, r.title from catalogue.resource r where r.ordinal = any($1::int[]) and seen(r)',
    [hits.map((hit) => hit.ordinal)],
  );
  const byOrdinal = new Map(rows.map(({ ordinal, ...row }) => [ordinal as number, row]));
  return hits.flatMap((hit) => {
    const row = byOrdinal.get(hit.ordinal) as z.infer<typeof Suggestions>['resources'][number] | undefined;
    return row ? [row] : [];
  });
}

/** Terms with a name that begins so, or that has a word beginning so; those that resources bear come first. */
async function suggestedTerms({ index, vocabulary: current }: Searching, text: string, sight: IndexSight): Promise<z.infer<typeof Suggestions>['terms']> {
  const vocabulary = current();
  const typed = folded(text)
    .trim()
    .replaceAll(/[\s-]+/g, ' ');
  const found = namedLike(vocabulary, typed);
  const counts = await index.ask('counts', { tokens: found.map(({ term }) => `~${term.id}`), sight });
  return found
    .map(({ term, rank }, place) => ({ term, rank, count: counts[place] ?? 0 }))
    .sort((a, b) => Number(b.count > 0) - Number(a.count > 0) || a.rank - b.rank || b.count - a.count || (a.term.id < b.term.id ? -1 : 1))
    .slice(0, MAX_TERMS)
    .map(({ term, count }) => ({ id: term.id, label: term.label, branch: term.branch, count }));
}

interface Spelled {
  term: Term;
  names: string[];
  key: string;
}
const spelled = new WeakMap<Vocabulary, Spelled[]>();

function namedLike(vocabulary: Vocabulary, typed: string): { term: Term; rank: number }[] {
  let all = spelled.get(vocabulary);
  if (!all) {
    all = [...vocabulary.terms()]
      .filter((term) => !term.deprecated)
      .map((term) => ({ term, names: namesOf(term).map(({ text }) => folded(text).replaceAll(/[\s-]+/g, ' ')), key: keyOf(unitsOf(term.label['en'] ?? '')) }));
    spelled.set(vocabulary, all);
  }
  const words = typed.split(' ').map(stem).join(' ');
  const rankOf = ({ names, key }: Spelled) => {
    let rank = key === words ? 0 : 4;
    for (const name of names)
      rank = Math.min(rank, name === typed ? 0 : name.startsWith(typed) ? 1 : name.includes(` ${typed}`) ? 2 : /\p{Script=Han}/u.test(typed) && name.includes(typed) ? 3 : 4);
    return rank;
  };
  return all
    .map((each) => ({ term: each.term, rank: rankOf(each) }))
    .filter(({ rank }) => rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 60);
}
