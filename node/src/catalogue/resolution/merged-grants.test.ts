import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Purpose } from '../../access/data-use/index.ts';
import { currentTerms, OPEN_TERMS, Terms, writeTerms, type TermsInput } from '../../access/terms/index.ts';
import { giveGrant, person } from '../../access/testing/access.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import type { Editing } from '../amend-resource.ts';
import { applyVisibility } from '../apply-visibility.ts';
import { namedSubjects } from '../named-subjects.ts';
import { outgoing } from '../outgoing.ts';
import { publishRecords } from '../publish-records.ts';
import { resourcesNamed } from '../read-resource.ts';
import { openCatalogue, type OpenCatalogue } from '../testing/catalogue.ts';
import { mergeResources, takeBack, type Judged } from './merge-resources.ts';

const asker = person('asker');
const CONTROLLED: TermsInput = { conditions: [{ term: 'DUO:0000042', values: [] }], reviews: [{ kind: 'committee' }] };
const PURPOSE = Purpose.parse({ title: 'Why hearts fail', uses: ['biomedical'], months: 6 });
const [BEGUN, ENDS] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];

let here: OpenCatalogue;
let editing: Editing;
beforeAll(async () => {
  here = await openCatalogue();
  editing = { db: here.db, vocabulary: here.vocabulary, access: here.access, caller: { kind: 'operator', name: 'curator' }, at: new Date() };
});
afterAll(() => here.close());

let count = 0;
/** A dataset of a source of its own; earlier ones are older, and stand where two are merged. */
async function dataset(terms?: TermsInput): Promise<string> {
  const key = `d${++count}`;
  const at = new Date(BEGUN.getTime() + count * 1_000);
  const description = { kind: 'dataset', title: { en: `Dataset ${key}` } } as const;
  await here.db.transaction().execute((trx) => publishRecords(trx, `s${count}`, [{ key, collection: 'all', description }], { vocabulary: here.vocabulary, at, by: 'test' }));
  const [id] = await resourcesNamed(here.reading, `s${count}:${key}`);
  if (terms) await under(id as string, terms);
  return id as string;
}
async function under(id: string, terms: TermsInput): Promise<void> {
  await here.db.transaction().execute(async (trx) => {
    await writeTerms(trx, id, Terms.parse(terms), { at: new Date(), by: 'person:steward' });
    await applyVisibility(trx, [id]);
  });
  await here.access.settled();
}
const granted = async (resource: string) => {
  await giveGrant(here.db, { id: `g-${resource}`, to: 'person:asker', resource, purpose: PURPOSE, from: BEGUN, until: ENDS });
  await here.access.settled();
};
const may = async (id: string) => {
  const subject = (await namedSubjects(here.db, [id])).get(id);
  return (await here.access.decide({ caller: asker, action: 'resource:use', resource: subject ?? { id } })).allowed;
};
const merge = async (older: string, younger: string): Promise<Judged> => {
  const { id, judged } = await mergeResources(editing, [older, younger]);
  expect(id).toBe(older);
  await here.access.settled();
  return judged;
};
const undo = async (judged: Judged) => {
  await here.db.transaction().execute((trx) => takeBack(trx, editing, judged));
  await here.access.settled();
};

describe('a grant for a resource that is merged into another', () => {
  it('counts for that one where it had no terms of its own, comes back when they are told apart, and follows once more', async () => {
    const [open, controlled] = [await dataset(), await dataset(CONTROLLED)];
    await granted(controlled);
    expect([await may(open), await may(controlled)]).toEqual([true, true]);
    const judged = await merge(open, controlled);
    expect(await may(open), 'the grant follows').toBe(true);
    const stranger = await here.access.decide({ caller: person('stranger'), action: 'resource:use', resource: { id: open, kind: 'dataset', status: 'published' } });
    expect(stranger.allowed, 'and with it the conditions').toBe(false);
    await undo(judged);
    expect([await may(open), await may(controlled)], 'what stood keeps the conditions, without the grant').toEqual([false, true]);
    const again = await merge(open, controlled);
    expect(await may(open)).toBe(true);
    await undo(again);
    expect([await may(open), await may(controlled)]).toEqual([false, true]);
  });

  it('does not count where the other has terms of its own, even the same ones', async () => {
    for (const terms of [{ ...CONTROLLED, agreement: 'another' }, CONTROLLED, { embargoUntil: '2020-01-01' }] satisfies TermsInput[]) {
      const [older, younger] = [await dataset(terms), await dataset(CONTROLLED)];
      await granted(younger);
      await merge(older, younger);
      expect(await may(older), JSON.stringify(terms)).toBe(false);
    }
  });

  it('does not count once the terms of the one that stands are written anew, or made narrower by a third', async () => {
    const [older, younger, third] = [await dataset(), await dataset(CONTROLLED), await dataset({ ...CONTROLLED, country: 'CN' })];
    await granted(younger);
    await merge(older, younger);
    expect(await may(older)).toBe(true);
    await merge(older, third);
    expect(await may(older)).toBe(false);
    const [one, other] = [await dataset(), await dataset(CONTROLLED)];
    await granted(other);
    await merge(one, other);
    await under(one, { ...CONTROLLED, agreement: 'a new one' });
    expect(await may(one)).toBe(false);
  });

  it('ends with its own end, and opens the sight of what only those named discover', async () => {
    const [older, younger] = [await dataset(), await dataset({ ...CONTROLLED, discovery: 'named' })];
    await granted(younger);
    const judged = await merge(older, younger);
    const sees = async (id: string) => (await outgoing({ ...here.reading, sight: await here.access.sightOf(asker) }, { by: 'ordinal', ids: [id], limit: 1 })).items.length === 1;
    const others = async (id: string) => (await outgoing(here.reading, { by: 'ordinal', ids: [id], limit: 1 })).items.length === 1;
    expect([await sees(older), await others(older)]).toEqual([true, false]);
    await giveGrant(here.db, { id: `g-${younger}`, to: 'person:asker', resource: younger, from: BEGUN, until: ENDS, revoked: new Date() });
    await here.access.settled();
    expect([await may(older), await sees(older)]).toEqual([false, false]);
    await undo(judged);
    expect([await may(younger), await sees(younger)]).toEqual([false, false]);
  });
});

it('no sequence of merges, undone merges, terms and grants gives anybody more than they were granted', async () => {
  const seed = Date.now() % 100_000;
  let state = seed;
  const draw = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const ids = [await dataset(), await dataset(), await dataset()];
  const withGrant = new Set<string>();
  const had = new Set<string>();
  const merged: { older: string; younger: string; judged: Judged }[] = [];
  const terms: TermsInput[] = [CONTROLLED, { ...CONTROLLED, country: 'CN' }, { ...CONTROLLED, agreement: 'one' }];
  const termsOf = async (id: string) => (await currentTerms(here.db, id))?.terms ?? OPEN_TERMS;
  const log: string[] = [];
  for (let step = 0; step < 40; step++) {
    const gone = new Set(merged.map(({ younger }) => younger));
    const standing = ids.filter((id) => !gone.has(id));
    const deed = draw(4);
    const one = standing[draw(standing.length)] as string;
    if (deed === 0 && standing.length > 1) {
      const [older, younger] = ids.filter((id) => standing.includes(id)).slice(0, 2) as [string, string];
      merged.push({ older, younger, judged: await merge(older, younger) });
    } else if (deed === 1 && merged.length > 0) {
      await undo((merged.pop() as (typeof merged)[number]).judged);
    } else if (deed === 2) {
      await under(one, terms[draw(terms.length)] as TermsInput);
      had.add(one);
    } else {
      await granted(one);
      withGrant.add(one);
    }
    log.push(`${deed} ${ids.indexOf(one)}`);
    for (const id of ids) {
      const now = await termsOf(id);
      const open = canonicalJson(now) === canonicalJson(OPEN_TERMS);
      const same = await Promise.all(
        merged.map(async ({ older, younger }) => older === id && withGrant.has(younger) && !had.has(id) && canonicalJson(await termsOf(younger)) === canonicalJson(now)),
      );
      const ought = open || withGrant.has(id) || same.some(Boolean);
      expect(ought || !(await may(id)), `seed ${seed}: ${log.join(', ')}: resource ${ids.indexOf(id)}`).toBe(true);
    }
  }
});
