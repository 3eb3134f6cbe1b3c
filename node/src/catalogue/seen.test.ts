import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGHT, type Sight } from '../access/index.ts';
import { run } from '../kernel/database.ts';
import { COUNTS_OF, NEIGHBOURS_OF_EACH } from './graph/edge-store.ts';
import { STEPS_FROM } from './graph/frontier-store.ts';
import { PREDICATE_NAMES } from './predicates.ts';
import { asSeen, seenIn } from './seen.ts';
import { openCatalogue, type OpenCatalogue } from './testing/catalogue.ts';

let it: OpenCatalogue;
const RESOURCES = 20_000;
const HUB = 'hub000000000';

/** Three organisations, and fifty resources one by one. */
const person: Sight = {
  key: 'a person',
  classes: ['public', ...[1, 2, 3].flatMap((n) => [`shown organisation org:o${n} always`, `shown organisation org:o${n} timed`])],
  anytime: ['public', ...[1, 2, 3].map((n) => `shown organisation org:o${n} always`)],
  resources: Array.from({ length: 50 }, (_, n) => `r${String(n * 37).padStart(11, '0')}`),
  at: new Date('2026-06-01T00:00:00Z'),
};

beforeAll(async () => {
  it = await openCatalogue();
  // A tenth is not everybody's, of twenty organisations.
  await run(
    it.db,
    `insert into catalogue.resource (id, category, kind, status, title, content, provenance, revision, created, updated, visibility, shown_from)
     select case n when 0 then '${HUB}' else 'r' || lpad(n::text, 11, '0') end, 'tool', 'tool', 'published', '{"en":"x"}', jsonb_build_object('x', repeat('x', 400)), '{}', 1, now(), now(),
       case when n % 10 <> 5 then 'public' else 'shown organisation org:o' || n / 10 % 20 || case when n % 20 = 5 then ' timed' else ' always' end end,
       case when n % 20 = 5 then timestamptz '2026-01-01' end
     from generate_series(0, $1::int - 1) n`,
    [RESOURCES],
  );
  await run(
    it.db,
    `insert into catalogue.link (subject_id, predicate, target, object_id, object_type, source, record)
     select 'r' || lpad(n::text, 11, '0'), 'uses', 't', case when n % 20 = 0 then '${HUB}' else 'r' || lpad((n / 2)::text, 11, '0') end, 'resource', 's', 'r' from generate_series(1, $1::int - 1) n`,
    [RESOURCES],
  );
  await run(it.db, 'analyze catalogue.resource');
  await run(it.db, 'analyze catalogue.link');
  await run(it.db, 'vacuum catalogue.resource');
});
afterAll(() => it.close());

async function plan(sight: Sight, statement: string, given: unknown[]): Promise<string> {
  const parameters = [...given];
  const { rows } = await run(it.db, `explain (costs off) ${asSeen(sight, statement, parameters)}`, parameters);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe.each([
  ['of everybody', PUBLIC_SIGHT],
  ['of a person with three organisations and fifty single resources', person],
])('the sight %s is a filter that', (_, sight) => {
  test('a page in the order of arrival reads along its index', async () => {
    const text = await plan(sight, 'select r.* from catalogue.resource r where r.ordinal > $1 and seen(r) order by r.ordinal limit 100', [500]);
    expect(text).toMatch(/Index Scan using resource_ordinal_key/);
    expect(text).not.toMatch(/Seq Scan|Sort/);
  });

  test.each([
    ['the first ring', COUNTS_OF, [HUB]],
    ['the second ring', NEIGHBOURS_OF_EACH, [Array.from({ length: 40 }, (_, n) => `r${String(n).padStart(11, '0')}`), PREDICATE_NAMES, 12]],
    ['a step of a path', STEPS_FROM, [['r00000000001', HUB], 50_000]],
  ])('%s answers from an index, resource by resource', async (_what, statement, given) => {
    const text = await plan(sight, statement, given);
    expect(text).toMatch(/using resource_(discovery|pkey)/);
    expect(text).not.toMatch(/Seq Scan on resource/);
  });
});

test('takes at most four parameters, however often it is asked in a statement', () => {
  const parameters: unknown[] = ['given'];
  const { seen, seenOrGone } = seenIn(person, parameters);
  for (const alias of ['r', 'o', 's']) expect(`${seen(alias)} ${seenOrGone(alias)}`).toContain(`${alias}.visibility`);
  expect(parameters).toHaveLength(5);
  seenIn(PUBLIC_SIGHT, parameters).seen('r');
  expect(parameters).toHaveLength(5);
});
