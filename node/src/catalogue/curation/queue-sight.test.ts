import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Terms, writeTerms, type TermsInput } from '../../access/terms/index.ts';
import type { Caller, RoleHeld } from '../../identity/index.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import { applyVisibility } from '../apply-visibility.ts';
import type { DescriptionInput } from '../description.ts';
import { publishRecords } from '../publish-records.ts';
import { openCatalogue, type OpenCatalogue } from '../testing/catalogue.ts';
import { acceptProposal, listProposals, propose, readProposal } from './index.ts';
import type { NewProposal } from './proposal.ts';

const at = new Date('2026-05-01T00:00:00Z');
const [OURS, THEIRS] = ['org:our-institute', 'org:their-institute'];
const idOf = (key: string) => identifierOf('test', key);

let here: OpenCatalogue;

async function publish(key: string, provider: string, terms?: TermsInput, more: Partial<DescriptionInput> = {}): Promise<void> {
  const description: DescriptionInput = { kind: 'tool', title: { en: key }, provider: { name: { en: provider } }, ...more };
  await here.db.transaction().execute(async (trx) => {
    const { outcomes } = await publishRecords(trx, 'test', [{ key, collection: 'things', description }], { vocabulary: here.vocabulary, at, by: 'test' });
    expect(outcomes[0]?.state).toBe('created');
    if (!terms) return;
    await writeTerms(trx, idOf(key), Terms.parse(terms), { at, by: 'test' });
    await applyVisibility(trx, [idOf(key)], at);
  });
}
const spam = (key: string): NewProposal => ({ type: 'spam', subject: idOf(key), fingerprint: key, detail: { reasons: [key] } });
const merge = (one: string, other: string): NewProposal => ({
  type: 'merge',
  subject: idOf(one),
  fingerprint: `${one} ${other}`,
  detail: { resources: [idOf(one), idOf(other)], evidence: [{ type: 'title', value: `title of ${other}` }] },
});
const rejected = (record: string): NewProposal => ({
  type: 'rejected-record',
  subject: `test:${record}`,
  fingerprint: `rejected ${record}`,
  detail: { source: 'test', record, field: 'title', reason: 'is empty' },
});

beforeAll(async () => {
  here = await openCatalogue();
  await publish('ours', 'Our Institute');
  await publish('ours too', 'Our Institute');
  await publish('our draft', 'Our Institute', undefined, { status: 'draft' });
  await publish('theirs', 'Their Institute');
  await publish('their secret', 'Their Institute', { discovery: 'organisation', organisation: THEIRS });
  await propose(here.db, [
    ...['ours', 'our draft', 'theirs', 'their secret'].map(spam),
    merge('ours', 'ours too'),
    merge('ours', 'theirs'),
    merge('ours', 'their secret'),
    rejected('ours'),
    rejected('their secret'),
    rejected('never taken'),
  ]);
});
afterAll(() => here.close());

const person = (...roles: RoleHeld[]): Caller => ({ kind: 'person', id: `person-${roles.map(({ role, scope }) => role + scope).join()}`, name: 'Keeper', roles });
const asking = (caller: Caller) => ({ db: here.db, access: here.access, caller, sourceTitle: (id: string) => ({ en: id }) });
const names = new Map(['ours', 'ours too', 'our draft', 'theirs', 'their secret'].map((key) => [idOf(key), key]));
const queueOf = async (caller: Caller) => {
  const page = await listProposals(asking(caller), { limit: 100 });
  const subjects = page.items.map(
    (it) => `${it.type}: ${it.type === 'merge' ? it.detail.resources.map((id) => names.get(id)).join(' + ') : (names.get(it.subject) ?? it.subject)}`,
  );
  expect(page.total).toBe(page.items.length);
  expect(Object.values(page.open).reduce((sum, n) => sum + n, 0)).toBe(page.items.length);
  return { subjects: subjects.toSorted(), page };
};

describe("the curator's queue is shown", () => {
  it('whole to a curator of the node', async () => {
    expect((await queueOf(person({ role: 'curator', scope: 'node' }))).subjects).toHaveLength(10);
  });

  it('to a curator of an organisation as far as it concerns that and they may discover all of it', async () => {
    const { subjects, page } = await queueOf(person({ role: 'curator', scope: OURS as `org:${string}` }));
    expect(subjects).toEqual(['merge: ours + ours too', 'merge: ours + theirs', 'rejected-record: test:ours', 'spam: our draft', 'spam: ours']);
    expect(JSON.stringify(page)).not.toMatch(/secret/);
    expect(page.open).toMatchObject({ merge: 2, 'rejected-record': 1, spam: 2, 'dead-link': 0 });
  });

  it('to a curator of one resource as far as it concerns that', async () => {
    const { subjects } = await queueOf(person({ role: 'curator', scope: `resource:${idOf('theirs')}` }));
    expect(subjects).toEqual(['merge: ours + theirs', 'spam: theirs']);
  });

  it('to nobody else, and a proposal that is not shown is not there', async () => {
    const member: Caller = { kind: 'person', id: 'member', name: 'Member', organisation: OURS, roles: [] };
    await expect(listProposals(asking(member), {})).rejects.toMatchObject({ code: 'forbidden' });
    const all = (await queueOf(person({ role: 'curator', scope: 'node' }))).page.items;
    const secret = all.find((it) => it.subject === idOf('their secret'))!;
    const curator = person({ role: 'curator', scope: OURS as `org:${string}` });
    const told = async (id: number) => readProposal(asking(curator), id).catch((error: Error) => error.message.replaceAll(/\d+/g, 'n'));
    expect(await told(Number(secret.id))).toBe(await told(999_999));
    const editing = { ...asking(curator), vocabulary: here.vocabulary, at };
    await expect(acceptProposal(editing, Number(secret.id), {})).rejects.toMatchObject({ code: 'not-found' });
    const shared = all.find((it) => it.type === 'merge' && it.resources.some(({ id }) => id === idOf('theirs')))!;
    await expect(acceptProposal(editing, Number(shared.id), {}), 'what is theirs they do not decide').rejects.toMatchObject({ code: 'forbidden' });
  });
});
