import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certifiedDigest, nextCertificate, revokeCertificate, writeCertificate, writeCheckReport } from '../../access/certificates/index.ts';
import type { Question } from '../../access/index.ts';
import { Terms, writeTerms, type TermsInput } from '../../access/terms/index.ts';
import { ANYONE, type Caller } from '../../identity/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import { statementsDuring } from '../../kernel/testing/statements.ts';
import { applyVisibility } from '../apply-visibility.ts';
import type { DescriptionInput } from '../description.ts';
import { outgoing } from '../outgoing.ts';
import { publishRecords } from '../publish-records.ts';
import { openCatalogue, type OpenCatalogue } from '../testing/catalogue.ts';
import { certifyByDefault } from './certify-by-default.ts';

let here: OpenCatalogue;
beforeAll(async () => {
  here = await openCatalogue();
});
afterAll(() => here.close());

const at = new Date(Date.now() - 60_000);
const idOf = (key: string) => identifierOf('test', key);
const file = (name: string) => [{ url: `https://files.example/${name}` }];
const transaction = <T>(work: (trx: Db) => Promise<T>) => here.db.transaction().execute(work);
const publish = (key: string, more: Partial<DescriptionInput> = {}) =>
  transaction((trx) => {
    const description: DescriptionInput = { kind: 'dataset', title: { en: key }, distributions: file(key), ...more };
    return publishRecords(trx, 'test', [{ key, collection: 'things', description }], { vocabulary: here.vocabulary, at: new Date(), by: 'test' });
  });
const under = (key: string, terms: TermsInput) =>
  transaction(async (trx) => {
    await writeTerms(trx, idOf(key), Terms.parse(terms), { at, by: 'test' });
    await applyVisibility(trx, [idOf(key)]);
  });
const certify = (key: string, expires = new Date(Date.now() + 86_400_000)) =>
  transaction(async (trx) => {
    const on = { resource: idOf(key), revision: 1, digest: certifiedDigest({ kind: 'dataset', distributions: file(key) }), at, by: 'person:steward' };
    const id = await nextCertificate(trx);
    await writeCertificate(trx, { ...on, id, report: await writeCheckReport(trx, { ...on, checks: [] }), checks: [], expires, signature: 'a.b.c' });
    await applyVisibility(trx, [idOf(key)]);
    return id;
  });
const discovers = async (key: string, caller: Caller = ANYONE) => {
  const sight = await here.access.sightOf(caller);
  return (await outgoing({ ...here.reading, sight }, { by: 'ordinal', ids: [idOf(key)], limit: 1 })).items.length === 1;
};

describe('a certificate’s change is forgotten by kept answers at once', () => {
  const question = (key: string): Question => ({
    caller: ANYONE,
    action: 'resource:use',
    resource: { id: idOf(key), category: 'data', kind: 'dataset', status: 'published' },
    beforehand: true,
  });
  /** The answer, asked for until it comes from what is kept: without any statement. */
  const keptAnswer = async (key: string) => {
    await here.access.decide(question(key));
    let allowed: boolean | undefined;
    const sent = await statementsDuring(async () => void ({ allowed } = await here.access.decide(question(key))));
    expect(sent.map(({ text }) => text)).toEqual([]);
    return allowed;
  };
  /** The first answer after a change was committed. */
  const next = async (key: string) => {
    await here.access.settled();
    return (await here.access.decide(question(key))).allowed;
  };

  it('signed, withdrawn, signed anew, and lapsed because the files are others', async () => {
    await publish('certified');
    await under('certified', { certification: 'required' });
    expect([await next('certified'), await keptAnswer('certified')]).toEqual([false, false]);

    const certificate = await certify('certified');
    expect([await next('certified'), await keptAnswer('certified')]).toEqual([true, true]);

    await transaction((trx) => revokeCertificate(trx, certificate, { at: new Date(), by: 'person:steward', reason: 'exchanged' }));
    expect([await next('certified'), await keptAnswer('certified')]).toEqual([false, false]);

    await certify('certified');
    expect([await next('certified'), await keptAnswer('certified')]).toEqual([true, true]);

    await publish('certified', { distributions: file('other') });
    expect([await next('certified'), await keptAnswer('certified')]).toEqual([false, false]);
  });

  it('expired: by the clock, with nothing committed', async () => {
    await publish('brief');
    await under('brief', { certification: 'required' });
    const expires = new Date(Date.now() + 1_500);
    await certify('brief', expires);
    expect(await next('brief')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, expires.getTime() - Date.now() + 5));
    expect((await here.access.decide(question('brief'))).allowed).toBe(false);
  });
});

describe('a node that asks for certificates by default', () => {
  it('shows a dataset to others once it is certified, whatever its terms say; and everything else as before', async () => {
    await publish('plain');
    await publish('tool', { kind: 'tool', distributions: [] });
    await publish('lenient');
    await under('lenient', { certification: 'none', discovery: 'public' });
    await here.access.settled();
    expect([await discovers('plain'), await discovers('tool'), await discovers('lenient')]).toEqual([true, true, true]);

    expect(await certifyByDefault(here.db, 'required', new Date())).toBeGreaterThanOrEqual(2);
    expect(await certifyByDefault(here.db, 'required', new Date()), 'the same again changes nothing').toBe(0);
    await here.access.settled();
    expect([await discovers('plain'), await discovers('tool'), await discovers('lenient')]).toEqual([false, true, false]);
    await publish('new');
    expect(await discovers('new')).toBe(false);
    const resource = { id: idOf('plain'), category: 'data', kind: 'dataset', status: 'published' };
    expect((await here.access.decide({ caller: ANYONE, action: 'resource:use', resource, beforehand: true })).allowed).toBe(false);
    expect((await here.access.decide({ caller: ANYONE, action: 'resource:discover', resource: { id: idOf('plain') } })).allowed, 'of no known kind').toBe(false);

    const steward: Caller = { kind: 'person', id: 'steward', name: 'Steward', roles: [{ role: 'steward', scope: 'node' }] };
    expect(await discovers('plain', steward)).toBe(true);
    await certify('plain');
    await here.access.settled();
    expect([await discovers('plain'), await discovers('new')]).toEqual([true, false]);
  });

  it('and shows all of them again when it no longer asks', async () => {
    await certifyByDefault(here.db, 'none', new Date());
    await here.access.settled();
    expect([await discovers('plain'), await discovers('lenient'), await discovers('new')]).toEqual([true, true, true]);
    const { rows } = await run(here.db, `select detail from ledger.entry where action = 'certification.default' order by sequence`);
    expect(rows.map((row) => (row['detail'] as { certification: string }).certification)).toEqual(['required', 'none']);
  });
});
