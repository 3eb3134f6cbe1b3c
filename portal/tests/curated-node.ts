import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { biotope, removeFolder, startNode, temporaryFolder } from '../../tests/support/running-node.ts';

/** A node whose catalogue gives a curator something of every kind to decide. */
export interface CuratedNode {
  url: string;
  key: string;
  /** By what is called so. */
  ids: Record<'double' | 'other' | 'lone' | 'several' | 'dead' | 'spam', string>;
  /** Asks the API as the operator's programs do. */
  ask: <T = Record<string, unknown>>(method: string, path: string, body?: object) => Promise<T>;
  stop: () => Promise<void>;
}

const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url).pathname;

/** An operation that EDAM replaced by sequence alignment. */
const OLD_OPERATION = `
    <owl:Class rdf:about="http://edamontology.org/operation_9289">
        <oboInOwl:replacedBy rdf:resource="http://edamontology.org/operation_0292"/>
        <rdfs:label>Old way of aligning</rdfs:label>
        <owl:deprecated>true</owl:deprecated>
    </owl:Class>`;

/** Records of a folder of the operator's own: a double of what is described at the node, a tool another source knows, one that is no good. */
const OWN = `
- key: finder
  description: { kind: tool, title: { en: Finder of a journey, zh: 旅程查找器 }, homepage: 'https://finder.example.org/', description: { en: Finds doubles. } }
- key: mafft
  description:
    kind: tool
    title: { en: MAFFT aligner }
    identifiers: ['biotools:mafft']
    version: '9.9'
    homepage: 'https://mafft.example.org/'
    operations: ['edam:operation_9289']
- key: flawed
  description: { kind: tool, title: { en: Flawed }, homepage: not an address }
`;

export async function startCuratedNode(): Promise<CuratedNode> {
  const [folder, database] = await Promise.all([temporaryFolder(), freshDatabase()]);
  const node = await startNode(folder, { DATABASE_URL: database.url });
  const { authorization } = await node.operator();
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(node.url + path, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await answer.json()) as T;
  };
  const harvest = async (source: string, from: string) => {
    const { json, stderr } = await biotope(folder, ['harvest', source, from, '--json'], { BIOTOPE_PORT: new URL(node.url).port, DATABASE_URL: database.url });
    if (json?.state !== 'done') throw new Error(`The harvest of ${source} failed: ${stderr}`);
  };
  const describe = async (description: object) => (await ask<{ id: string }>('POST', '/api/v1/resources', description)).id;
  const named = async (name: string) => (await ask<{ items: string[] }>('GET', `/api/v1/names?name=${name}`)).items[0] as string;

  const edam = join(folder, 'edam.owl');
  await writeFile(edam, (await readFile(fixture('edam-part.owl'), 'utf8')).replace('</rdf:RDF>', `${OLD_OPERATION}\n</rdf:RDF>`));
  const own = join(folder, 'own');
  await mkdir(own);
  await writeFile(join(own, 'records.yaml'), OWN);
  await harvest('edam', edam);
  await harvest('galaxy-codex', fixture('galaxy-codex'));
  await harvest('own', own);

  const other = await describe({ kind: 'tool', title: { en: 'Finder of a journey' }, homepage: 'http://www.finder.example.org' });
  const lone = await describe({ kind: 'tool', title: { en: 'Lone seeker' }, version: '3' });
  const dead = await describe({
    kind: 'dataset',
    title: { en: 'Reads behind a dead link', zh: '失效链接后的数据' },
    homepage: 'https://gone.example.org/',
    endpoints: [{ url: 'https://gone.example.org/api', type: 'api' }],
  });
  const spam = await describe({ kind: 'service', title: { en: 'Casino and poker' }, description: { en: 'Payday loans, jackpots, casinos.' } });
  await markDead(database.url, ['https://gone.example.org/', 'https://gone.example.org/api']);
  // Small catalogues are assessed while one waits, and what is found comes into the queue.
  await ask('GET', '/api/v1/quality');

  return {
    url: node.url,
    key: authorization.replace('Bearer ', ''),
    ids: { double: await named('own:finder'), other, lone, several: await named('biotools:mafft'), dead, spam },
    ask,
    async stop() {
      await node.stop();
      await database.drop();
      await removeFolder(folder);
    },
  };
}

/** What days of asking would have found. */
async function markDead(url: string, addresses: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into catalogue.address_check (address, host, state, http_status, reason, checked, failing_since, failures, next_check)
     select address, 'gone.example.org', 'dead', 404, 'answers 404', now(), now() - interval '9 days', 4, now() + interval '9 days' from unnest($1::text[]) as t(address)
     on conflict (address) do update set state = 'dead', http_status = 404, checked = now(), failing_since = excluded.failing_since`,
    [addresses],
  );
  await client.end();
}
