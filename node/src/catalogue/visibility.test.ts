import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { PUBLIC_SIGHT, type Sight } from '../access/index.ts';
import { Terms, writeTerms, type TermsInput } from '../access/terms/index.ts';
import { ANYONE, type Caller } from '../identity/index.ts';
import { run } from '../kernel/database.ts';
import { identifierOf } from '../kernel/identifiers.ts';
import { applyVisibility } from './apply-visibility.ts';
import type { DescriptionInput } from './description.ts';
import { outgoing } from './outgoing.ts';
import { publishRecords } from './publish-records.ts';
import { readResource, resourcesNamed } from './read-resource.ts';
import { maySee, runSeen, type Showing } from './seen.ts';
import { openCatalogue, type OpenCatalogue } from './testing/catalogue.ts';
import { withdrawRecords } from './withdraw-records.ts';

let here: OpenCatalogue;
const at = new Date('2026-05-01T00:00:00Z');
const OWN = 'org:institute-a';
const member: Caller = { kind: 'person', id: 'member', name: 'Member', organisation: OWN, roles: [] };

beforeAll(async () => {
  here = await openCatalogue();
});
afterAll(() => here.close());

const idOf = (key: string) => identifierOf('test', key);
const publish = (key: string, more: Partial<DescriptionInput> = {}) =>
  here.db.transaction().execute((trx) => {
    const description: DescriptionInput = { kind: 'dataset', title: { en: key }, provider: { name: { en: 'Institute A' } }, ...more };
    return publishRecords(trx, 'test', [{ key, collection: 'things', description }], { vocabulary: here.vocabulary, at, by: 'test' });
  });
const under = async (key: string, terms: TermsInput) => {
  const changed = await here.db.transaction().execute(async (trx) => {
    await writeTerms(trx, idOf(key), Terms.parse(terms), { at, by: 'test' });
    return applyVisibility(trx, [idOf(key)]);
  });
  await here.access.settled();
  return changed;
};
const sees = async (caller: Caller, key: string, when?: string) => {
  const sight: Sight = { ...(await here.access.sightOf(caller)), ...(when ? { at: new Date(when) } : {}) };
  const [found] = (await outgoing({ ...here.reading, sight }, { by: 'ordinal', ids: [idOf(key)], limit: 1 })).items;
  return found !== undefined;
};
const row = async (key: string) =>
  (await run(here.db, 'select id, status, visibility, shown_from, shown_until, links from catalogue.resource where id = $1', [idOf(key)])).rows[0] as unknown as Showing & {
    links: number;
  };

describe('a resource is shown to', () => {
  test('those its terms say, in the catalogue and in what is searched, and again to all when they change', async () => {
    await publish('house');
    expect(await sees(ANYONE, 'house')).toBe(true);
    expect(await under('house', { discovery: 'organisation', organisation: OWN })).toBe(1);
    expect([await sees(ANYONE, 'house'), await sees({ ...member, organisation: 'org:else' } as Caller, 'house'), await sees(member, 'house')]).toEqual([false, false, true]);
    const { rows } = await run(here.db, 'select s.visibility from catalogue.search_row s join catalogue.resource r using (ordinal) where r.id = $1', [idOf('house')]);
    expect(rows).toEqual([{ visibility: `shown organisation ${OWN} always` }]);
    expect(await under('house', { discovery: 'organisation', organisation: OWN }), 'the same again changes nothing').toBe(0);
    expect(await under('house', {})).toBe(1);
    expect(await sees(ANYONE, 'house')).toBe(true);
  });

  test('the same when its source describes it anew, and to none but its keepers when it becomes a draft', async () => {
    await publish('kept');
    await under('kept', { discovery: 'named' });
    await publish('kept', { title: { en: 'Kept, revised' } });
    expect([await sees(ANYONE, 'kept'), (await row('kept')).visibility]).toEqual([false, `shown named ${OWN} always`]);
    await publish('kept', { status: 'draft' });
    const provider: Caller = { ...member, roles: [{ role: 'provider', scope: OWN }] } as Caller;
    await here.access.settled();
    expect([await sees(member, 'kept'), await sees(provider, 'kept')]).toEqual([false, true]);
  });

  test('others from the very instant at which its embargo ends, by the clock alone', async () => {
    await publish('embargoed');
    await under('embargoed', { shownFrom: '2027-01-01T00:00:00Z' });
    expect(await sees(ANYONE, 'embargoed', '2026-12-31T23:59:59.999Z')).toBe(false);
    expect(await sees(ANYONE, 'embargoed', '2027-01-01T00:00:00Z')).toBe(true);
    const steward: Caller = { ...member, roles: [{ role: 'steward', scope: OWN }] } as Caller;
    expect(await sees(steward, 'embargoed', '2026-06-01T00:00:00Z')).toBe(true);
  });

  test('nobody but its keepers until it is certified, where that is required', async () => {
    await publish('unchecked');
    await under('unchecked', { certification: 'required' });
    expect([await sees(ANYONE, 'unchecked'), await sees(member, 'unchecked', '2090-01-01T00:00:00Z')]).toEqual([false, false]);
  });
});

it('leaves its tombstone to those who could see it in life', async () => {
  await publish('buried');
  await under('buried', { discovery: 'organisation', organisation: OWN });
  await here.db.transaction().execute((trx) => withdrawRecords(trx, 'test', ['buried'], { vocabulary: here.vocabulary, at, by: 'test', reason: 'gone' }));
  await expect(readResource(here.reading, idOf('buried'))).rejects.toMatchObject({ code: 'not-found' });
  expect(await readResource({ ...here.reading, sight: await here.access.sightOf(member) }, idOf('buried'))).toMatchObject({ tombstone: { reason: 'gone' } });
});

it('counts for others only while everybody sees it, and its names lead to it for nobody else', async () => {
  await publish('centre');
  await publish('beside', { links: [{ predicate: 'related-to', target: 'test:centre' }], identifiers: ['doi:10.1234/beside'] });
  expect((await row('centre')).links).toBe(1);
  await under('beside', { discovery: 'named' });
  expect([(await row('centre')).links, (await row('beside')).links]).toEqual([0, 0]);
  expect(await resourcesNamed(here.reading, 'doi:10.1234/beside')).toEqual([]);
  await under('beside', {});
  expect([(await row('centre')).links, (await row('beside')).links]).toEqual([1, 1]);
  expect(await resourcesNamed(here.reading, 'doi:10.1234/beside')).toEqual([idOf('beside')]);
});

it('is asked of the database as it is asked of a row at hand', async () => {
  const bases: Sight[] = [
    PUBLIC_SIGHT,
    await here.access.sightOf(ANYONE),
    await here.access.sightOf(member),
    { key: 'one', classes: [], anytime: [], resources: [idOf('unchecked')] },
    { key: 'times', classes: 'all', anytime: [], resources: [] },
    { key: 'none', classes: [], anytime: [], resources: [] },
  ];
  const sights = bases.flatMap((sight) => ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', '9999-06-01T00:00:00Z'].map((when) => ({ ...sight, at: new Date(when) })));
  const { rows } = await run(here.db, 'select id, status, visibility, shown_from, shown_until from catalogue.resource');
  for (const sight of sights) {
    const found = await runSeen(here.db, sight, 'select r.id from catalogue.resource r where seen(r)');
    const expected = (rows as unknown as Showing[]).filter((one) => maySee(sight, one)).map(({ id }) => id);
    expect(new Set(found.rows.map(({ id }) => id)), JSON.stringify(sight)).toEqual(new Set(expected));
  }
});
