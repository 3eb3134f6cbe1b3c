import { nameOf } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import * as ledger from '../../ledger/index.ts';
import { acceptancesOf, addAcceptance, addVersion, agreementOf } from './agreement-store.ts';
import { personOf, type Asking } from './asking.ts';
import type { RequestView } from './request-view.ts';

const MOST_VERSIONS = 1_000;

/**
 * Writes an agreement, or a new version of one. The same text again is no new version.
 * @returns the number of the version that holds now.
 */
export async function writeAgreement({ db, access, caller, at, requestId }: Asking, id: string, { title, text }: { title: LanguageMap; text: LanguageMap }): Promise<number> {
  await access.demand({ caller, action: 'resource:steward', requestId });
  for (const [name, map] of Object.entries({ title, text }))
    for (const language of ['en', 'zh'])
      if (!map[language]) throw invalid(`An agreement is read in both languages: /${name}/${language} is missing.`, [{ pointer: `/${name}/${language}`, reason: 'is missing' }]);
  return db.transaction().execute(async (trx) => {
    const held = await agreementOf(trx, id);
    if (held && canonicalJson([held.title, held.text]) === canonicalJson([title, text])) return held.version;
    const version = (held?.version ?? 0) + 1;
    if (version > MOST_VERSIONS) throw conflict(`"${id}" has ${MOST_VERSIONS} versions; write another agreement.`);
    await addVersion(trx, { id, version, title, text, at, by: nameOf(caller) });
    await ledger.record(trx, { at, actor: nameOf(caller), action: 'agreement.write', subject: id, detail: { version } });
    return version;
  });
}

/** Accepts the current version of an agreement, by typing one's name as the account has it. */
export async function acceptAgreement({ db, caller, at }: Asking, id: string, version: number, typed: string): Promise<void> {
  const person = personOf(caller, 'request');
  const current = await agreementOf(db, id);
  if (!current) throw notFound(`There is no agreement "${id}" here.`);
  if (current.version !== version) throw conflict(`Version ${current.version} of this agreement holds now; read that one.`);
  if (folded(typed) !== folded(person.name))
    throw invalid(`Type your name as your account has it: ${person.name}.`, [{ pointer: '/name', reason: 'is not the name of your account' }]);
  const by = nameOf(caller);
  await db.transaction().execute(async (trx) => {
    if (!(await addAcceptance(trx, { agreement: id, version, person: by, name: typed.trim(), at }))) return;
    await ledger.record(trx, { at, actor: by, action: 'agreement.accept', subject: id, detail: { version } });
  });
}

/** The agreement that terms ask for, as it reads now, and whether a person (`person:…`) accepted that. */
export async function agreementFor(db: Db, terms: { agreement?: string | undefined } | undefined, person: string): Promise<RequestView['agreement']> {
  if (terms?.agreement === undefined) return undefined;
  const [agreement, accepted] = await Promise.all([agreementOf(db, terms.agreement), acceptancesOf(db, person)]);
  if (!agreement) return undefined;
  const { id, version, title } = agreement;
  return { id, version, title, accepted: accepted.some((it) => it.agreement === id && it.version === version) };
}

const folded = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
