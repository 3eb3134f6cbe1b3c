import { Terms, writeTerms, type TermsInput } from '../../../access/terms/index.ts';
import { applyVisibility, publishRecords, type DescriptionInput } from '../../../catalogue/index.ts';
import { harvestNow } from '../../../exchange/index.ts';
import { createPerson, createToken, giveRole } from '../../../identity/index.ts';
import { run } from '../../../kernel/database.ts';
import { identifierOf } from '../../../kernel/identifiers.ts';
import { openServer, type OpenServer } from './open-server.ts';

/** A record and the terms its resource stands under. */
export interface Given {
  source: string;
  key: string;
  description: DescriptionInput;
  terms?: TermsInput;
}

export const idOf = ({ source, key }: Pick<Given, 'source' | 'key'>): string => identifierOf(source, key);

/** When everything came that both catalogues hold, and when the rest did. */
const [FIRST, LATER] = [new Date('2026-02-01T00:00:00Z'), new Date('2026-03-01T00:00:00Z')];
const EDAM = new URL('../../../../../portal/tests/fixtures/edam-part.owl', import.meta.url).pathname;
const PUBLIC_NAME = 'https://node.example';

/** A node of a fixed public name that holds these records, in this order. */
export async function catalogueOf(records: (Given & { hidden?: boolean })[]): Promise<OpenServer> {
  const server = await openServer(async () => ({ url: PUBLIC_NAME, rateLimits: { api: false, signIn: false } }) as never);
  const { node } = server;
  await harvestNow(node.harvesting.context, { source: 'edam', address: EDAM, by: 'test' });
  await emptied(server);
  // Each in a transaction of its own, so that what is hidden lies between what is not.
  for (const { source, key, description, terms, hidden } of records) {
    const at = hidden ? LATER : FIRST;
    await node.db.transaction().execute(async (trx) => {
      const { outcomes } = await publishRecords(trx, source, [{ key, collection: 'things', description }], { vocabulary: node.vocabulary(), at, by: `harvest:${source}` });
      if (outcomes[0]?.state !== 'created') throw new Error(`${source}:${key} ${JSON.stringify(outcomes)}`);
      if (!terms) return;
      await writeTerms(trx, idOf({ source, key }), Terms.parse(terms), { at, by: 'test' });
      await applyVisibility(trx, [idOf({ source, key })], at);
    });
  }
  await node.access.settled();
  await node.search.catchUp();
  return server;
}

/** Takes out what came with the node itself, which came at an instant of its own on each, and is much to read. */
async function emptied({ node }: OpenServer): Promise<void> {
  // Together, or the index may look between the two and find everything still there.
  await node.db.transaction().execute(async (trx) => {
    await run(trx, 'insert into catalogue.search_outbox (ordinal, links_only) select ordinal, false from catalogue.search_row');
    await run(
      trx,
      'truncate catalogue.resource, catalogue.revision, catalogue.record, catalogue.name, catalogue.link, catalogue.search_row, catalogue.proposal, exchange.harvest cascade',
    );
  });
  await node.search.catchUp();
}

/** A person with these roles; answers what a request of theirs bears. */
export async function signedIn({ node }: OpenServer, organisation: string, resources: string[]): Promise<{ authorization: string }> {
  const [at, by, db] = [new Date(), 'test', node.db];
  const person = await createPerson({ db, by, at }, { name: 'Asker', organisation });
  for (const id of resources) await giveRole({ db, by, at }, { kind: 'person', id: person.id }, { role: 'committee', scope: `resource:${id}` });
  const { token } = await createToken(
    db,
    person.id,
    { name: 'test', scopes: ['read', 'use', 'describe', 'curate', 'request', 'review'], expires: new Date(at.getTime() + 86_400_000).toISOString() },
    at,
  );
  await node.access.settled();
  return { authorization: `Bearer ${token}` };
}
