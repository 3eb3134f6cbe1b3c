import { randomUUID } from 'node:crypto';
import { Terms, writeTerms, type TermsInput } from '../../../access/terms/index.ts';
import { applyVisibility, publishRecords, type DescriptionInput } from '../../../catalogue/index.ts';
import { run } from '../../../kernel/database.ts';
import { identifierOf } from '../../../kernel/identifiers.ts';
import { learnNode } from '../../../federation/membership/index.ts';
import type { Configuration } from '../../configuration.ts';
import { openServer, type OpenServer } from './open-server.ts';

/** A node of a group, in this process, that may reach others on loopback. */
export const groupNode = (name: string, more: Partial<Configuration> = {}): Promise<OpenServer> =>
  openServer(
    async () =>
      ({
        node: { name: { en: name, zh: `${name}（节点）` }, description: { en: name } },
        federation: { allowHosts: ['127.0.0.1'], automatic: false, deadline: 20 },
        rateLimits: { api: false, signIn: false },
        ...more,
      }) as never,
  );

/** Makes one node a member of another, as both sides know it after it was admitted. */
export async function belongs(member: OpenServer, hub: OpenServer, { trustsAskers = false }: { trustsAskers?: boolean } = {}): Promise<string> {
  const [id, now] = [randomUUID(), new Date()];
  const documents = await Promise.all([member, hub].map(({ node }) => node.federation.self.document(now)));
  for (const { node } of [member, hub])
    for (const document of documents) if (document.value.id !== node.federation.self.id) await learnNode(node.db, document, document.value.id, now);
  const row = (db: OpenServer['node']['db'], side: string, other: OpenServer) =>
    run(
      db,
      `insert into federation.membership (id, side, node_id, url, state, role, shares_group, trusts_askers, asked, decided) values ($1, $2, $3, $4, 'admitted', 'platform', true, $5, now(), now())`,
      [id, side, other.node.federation.self.id, other.url, trustsAskers],
    );
  await row(hub.node.db, 'member', member);
  await row(member.node.db, 'hub', hub);
  return id;
}

export interface Put {
  source?: string;
  key: string;
  description: DescriptionInput;
  terms?: TermsInput;
}

/** Publishes records and makes them findable; answers the resources' identifiers. */
export async function put({ node }: OpenServer, records: readonly Put[]): Promise<string[]> {
  const at = new Date();
  const ids: string[] = [];
  for (const { source = 'alpha', key, description, terms } of records) {
    const id = identifierOf(source, key);
    await node.db.transaction().execute(async (trx) => {
      const { outcomes } = await publishRecords(trx, source, [{ key, collection: 'things', description }], { vocabulary: node.vocabulary(), at, by: 'test' });
      if (outcomes[0]?.state === 'rejected') throw new Error(JSON.stringify(outcomes));
      if (!terms) return;
      await writeTerms(trx, id, Terms.parse(terms), { at, by: 'test' });
      await applyVisibility(trx, [id], at);
    });
    ids.push(id);
  }
  await node.access.settled();
  await node.search.catchUp();
  return ids;
}
