import { run, type Db } from '../../kernel/database.ts';
import type { Saying } from './read-page.ts';
import { reasonText } from './reasons.ts';

/**
 * Two sayings with one stamp, both validly signed: two nodes speak with one identifier. Its origin is named, and the
 * holdings of the saying that does not stand say so.
 */
export async function nameVoices(trx: Db, voices: readonly { saying: Saying; other: string }[]): Promise<void> {
  if (voices.length === 0) return;
  const losing = voices.map(({ saying, other }) => ({
    origin: saying.origin,
    resource: saying.resource,
    hash: saying.hash < other ? saying.hash : other,
    reason: reasonText('voices', stamp(saying)),
  }));
  await run(
    trx,
    `update federation.holding h set state = 'refused', reason = it.reason
     from json_to_recordset($1::json) as it(origin text, resource text, hash text, reason text)
     where h.origin = it.origin and h.resource = it.resource and h.hash = it.hash and h.state = 'held'`,
    [JSON.stringify(losing)],
  );
  const named = [...new Map(voices.map(({ saying }) => [saying.origin, { id: saying.origin, problem: problemOf(saying) }])).values()];
  await run(trx, `update federation.node n set problem = it.problem from json_to_recordset($1::json) as it(id text, problem jsonb) where n.id = it.id and n.problem is null`, [
    JSON.stringify(named),
  ]);
}

const stamp = ({ incarnation, version }: Saying) => `${incarnation}.${version}`;

const problemOf = (saying: Saying) => ({
  en: `Two nodes speak with this identifier: of its resource ${saying.resource} there are two different sayings with one version (${stamp(saying)}), both validly signed. One of them runs on a copy of the other's data folder.`,
  zh: `有两个节点使用该标识符：其资源 ${saying.resource} 的同一版本（${stamp(saying)}）有两份不同且签名均有效的内容。其中一个运行在另一个的数据目录副本上。`,
});
