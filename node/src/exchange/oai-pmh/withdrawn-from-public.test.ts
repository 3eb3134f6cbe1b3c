import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { certifiedDigest, nextCertificate, writeCertificate, writeCheckReport } from '../../access/certificates/index.ts';
import { applyVisibility, type DescriptionInput } from '../../catalogue/index.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import { crawlAll, testRepository } from './testing/repository.ts';

let repository: Awaited<ReturnType<typeof testRepository>>;

const RESTRICTED = { discovery: 'organisation', organisation: 'org:institute-a' } as const;
const dataset = (title: string, more: Partial<DescriptionInput> = {}): DescriptionInput => ({ kind: 'dataset', title: { en: title }, ...more });
const oai = (key: string) => `oai:catalogue.example.org:${identifierOf('test', key)}`;
/** The header of a record in a list, if it stands there. */
const headerIn = (answer: string, key: string) => new RegExp(`<header[^>]*><identifier>${oai(key)}</identifier>.*?</header>`).exec(answer)?.[0];
const list = (span = '', verb = 'ListRecords') => repository.ask(`verb=${verb}&metadataPrefix=oai_dc${span}`);

beforeAll(async () => {
  repository = await testRepository({ page: 500 });
});
afterAll(() => repository.close());
beforeEach(() => repository.seenAs({ at: new Date('2026-06-01T00:00:00Z') }));

describe('what is withdrawn from the public', () => {
  test('is deleted for harvesters, from the instant of the change, whatever happens to it afterwards', async () => {
    await repository.publish({ secret: dataset('Once open'), open: dataset('Open') }, '2026-01-01T10:00:00Z');
    await repository.under('secret', RESTRICTED, '2026-01-05T10:00:00Z');
    await repository.publish({ secret: { kind: 'tool', title: { en: 'Changed in private' } } }, '2026-01-09T10:00:00Z');

    const changed = await list('&from=2026-01-02');
    expect(headerIn(changed, 'secret')).toBe(
      `<header status="deleted"><identifier>${oai('secret')}</identifier><datestamp>2026-01-05T10:00:00Z</datestamp><setSpec>data</setSpec></header>`,
    );
    expect(headerIn(changed, 'open')).toBeUndefined();
    expect(await list()).not.toMatch(/Once open|Changed in private|2026-01-09/);
    expect(headerIn(await list('&set=tool'), 'secret') ?? '', 'it keeps the set it was last seen in').toBe('');
    await expect(repository.ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${oai('secret')}`)).resolves.toContain('<header status="deleted">');
    expect(await repository.ask('verb=Identify')).toContain('<earliestDatestamp>2026-01-01T10:00:00Z');
  });

  test('turns up again for those who come back since, when it becomes public again', async () => {
    await repository.under('secret', {}, '2026-01-12T10:00:00Z');
    const header = headerIn(await list('&from=2026-01-10'), 'secret');
    expect(header).toContain('<datestamp>2026-01-12T10:00:00Z</datestamp>');
    expect(header).not.toContain('deleted');
    expect(await list('&from=2026-01-10')).toContain('Changed in private');
  });

  test('is gone from a node that harvests this one, and back there with it', async () => {
    await repository.publish({ followed: dataset('Followed') }, '2026-02-01T10:00:00Z');
    const keyOf = (it: { key: string }) => it.key;
    expect((await crawlAll(repository.address)).records.map(keyOf)).toContain(oai('followed'));
    await repository.publish({ followed: dataset('Followed', { status: 'draft' }) }, '2026-02-03T10:00:00Z');
    expect((await crawlAll(repository.address)).gone).toContain(oai('followed'));
    await repository.publish({ followed: dataset('Followed') }, '2026-02-05T10:00:00Z');
    const again = await crawlAll(repository.address);
    expect([again.gone.includes(oai('followed')), again.records.map(keyOf).includes(oai('followed'))]).toEqual([false, true]);
  });
});

describe('what was never public', () => {
  test('is never told of: drafts, what is restricted as it comes, what is still to come', async () => {
    await repository.publish({ draft: dataset('A draft', { status: 'draft' }) }, '2026-03-01T10:00:00Z');
    await repository.under('draft', RESTRICTED, '2026-03-02T10:00:00Z');
    await repository.publish({ draft: dataset('A draft', { status: 'in-review' }) }, '2026-03-03T10:00:00Z');
    await repository.withdraw(['draft'], '2026-03-04T10:00:00Z');
    await repository.publish({ later: dataset('Later', { status: 'draft' }) }, '2026-03-01T10:00:00Z');
    await repository.under('later', { shownFrom: '2026-07-01T00:00:00Z' }, '2026-03-02T10:00:00Z');
    await repository.publish({ later: dataset('Later') }, '2026-03-03T10:00:00Z');
    for (const key of ['draft', 'later']) {
      expect(headerIn(await list(), key)).toBeUndefined();
      expect(await repository.ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${oai(key)}`)).toContain('idDoesNotExist');
    }
  });

  test('nor anything that changes where the public sees nothing at all', async () => {
    repository.seenAs({ key: 'closed', classes: [], anytime: [] });
    expect(await list()).toContain('noRecordsMatch');
  });
});

describe('what is public for a time', () => {
  test('is dated by the instant at which the clock opens it, which no change marks', async () => {
    expect(headerIn(await list(), 'later')).toBeUndefined();
    repository.seenAs({ classes: ['public', 'shown public - timed'], at: new Date('2026-07-02T00:00:00Z') });
    expect(headerIn(await list('&from=2026-07-01'), 'later')).toContain('<datestamp>2026-07-01T00:00:00Z</datestamp>');
  });

  test('an embargo imposed on what is open withdraws it until the embargo ends', async () => {
    await repository.publish({ embargoed: dataset('Embargoed') }, '2026-04-01T10:00:00Z');
    await repository.under('embargoed', { shownFrom: '2026-08-01T00:00:00Z' }, '2026-04-05T10:00:00Z');
    const classes = ['public', 'shown public - timed'];
    repository.seenAs({ classes, at: new Date('2026-06-01T00:00:00Z') });
    expect(headerIn(await list(), 'embargoed')).toMatch(/^<header status="deleted">.*2026-04-05T10:00:00Z/);
    repository.seenAs({ classes, at: new Date('2026-08-02T00:00:00Z') });
    expect(headerIn(await list('&from=2026-08-01'), 'embargoed')).toMatch(/^<header>.*2026-08-01T00:00:00Z/);
  });

  test('a certificate that expires withdraws it at that instant, and one that was never given tells of nothing', async () => {
    const certify = (key: string, from: string, until: string) =>
      repository.node.db.transaction().execute(async (trx) => {
        const id = identifierOf('test', key);
        const on = { resource: id, revision: 1, digest: certifiedDigest({ kind: 'dataset', distributions: [] }), at: new Date(from), by: 'test' };
        const report = await writeCheckReport(trx, { ...on, checks: [] });
        await writeCertificate(trx, { ...on, id: await nextCertificate(trx), report, checks: [], expires: new Date(until), signature: '' });
        await applyVisibility(trx, [id], new Date(from));
      });
    await repository.publish({ certified: dataset('Certified', { status: 'draft' }), unchecked: dataset('Unchecked', { status: 'draft' }) }, '2026-04-01T10:00:00Z');
    for (const key of ['certified', 'unchecked']) await repository.under(key, { certification: 'required' }, '2026-04-02T10:00:00Z');
    await repository.publish({ certified: dataset('Certified'), unchecked: dataset('Unchecked') }, '2026-04-03T10:00:00Z');
    await certify('certified', '2026-04-10T00:00:00Z', '2026-05-10T00:00:00Z');
    const classes = ['public', 'shown public - timed'];
    repository.seenAs({ classes, at: new Date('2026-05-01T00:00:00Z') });
    expect(headerIn(await list('&from=2026-04-10'), 'certified')).toMatch(/^<header>.*2026-04-10T00:00:00Z/);
    repository.seenAs({ classes, at: new Date('2026-05-20T00:00:00Z') });
    expect(headerIn(await list('&from=2026-05-10'), 'certified')).toMatch(/^<header status="deleted">.*2026-05-10T00:00:00Z/);
    await repository.publish({ certified: dataset('Certified', { version: '2' }) }, '2026-05-15T00:00:00Z');
    expect(headerIn(await list(), 'certified')).toMatch(/^<header status="deleted">.*2026-05-10T00:00:00Z/);
    expect(headerIn(await list(), 'unchecked')).toBeUndefined();
    await certify('certified', '2026-05-18T00:00:00Z', '2027-05-10T00:00:00Z');
    expect(headerIn(await list('&from=2026-05-16'), 'certified')).toMatch(/^<header>.*2026-05-18T00:00:00Z/);
  });
});
