import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../kernel/database.ts';
import { verifyLedger } from '../../ledger/index.ts';
import type { Editing } from '../amend-resource.ts';
import { chooseValue } from '../choose-value.ts';
import type { DescriptionInput } from '../description.ts';
import { publishRecords } from '../publish-records.ts';
import { listRevisions, readResource, resourcesNamed, type Reading } from '../read-resource.ts';
import { mergeResources } from '../resolution/merge-resources.ts';
import { statementsOf } from '../statements.ts';
import { openCatalogue } from '../testing/catalogue.ts';
import { acceptProposal, findDoubles, listProposals, propose, readProposal, refuseProposal, undoDecision } from './index.ts';
import type { NewProposal, ProposalType } from './proposal.ts';

describe("the curator's queue", () => {
  let db: Db;
  let close: () => Promise<void>;
  let reading: Reading;
  let editing: Editing;

  beforeAll(async () => {
    const opened = await openCatalogue();
    db = opened.db;
    close = opened.close;
    const { vocabulary, access } = opened;
    reading = opened.reading;
    editing = { db, vocabulary, access, caller: { kind: 'operator', name: 'curator' }, at: new Date('2026-03-01T00:00:00Z') };
  });
  afterAll(() => close());

  let count = 0;
  let x: string;
  beforeEach(() => void (x = `tool ${++count}`));
  const publish = async (source: string, description: Partial<DescriptionInput>, key = x): Promise<string> => {
    const record = { key, collection: 'all', description: { kind: 'tool', title: { en: x }, ...description } as DescriptionInput };
    const { outcomes } = await db
      .transaction()
      .execute((trx) => publishRecords(trx, source, [record], { vocabulary: reading.vocabulary, at: new Date('2026-01-01T00:00:00Z'), by: `harvest:${source}` }));
    expect(outcomes[0]?.state).not.toBe('rejected');
    return (await resourcesNamed(reading, `${source}:${key}`))[0] as string;
  };
  const shown = async (id: string) => {
    const answer = await readResource(reading, id);
    if ('tombstone' in answer) throw new Error(`withdrawn: ${answer.tombstone.reason}`);
    return answer.resource;
  };
  const curating = () => ({ db, caller: editing.caller, access: editing.access, sourceTitle: reading.sourceTitle });
  const queue = async (type: ProposalType) => (await listProposals(curating(), { type, limit: 100 })).items;
  const about = async (type: ProposalType, id: string) => (await queue(type)).find((it) => it.subject === id || it.resources.some((resource) => resource.id === id));
  const put = async (proposal: NewProposal) => {
    await propose(db, [proposal]);
    return Number((await queue(proposal.type)).find((it) => it.subject === proposal.subject)?.id);
  };

  it('what shares an identifier, a homepage or a title is proposed with its evidence; what nothing speaks for is not', async () => {
    const identifiers = [`biotools:suite${count}`];
    const [one, other] = [
      await publish('galaxy', { identifiers, title: { en: `${x} import` } }, `${x} import`),
      await publish('galaxy', { identifiers, title: { en: `${x} export` } }, `${x} export`),
    ];
    const elsewhere = await publish('rdmkit', { identifiers, homepage: `https://home${count}.example/` });
    const home = await publish('a', { homepage: `http://www.home${count}.example`, title: { en: `${x} toolbox` } });
    const namesake = await publish('b', { title: { en: x.toUpperCase() } });
    await publish('c', { title: { en: 'Nothing alike' } });
    await findDoubles(db, reading.vocabulary.prefixes);
    const pairs = (await queue('merge')).flatMap((it) =>
      it.type === 'merge' ? [{ ids: [...it.detail.resources].sort(), evidence: it.detail.evidence.map(({ type }) => type) }] : [],
    );
    const expected = [
      { ids: [one, elsewhere].sort(), evidence: ['identifier'] },
      { ids: [other, elsewhere].sort(), evidence: ['identifier'] },
      { ids: [home, elsewhere].sort(), evidence: ['homepage'] },
      { ids: [namesake, elsewhere].sort(), evidence: ['title'] },
    ];
    expect(pairs).toHaveLength(expected.length);
    expect(pairs).toEqual(expect.arrayContaining(expected));
    expect(await findDoubles(db, reading.vocabulary.prefixes), 'a second look proposes nothing anew').toBe(0);
  });

  it('a merge is accepted, taken back, and refused for good', async () => {
    const description = { en: 'word '.repeat(200), zh: '说明' };
    const [one, other] = [await publish('a', { version: '1' }), await publish('b', { homepage: 'https://b.example/', description })];
    await findDoubles(db, reading.vocabulary.prefixes);
    const { id, resources } = (await about('merge', one))!;
    expect(resources.map((it) => it.id).sort()).toEqual([one, other].sort());
    expect(resources.find((it) => it.id === other)).toMatchObject({
      homepage: 'https://b.example/',
      summary: { en: description.en.slice(0, 400), zh: '说明' },
      sources: [{ source: 'b', title: { en: 'b' }, record: x }],
    });
    await acceptProposal(editing, Number(id), { note: 'the same' });
    expect(await shown(other)).toMatchObject({ id: one, version: '1', homepage: 'https://b.example/' });
    const accepted = await readProposal(curating(), Number(id));
    expect(accepted.state).toBe('accepted');
    expect(accepted.resources.find((it) => it.id === other)).toMatchObject({ mergedInto: one, sources: [] });
    expect((await listRevisions(reading, one))[0]).toMatchObject({ by: 'operator:curator', note: 'the same' });
    await expect(acceptProposal(editing, Number(id), {})).rejects.toThrow(/accepted already/);

    await undoDecision(editing, Number(id));
    expect((await shown(other)).id).toBe(other);
    expect((await shown(one)).homepage).toBeUndefined();
    await refuseProposal(editing, Number(id), {});
    await findDoubles(db, reading.vocabulary.prefixes);
    expect(await about('merge', one)).toBeUndefined();
    await publish('a', { version: '1', identifiers: [`biotools:same${count}`] });
    await publish('b', { homepage: 'https://b.example/', identifiers: [`biotools:same${count}`] });
    expect((await shown(other)).id, 'no identifier joins what a curator told apart').toBe(other);
  });

  it('what was merged elsewhere waits no longer, and the rest is asked of what stands', async () => {
    const [one, other, third] = [await publish('a', {}), await publish('b', {}), await publish('c', {})];
    const pairs = async () =>
      (await queue('merge')).flatMap(({ resources }) => (resources.some(({ id }) => id === one || id === other || id === third) ? [resources.map(({ id }) => id).sort()] : []));
    await findDoubles(db, reading.vocabulary.prefixes);
    expect(await pairs()).toHaveLength(3);
    const { id } = await mergeResources(editing, [one, other]);
    expect(await pairs()).toEqual([[id, third].sort()]);
    await findDoubles(db, reading.vocabulary.prefixes);
    expect(await pairs()).toEqual([[id, third].sort()]);
  });

  it('a dead link is taken out or replaced, and comes back', async () => {
    const dead = 'https://dead.example/';
    const id = await publish('a', { homepage: dead, endpoints: [{ url: dead, type: 'web' }, { url: 'https://alive.example/' }] });
    const proposal = await put({ type: 'dead-link', subject: id, fingerprint: `dead ${x}`, detail: { address: dead, field: '/homepage', status: 404 } });
    await expect(acceptProposal(editing, proposal, {})).rejects.toThrow(/takes its place/);
    await acceptProposal(editing, proposal, { replacement: 'https://new.example/' });
    expect(await shown(id)).toMatchObject({ homepage: 'https://new.example/', endpoints: [{ url: 'https://new.example/' }, { url: 'https://alive.example/' }] });
    await undoDecision(editing, proposal);
    expect(await shown(id)).toMatchObject({ homepage: dead, endpoints: [{ url: dead }, { url: 'https://alive.example/' }], sources: [{ source: 'a' }] });
    await acceptProposal(editing, proposal, { replacement: 'https://newer.example/' });
    expect((await shown(id)).homepage, 'and may be replaced again').toBe('https://newer.example/');
    await undoDecision(editing, proposal);
    expect((await listRevisions(reading, id)).length).toBe(5);
  });

  it('advertising is withdrawn with the reason, and stands again when that was wrong', async () => {
    const id = await publish('a', {});
    const proposal = await put({ type: 'spam', subject: id, fingerprint: `spam ${x}`, detail: { reasons: ['five links to shops'] } });
    await acceptProposal(editing, proposal, {});
    expect(await readResource(reading, id)).toMatchObject({ tombstone: { reason: 'Advertising: five links to shops' } });
    await undoDecision(editing, proposal);
    expect((await shown(id)).status).toBe('published');
  });

  it('a rejected record is marked as seen to', async () => {
    const proposal = await put({ type: 'rejected-record', subject: `a:${x}`, fingerprint: x, detail: { source: 'a', record: x, field: 'title', reason: 'is missing' } });
    await acceptProposal(editing, proposal, { note: 'told the source' });
    expect((await listProposals(curating(), { type: 'rejected-record', state: 'accepted' })).items[0]).toMatchObject({
      decided: { by: 'operator:curator', note: 'told the source' },
    });
  });

  it('the same finding is proposed once, and not again after it was refused', async () => {
    const id = await publish('a', {});
    const finding = (more = 1): NewProposal => ({ type: 'spam', subject: id, fingerprint: `again ${x}`, detail: { reasons: [`seen ${more} times`] } });
    expect(await propose(db, [finding(), finding()])).toBe(1);
    expect(await propose(db, [finding(2)])).toBe(0);
    expect((await about('spam', id))?.detail).toEqual({ reasons: ['seen 2 times'] });
    await refuseProposal(editing, Number((await about('spam', id))!.id), {});
    expect(await propose(db, [finding(3)])).toBe(0);
    expect(await about('spam', id)).toBeUndefined();
  });

  it('is for keepers, and every step stands in the ledger', async () => {
    const id = await publish('a', {});
    const proposal = await put({ type: 'spam', subject: id, fingerprint: `secret ${x}`, detail: { reasons: ['x'] } });
    const anyone: Editing = { ...editing, caller: { kind: 'anyone' } };
    await expect(listProposals({ ...curating(), caller: anyone.caller }, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(acceptProposal(anyone, proposal, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await shown(id)).status).toBe('published');
    expect(await verifyLedger(db)).toMatchObject({ intact: true });
  });

  it('a curator chooses whose value is shown, sees what the others say, and returns to the policy', async () => {
    const identifiers = [`biotools:choice${count}`];
    await publish('a', { identifiers, version: '1' });
    const id = await publish('b', { identifiers, version: '2' });
    const versions = async () => (await statementsOf(reading, id)).fields.find(({ field }) => field === 'version')!;
    expect(await versions()).toMatchObject({
      differ: true,
      because: 'recency',
      statements: [
        { source: 'a', value: '1', shown: true },
        { source: 'b', value: '2', shown: false },
      ],
    });
    await chooseValue(editing, id, 'version', { source: 'b', record: x });
    expect((await shown(id)).version).toBe('2');
    expect(await versions()).toMatchObject({
      because: 'chosen',
      statements: [
        { source: 'b', shown: true },
        { source: 'a', shown: false },
      ],
    });
    await publish('a', { identifiers, version: '3' });
    expect((await shown(id)).version, 'the choice outlives the next harvest').toBe('2');
    await chooseValue(editing, id, 'version', null);
    expect((await shown(id)).version).toBe('3');
    await expect(chooseValue(editing, id, 'version', { source: 'c', record: x })).rejects.toThrow(/says no version/);
    await expect(chooseValue(editing, id, 'colour', null)).rejects.toThrow(/no field/);
  });
});
