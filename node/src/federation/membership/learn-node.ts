import { inTransaction, run, type Db } from '../../kernel/database.ts';
import { invalid } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { compareLogs, readDescription, type SelfDescription, type SignedDescription } from '../self/index.ts';
import { forgetKeys } from './key-book.ts';
import { membershipTables } from './tables.ts';

/** As JSON escapes NUL and halves of surrogate pairs, which PostgreSQL does not take. */
const UNKEEPABLE = /\\u(0000|d[89a-f])/;

export type Learned = 'new' | 'known' | 'newer' | 'contradicts';

/**
 * Takes in what a node says of itself, whoever handed it over (`from`: that node's identifier). Only what the node's own
 * keys signed is believed; a longer key log that extends the known one is a node's progress, one that contradicts it is
 * named as a problem and changes nothing.
 * @throws `invalid` where the description does not hold.
 */
export async function learnNode(db: Db, given: unknown, from: string, now: Date): Promise<Learned> {
  const { value, jws } = await readDescription(given);
  if (UNKEEPABLE.test(JSON.stringify(value))) throw invalid(`The self-description of ${value.id} holds characters that cannot be kept.`);
  const outcome = await inTransaction(db, async (trx) => {
    const tables = membershipTables(trx);
    const document = JSON.stringify({ value, jws });
    const made = await tables
      .insertInto('node')
      .values({ id: value.id, url: value.url, name: JSON.stringify(value.name), document, learned_from: from, first_seen: now, updated: now, problem: null })
      .onConflict((on) => on.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    const learned = made ? 'new' : await learnMore(trx, { value, jws }, document, now);
    if (learned === 'new' || learned === 'newer') await run(trx, `select pg_notify('federation_changed', 'nodes')`);
    return learned;
  });
  forgetKeys(value.id);
  return outcome;
}

async function learnMore(trx: Db, { value }: SignedDescription, document: string, now: Date): Promise<Exclude<Learned, 'new'>> {
  const tables = membershipTables(trx);
  const row = await tables.selectFrom('node').select(['document', 'url', 'problem']).where('id', '=', value.id).forUpdate().executeTakeFirstOrThrow();
  const known = (row.document as { value: SelfDescription }).value;
  const comparison = compareLogs(known.keys, value.keys);
  if (comparison === 'shorter') return 'known';
  if (comparison === 'contradicts') return contradiction(trx, value, CONTRADICTING_KEYS);
  if (value.url !== row.url && (await speaksFrom(trx, value.id, row.url))) return contradiction(trx, value, twoAddresses(row.url, value.url));
  // With the same keys the later description counts, by the node's own clock: nothing but its names hang on it.
  if (comparison === 'same' && value.at <= known.at) return 'known';
  // The recovery key spoke: whatever its keys contradicted before is settled.
  const settled = revocations(value) > revocations(known) ? { problem: null } : {};
  await tables
    .updateTable('node')
    .set({ url: value.url, name: JSON.stringify(value.name), document, updated: now, ...settled })
    .where('id', '=', value.id)
    .execute();
  return comparison === 'longer' || described(known) !== described(value) ? 'newer' : 'known';
}

const revocations = ({ keys }: SelfDescription): number => keys.filter(({ value }) => value.type === 'revocation').length;

const described = ({ at: _at, ...rest }: SelfDescription): string => JSON.stringify(rest);

/** Whether a membership holds with the node at this address: it has not simply moved. */
const speaksFrom = async (trx: Db, node: string, url: string): Promise<boolean> =>
  (await membershipTables(trx).selectFrom('membership').select('id').where('node_id', '=', node).where('url', '=', url).where('state', '=', 'admitted').limit(1).execute()).length >
  0;

async function contradiction(trx: Db, { id }: SelfDescription, problem: LanguageMap): Promise<'contradicts'> {
  await nameProblem(trx, id, problem);
  return 'contradicts';
}

/** Says what is wrong with a node, for everybody who looks at it. */
export const nameProblem = (db: Db, id: string, problem: LanguageMap | null) =>
  membershipTables(db)
    .updateTable('node')
    .set({ problem: problem && JSON.stringify(problem) })
    .where('id', '=', id)
    .execute();

const CONTRADICTING_KEYS: LanguageMap = {
  en: 'Two statements about the keys of this node contradict each other: its key is in two hands. What was known first is believed; a revocation by the recovery key settles it.',
  zh: '关于该节点密钥的两份声明互相矛盾：其密钥由两方持有。以先知晓者为准；用恢复密钥吊销后即可解决。',
};

const twoAddresses = (one: string, other: string): LanguageMap => ({
  en: `Two nodes speak with this identifier: at ${one} and at ${other}. One of them runs on a copy of the other's data folder. If it moved, end the membership of the old address first.`,
  zh: `两个节点使用同一标识符：${one} 与 ${other}，其中一个运行在另一个的数据目录副本上。如果是迁址，请先终止旧地址的成员关系。`,
});
