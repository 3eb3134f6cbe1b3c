import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '../../federation/envelope.ts';
import { receive } from '../../federation/placing/testing/replicas.ts';
import { run } from '../../kernel/database.ts';
import { openServer, type OpenServer } from './testing/open-server.ts';

let hub: OpenServer;
let member: OpenServer;
beforeAll(async () => {
  [hub, member] = await Promise.all([openServer(), openServer()]);
  await member.node.federation.feed.catchUp();
});
afterAll(() => Promise.all([hub?.close(), member?.close()]));

interface Page {
  '@graph': { member?: { envelope?: Envelope; jws?: string }[]; 'tree:relation'?: { 'tree:node': { id: string } }[] }[];
}

/** Everything the member's feed says, read page by page from its newest. */
async function sayings(): Promise<{ envelope: Envelope; jws: string }[]> {
  const found: { envelope: Envelope; jws: string }[] = [];
  for (let address: string | undefined = `${member.url}/feed`; address;) {
    const { '@graph': graph } = (await (await fetch(address)).json()) as Page;
    found.push(...graph.flatMap(({ member: events = [] }) => events.flatMap(({ envelope, jws }) => (envelope && jws ? [{ envelope, jws }] : []))));
    address = graph.flatMap((it) => it['tree:relation'] ?? [])[0]?.['tree:node'].id;
  }
  return found;
}

const count = async (server: OpenServer) =>
  (await run(server.node.db, `select count(*) as n from catalogue.resource where status in ('published', 'deprecated')`)).rows[0]!['n'] as number;

test('two nodes that hold the same catalogue have one between them, each entry held by both', async () => {
  const [before, said] = [await count(hub), await sayings()];
  expect(said.length).toBe(await count(member));
  await receive(hub.node.db, said);
  expect(await hub.node.federation.placing.catchUp()).toEqual({ placed: said.length, withdrawn: 0, rejected: 0 });
  expect(await count(hub)).toBe(before);
  const id = said[0]!.envelope.resource;
  const holders = (await (await fetch(`${hub.url}/api/v1/resources/${id}/holders`)).json()) as { items: { node: string; here: boolean; address: string }[] };
  expect(holders.items.map(({ node, here, address }) => [node, here, address])).toEqual([
    [hub.node.federation.self.id, true, `${hub.url}/r/${id}`],
    [member.node.federation.self.id, false, `${member.url}/r/${id}`],
  ]);
  const { rows } = await run(
    hub.node.db,
    `select count(*) as n from catalogue.resource r, jsonb_array_elements_text(r.content->'identifiers') as name where name like 'starter:%' or name like 'node:%'`,
  );
  expect(rows, 'names of records are shown as nobody’s identifiers').toEqual([{ n: 0 }]);
  const links = async (server: OpenServer) =>
    (
      await run(
        server.node.db,
        `select count(*) as n from (select distinct subject_id, predicate, object_id from catalogue.link where object_type = 'resource' and object_id is not null) l`,
      )
    ).rows;
  expect(await links(hub), 'what links say is said again, and leads to the same').toEqual(await links(member));
});
