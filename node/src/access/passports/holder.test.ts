import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANYONE, createPerson, type Caller } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import { openBook, type Book } from '../../ledger/index.ts';
import { Purpose } from '../data-use/index.ts';
import type { OpenAccess } from '../open-access.ts';
import { accessAtHand, person, type AccessAtHand } from '../testing/access.ts';
import { grantsShown } from './grants-shown.ts';
import { openPassports } from './open-passports.ts';
import { NOW, openIssuer, type TestIssuer } from './testing/issuer.ts';

const HOLDER = 'https://holder.example.org';
const DATASET = '3k7m9p2q8s1x';
let here: AccessAtHand;
let book: Book;
let committee: TestIssuer;
let login: TestIssuer;
let bearer: OpenAccess;
let tied: OpenAccess;
let somebody: Caller;
let elsebody: Caller;

beforeAll(async () => {
  [here, committee, login] = await Promise.all([accessAtHand(NOW), openIssuer('committee'), openIssuer('login')]);
  book = openBook(here.db);
  const passports = openPassports({ trusted: [committee.trusted(), login.trusted()], url: HOLDER, userAgent: 'test', book });
  const { db } = here;
  bearer = await here.another({ passportGrants: grantsShown({ db, passports, url: HOLDER }) });
  tied = await here.another({ passportGrants: grantsShown({ db, passports, url: HOLDER, holder: 'asker' }) });
  const signsInAs = async (name: string, subject: string) => {
    const { id } = await createPerson({ db, by: 'operator:test', at: NOW }, { name });
    await run(db, `insert into identity.login (issuer, subject, person, provider, created) values ($1, $2, $3, 'other', $4)`, [login.issuer, subject, id, NOW]);
    return person(id);
  };
  somebody = await signsInAs('Somebody', 'somebody');
  elsebody = await signsInAs('Somebody else', 'else');
  await here.terms(DATASET, { conditions: [{ term: 'GRU' }] });
  await Promise.all([bearer.settled(), tied.settled()]);
});
afterAll(async () => {
  await book.close();
  await here.close();
  await Promise.all([committee.close(), login.close()]);
});

const granting = (sub: string) => committee.visa({ type: 'ControlledAccessGrants', value: `${HOLDER}/r/${DATASET}` }, { sub });
const decide = (access: OpenAccess, caller: Caller, passports: string[]) =>
  access.decide({ caller, action: 'resource:use', resource: { id: DATASET, kind: 'dataset', status: 'published' }, purpose: Purpose.parse({ uses: ['biomedical'] }), passports });

describe('a passport shown with a question', () => {
  it('counts for whoever has it, unless the node ties it to the asker', async () => {
    const passport = await login.passport([await granting('known-to-the-committee')], { sub: 'somebody' });
    expect((await decide(bearer, elsebody, [passport])).allowed).toBe(true);
    expect((await decide(tied, somebody, [passport])).allowed, 'the passport speaks of the login they sign in by').toBe(true);
    const refused = await decide(tied, elsebody, [passport]);
    expect(refused.allowed).toBe(false);
    expect(refused.reasons.map(({ policy }) => policy)).toContain('passport:not-the-askers');
    expect((await decide(tied, ANYONE, [passport])).allowed, 'nobody known is nobody’s subject').toBe(false);
  });

  it('counts where a trusted issuer says that the identities are one person, and nobody else’s link helps', async () => {
    const visa = await granting('known-to-the-committee');
    expect((await decide(tied, somebody, [visa])).allowed).toBe(false);
    const pair = (subject: string, issuer: string) => [subject, issuer].map(encodeURIComponent).join(',');
    const links = (sub: string) => login.visa({ type: 'LinkedIdentities', value: pair('known-to-the-committee', committee.issuer) }, { sub });
    expect((await decide(tied, somebody, [visa, await links('somebody')])).allowed).toBe(true);
    expect((await decide(tied, elsebody, [visa, await links('somebody')])).allowed).toBe(false);
  });

  it('never lets two people’s passports add up', async () => {
    const theirs = await login.passport([await granting('known-to-the-committee')], { sub: 'somebody' });
    const own = await login.passport([await granting('another')], { sub: 'else' });
    expect((await decide(tied, elsebody, [theirs])).allowed).toBe(false);
    expect((await decide(tied, elsebody, [theirs, own])).allowed, 'their own counts').toBe(true);
  });
});
