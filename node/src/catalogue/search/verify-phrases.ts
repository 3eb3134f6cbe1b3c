import { invalid } from '../../kernel/errors.ts';
import { run, type Db } from '../../kernel/database.ts';
import type { IndexSight, PhraseNode, Plan } from './plan.ts';
import type { SearchIndex } from './search-index.ts';

/** So many resources at most are looked through for one phrase: what takes PostgreSQL about half a second. */
export const MOST_LOOKED_THROUGH = 50_000;

/**
 * Finds where each phrase of a plan really stands. The index tells who bears all its words; PostgreSQL, which holds the
 * text, tells in which of these they stand in a row.
 */
export async function verifyPhrases({ db, index }: { db: Db; index: SearchIndex }, plan: Plan, sight: IndexSight): Promise<void> {
  for (const phrase of phrasesIn(plan)) {
    const { count, ordinals } = await index.ask('candidates', { plan: candidatesOf(phrase, plan), sight, limit: MOST_LOOKED_THROUGH });
    if (!ordinals) {
      const words = phrase.pattern.trim();
      const reason = `The words of "${words}" stand together in ${count.toLocaleString('en')} resources, more than the ${MOST_LOOKED_THROUGH.toLocaleString('en')} that are looked through for a phrase; add a word to the query or to the phrase.`;
      throw invalid(`The query is too wide: ${reason}`, [{ pointer: '1:1', reason }]);
    }
    phrase.found = await standsIn(db, phrase.pattern, ordinals);
  }
}

async function standsIn(db: Db, pattern: string, ordinals: Uint32Array): Promise<{ any: Uint32Array; title: Uint32Array }> {
  if (ordinals.length === 0) return { any: ordinals, title: ordinals };
  const { rows } = await run(
    db,
    `select ordinal, strpos(title, $2) > 0 as in_title from catalogue.search_row
     where ordinal = any($1::int[]) and (strpos(title, $2) > 0 or strpos(body, $2) > 0)`,
    [[...ordinals], pattern],
  );
  return {
    any: Uint32Array.from(rows, (row) => row['ordinal'] as number),
    title: Uint32Array.from(
      rows.filter((row) => row['in_title']),
      (row) => row['ordinal'] as number,
    ),
  };
}

/** The phrase's words, and whatever else every hit must meet that holds no phrase itself. */
function candidatesOf(phrase: PhraseNode, plan: Plan): Plan {
  const besides = plan.type === 'and' && plan.nodes.includes(phrase) ? plan.nodes.filter((node) => phrasesIn(node).length === 0) : [];
  const { found: _, ...unverified } = phrase;
  return { type: 'and', nodes: [unverified, ...besides] };
}

function phrasesIn(plan: Plan): PhraseNode[] {
  if (plan.type === 'phrase') return [plan];
  if (plan.type === 'and' || plan.type === 'or') return plan.nodes.flatMap(phrasesIn);
  return plan.type === 'not' ? phrasesIn(plan.node) : [];
}
