import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIssuer, type TestIssuer } from '../../access/passports/testing/issuer.ts';
import type { TermsInput } from '../../access/terms/index.ts';
import type { DescriptionInput } from '../../catalogue/index.ts';
import { LiveAnswer, LiveEvent, LiveStatus } from '../../federation/index.ts';
import { hanging, startMember } from '../../federation/asking/testing/members.ts';
import { signRequest } from '../../federation/peer/index.ts';
import { createPerson, giveRole } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import { findEntries } from '../../ledger/index.ts';
import { belongs, groupNode, put, type Put } from './testing/group-of-nodes.ts';
import type { OpenServer } from './testing/open-server.ts';
import { signedIn } from './testing/two-catalogues.ts';

const HOUSE = 'org:alpha-institute';
const quokka = (key: string, title: string, terms?: TermsInput): Put => ({
  key,
  description: { kind: 'dataset', title: { en: title, zh: `${title} 数据` }, description: { en: 'Reads of quokkas.' }, provider: { name: { en: 'Alpha Institute' } } },
  ...(terms ? { terms } : {}),
});

const UNDER_CONDITIONS: DescriptionInput = { kind: 'dataset', title: { en: 'Wombats under conditions' } };

/** A door, a hub that is its member, a platform that is the hub's; the platform trusts the hub's word, and the hub the door's. */
let door: OpenServer;
let hub: OpenServer;
let platform: OpenServer;
let ids: string[];
let issuer: TestIssuer;
const nodeId = ({ node }: OpenServer) => node.federation.self.id;

beforeAll(async () => {
  issuer = await openIssuer('committee');
  [door, hub, platform] = await Promise.all([
    groupNode('Door'),
    groupNode('Genomics group'),
    groupNode('Platform 3', { passports: { trusted: [issuer.trusted()], holder: 'anyone' } as never }),
  ]);
  await belongs(platform, hub, { trustsAskers: true });
  await belongs(hub, door, { trustsAskers: true });
  ids = await put(platform, [
    quokka('open', 'Quokka atlas'),
    quokka('members', 'Quokka for members', { discovery: 'signed-in' }),
    quokka('inside', 'Quokka of the house', { discovery: 'organisation', organisation: HOUSE }),
    quokka('chosen', 'Quokka for few', { discovery: 'named', organisation: HOUSE }),
    // What the group sees it sees at the hub, and what is asked for is not of the group.
    quokka('group', 'Quokka of the group', { discovery: 'group' }),
    { key: 'asked', description: UNDER_CONDITIONS, terms: { conditions: [{ term: 'GRU' }] } as TermsInput },
  ]);
}, 60_000);
afterAll(() => Promise.all([door, hub, platform, issuer].map((it) => it?.close())));

type Headers = Record<string, string>;
async function ask({ url }: OpenServer, query: string, headers: Headers = {}): Promise<LiveAnswer> {
  const answer = await fetch(`${url}/api/v1/federation/search?${query}`, { headers });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return LiveAnswer.parse(body);
}
const titles = ({ items }: Pick<LiveAnswer, 'items'>) => items.map(({ title }) => title['en']).toSorted();
const ALL = ['Quokka atlas', 'Quokka for members', 'Quokka of the house'];

describe('who sees what', () => {
  test('anyone is told what the platform shows to everybody, through one hop and through two, with the way to its page there', async () => {
    for (const at of [door, hub]) {
      const answer = await ask(at, 'q=quokka');
      expect(titles(answer)).toEqual(['Quokka atlas']);
      expect(answer.items[0]).toMatchObject({ url: `${platform.url}/r/${ids[0]}`, holders: [{ node: nodeId(platform), resource: ids[0], name: { en: 'Platform 3' } }] });
      expect(answer).toMatchObject({ complete: true, total: { atMost: 1 }, facets: { category: [{ value: 'data', count: 1 }] } });
    }
    const [member] = (await ask(door, 'q=quokka')).members;
    expect(member).toMatchObject({
      node: nodeId(hub),
      name: { en: 'Genomics group' },
      outcome: 'answered',
      total: 1,
      members: [{ node: nodeId(platform), outcome: 'answered', total: 1 }],
    });
  });

  test('a person for whom the hub vouches finds what the platform shows to those who signed in, and to their organisation; nobody else does', async () => {
    for (const at of [hub, door]) {
      const [insider, outsider] = [await signedIn(at, HOUSE, []), await signedIn(at, 'org:beta-institute', [])];
      expect(titles(await ask(at, 'q=quokka', insider))).toEqual(ALL);
      expect(titles(await ask(at, 'q=quokka', outsider))).toEqual(['Quokka atlas', 'Quokka for members']);
      expect(titles(await ask(at, 'q=quokka'))).toEqual(['Quokka atlas']);
      // Asked at the same moment, each gets their own answer.
      const [one, other, third] = await Promise.all([ask(at, 'q=quokka', insider), ask(at, 'q=quokka'), ask(at, 'q=quokka', outsider)]);
      expect([titles(one), titles(other), titles(third)]).toEqual([ALL, ['Quokka atlas'], ['Quokka atlas', 'Quokka for members']]);
    }
  });

  test('a platform that does not take the hub’s word, or whose hub does not take the door’s, shows what everybody sees', async () => {
    const [atHub, atDoor] = [await signedIn(hub, HOUSE, []), await signedIn(door, HOUSE, [])];
    const trust = (server: OpenServer, other: OpenServer, yes: boolean) =>
      run(server.node.db, 'update federation.membership set trusts_askers = $1 where node_id = $2', [yes, nodeId(other)]);
    await trust(platform, hub, false);
    // The hub still names the person: it is the platform that decides.
    expect(titles(await ask(hub, 'q=quokka', atHub))).toEqual(['Quokka atlas']);
    await trust(platform, hub, true);
    await trust(hub, door, false);
    expect(titles(await ask(door, 'q=quokka', atDoor))).toEqual(['Quokka atlas']);
    await trust(hub, door, true);
    expect(titles(await ask(door, 'q=quokka', atDoor))).toEqual(ALL);
  });

  test('no hub can speak for a person of the platform', async () => {
    const at = new Date();
    const person = await createPerson({ db: platform.node.db, by: 'test', at }, { name: 'Keeper' });
    await giveRole({ db: platform.node.db, by: 'test', at }, { kind: 'person', id: person.id }, { role: 'steward', scope: `resource:${ids[3]}` });
    await platform.node.access.settled();
    const answer = await asHub({ asker: { sub: person.id } });
    expect(answer.status).toBe(200);
    const { hits } = (await answer.json()) as { hits: { title: { en: string } }[] };
    expect(hits.map(({ title }) => title.en).toSorted()).toEqual(['Quokka atlas', 'Quokka for members']);
  });

  test('the platform’s ledger says once to whom it showed more than everybody sees, and on whose word', async () => {
    const insider = await signedIn(hub, HOUSE, []);
    for (let i = 0; i < 3; i++) await ask(hub, `q=quokka&limit=${i + 1}`, insider);
    const entries = (await findEntries(platform.node.db, { action: 'federation.answer', limit: 100 } as never)) as unknown as { items?: unknown[] } | unknown[];
    const items = (Array.isArray(entries) ? entries : (entries.items ?? [])) as { actor: string; subject: string; detail: { classes: string[] } }[];
    const person = ((await (await fetch(`${hub.url}/api/v1/session`, { headers: insider })).json()) as { caller: { id: string } }).caller.id;
    const mine = items.filter(({ actor }) => actor === `person:${nodeId(hub)}/${person}`);
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({ subject: nodeId(hub), detail: { classes: expect.arrayContaining([`shown signed-in ${HOUSE} always`, `shown organisation ${HOUSE} always`]) } });
  });
});

/** A question as the hub signs it, to the platform. */
async function asHub(more: object = {}, by: OpenServer = hub, change: (body: string) => string = (body) => body): Promise<Response> {
  const url = `${platform.url}/api/v1/federation/questions`;
  const body = JSON.stringify({ id: randomUUID(), question: { type: 'search', q: 'quokka' }, deadline: 2_000, hops: 0, path: [nodeId(by)], ...more });
  const headers = await signRequest(by.node.federation.self, { method: 'POST', url, body });
  return fetch(url, { method: 'POST', body: change(body), headers: { ...headers, 'content-type': 'application/json' } });
}

describe('who may ask', () => {
  test('a question that nobody signed, that was changed, that comes twice, or from a node whose group this one has not joined is refused', async () => {
    const url = `${platform.url}/api/v1/federation/questions`;
    const body = JSON.stringify({ id: randomUUID(), question: { type: 'search', q: 'quokka' }, deadline: 2_000, hops: 0, path: [nodeId(hub)] });
    const plain = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', body, headers: plain })).status).toBe(401);
    const headers = { ...plain, ...(await signRequest(hub.node.federation.self, { method: 'POST', url, body })) };
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(403);
    expect((await asHub({}, hub, (text) => text.replace('quokka', 'secret'))).status).toBe(403);
    // The door is known to nobody but the hub.
    const stranger = await asHub({}, door);
    expect(stranger.status).toBe(403);
    expect(await stranger.text()).not.toContain('Quokka');
  });

  test('a membership that ended opens nothing any more, and its member is no longer asked', async () => {
    const end = (state: string) =>
      Promise.all(
        [hub, platform].map(({ node }) =>
          run(node.db, `update federation.membership set state = $1 where (node_id, side) in (($2, 'member'), ($3, 'hub'))`, [state, nodeId(platform), nodeId(hub)]),
        ),
      );
    await end('ended');
    expect((await asHub()).status).toBe(403);
    await expect.poll(async () => (await ask(hub, 'q=quokka')).members, { timeout: 5_000 }).toEqual([]);
    await end('admitted');
    await expect.poll(async () => titles(await ask(hub, 'q=quokka')), { timeout: 5_000 }).toEqual(['Quokka atlas']);
  });

  test('a question says the way it came: one that comes round, or that says another way than it came, is refused', async () => {
    expect((await asHub({ path: [nodeId(platform), nodeId(hub)] })).status).toBe(409);
    expect((await asHub({ path: [nodeId(door)] })).status).toBe(400);
    const id = randomUUID();
    expect((await asHub({ id })).status).toBe(200);
    expect((await asHub({ id })).status).toBe(409);
    for (const wrong of [{ hops: 9 }, { deadline: 1e9 }, { question: { type: 'sql' } }, { asker: { sub: 'a b' } }, { path: [] }]) expect((await asHub(wrong)).status).toBe(400);
  });
});

describe('groups that go round', () => {
  test('in a circle of three, and with two ways to one node, each answers once and nothing is doubled', async () => {
    await belongs(door, platform, { trustsAskers: true });
    await belongs(platform, door, { trustsAskers: true });
    const answer = await ask(door, 'q=quokka&deadline=5');
    expect(titles(answer)).toEqual(['Quokka atlas']);
    expect(answer.members.map(({ node }) => node).toSorted()).toEqual([nodeId(hub), nodeId(platform)].toSorted());
    const through = answer.members.find(({ node }) => node === nodeId(hub))!;
    const direct = answer.members.find(({ node }) => node === nodeId(platform))!;
    // One of the two ways was heard first.
    const states = [direct.outcome, through.members?.[0]?.outcome].toSorted();
    expect(states).toEqual(['answered', 'refused']);
    expect(direct.members).toBeUndefined();
    const insider = await signedIn(door, HOUSE, []);
    expect(titles(await ask(door, 'q=quokka&deadline=5', insider))).toEqual(ALL);
    for (const { node } of [door, platform])
      await run(node.db, `delete from federation.membership where node_id = any($1)`, [[nodeId(door), nodeId(platform)].filter((id) => id !== node.federation.self.id)]);
    await expect.poll(async () => (await ask(door, 'q=quokka')).members, { timeout: 5_000 }).toHaveLength(1);
  });
});

describe('what is already here', () => {
  test('a hit that the door holds a copy of, or that was made from the same registry record, stands in its own answer and not here as well', async () => {
    const shared = (key: string): Put => ({ source: 'galaxy-codex', key, description: { kind: 'tool', title: { en: 'Quokka mapper' } } });
    await put(platform, [shared('tool/quokka')]);
    expect(titles(await ask(door, 'q=quokkas+OR+quokka'))).toEqual(['Quokka atlas', 'Quokka mapper']);
    await put(door, [shared('tool/quokka')]);
    const answer = await ask(door, 'q=quokka+OR+quokkas');
    expect(titles(answer)).toEqual(['Quokka atlas']);
    expect(answer.alreadyHere).toBe(1);
  });
});

describe('as it comes', () => {
  const stream = (accept: string, signal?: AbortSignal) =>
    fetch(`${door.url}/api/v1/federation/search?q=quokka&deadline=5`, { headers: { accept }, ...(signal ? { signal } : {}) });

  test('lines of JSON tell whom the question went to, how each did, and the whole answer at the end', async () => {
    const answer = await stream('application/x-ndjson');
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const events = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => LiveEvent.parse(JSON.parse(line)));
    expect(events.map(({ event }) => event).filter((event) => event !== 'results')).toEqual(['asked', 'member', 'answer']);
    const last = events.at(-1)!;
    expect(last.event === 'answer' && titles(last.answer)).toEqual(['Quokka atlas']);
    const sent = await (await stream('text/event-stream')).text();
    expect(sent.match(/^event: \w+$/gm)).toEqual(expect.arrayContaining(['event: asked', 'event: member', 'event: answer']));
  });

  test('when the reader goes away, the questions to members end, also those that a member had asked on', async () => {
    const silent = await startMember('a platform that never answers', hanging);
    await run(hub.node.db, `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, $2, '{"en": "Silent"}', '{}', now(), now())`, [
      silent.node,
      silent.url,
    ]);
    await run(hub.node.db, `insert into federation.membership (id, side, node_id, url, state, role, asked) values ('silent', 'member', $1, $2, 'admitted', 'platform', now())`, [
      silent.node,
      silent.url,
    ]);
    try {
      for (const accept of ['application/json', 'application/x-ndjson']) {
        const before = silent.asked.length;
        await expect
          .poll(
            async () => {
              const gone = new AbortController();
              const asked = fetch(`${door.url}/api/v1/federation/search?q=quokka&deadline=25&member=${nodeId(hub)}&kind=dataset`, {
                headers: { accept },
                signal: gone.signal,
              }).then((it) => it.text());
              asked.catch(() => undefined);
              await expect.poll(() => silent.asked.length, { timeout: 3_000 }).toBeGreaterThan(before);
              gone.abort();
              await expect(asked).rejects.toThrow(/abort/i);
              await expect.poll(() => [silent.abandoned(), silent.connections()], { timeout: 5_000 }).toEqual([silent.asked.length, 0]);
              return true;
            },
            { timeout: 20_000 },
          )
          .toBe(true);
      }
    } finally {
      await run(hub.node.db, `delete from federation.membership where id = 'silent'`);
      await silent.close();
    }
  }, 60_000);

  test('a query that cannot be read is refused before anybody is asked', async () => {
    const answer = await fetch(`${door.url}/api/v1/federation/search?q=%22open`);
    expect(answer.status).toBe(400);
    for (const wrong of ['deadline=0', 'deadline=31', 'limit=51', 'member=somebody', 'colour=red'])
      expect((await fetch(`${door.url}/api/v1/federation/search?q=x&${wrong}`)).status).toBe(400);
  });
});

describe('how a resource stands at its holders', () => {
  test('the holder is asked, through the hub that hands on what it says; what it shows to few looks to others as if it were not there', async () => {
    const [open = '', members = ''] = ids;
    const [copy = '', hidden = ''] = await put(door, [
      { source: nodeId(platform), key: open, description: quokka('open', 'Quokka atlas').description },
      { source: nodeId(platform), key: members, description: quokka('members', 'Quokka for members').description },
    ]);
    const following = `${nodeId(hub)}/public`;
    await run(door.node.db, `insert into federation.following (id, node_id, audience, head, state) values ($1, $2, 'public', '0', 'current')`, [following, nodeId(hub)]);
    for (const resource of [open, members])
      await run(door.node.db, `insert into federation.holding (following, origin, resource, bucket, incarnation, version, hash, state) values ($1, $2, $3, 0, 1, 1, 'x', 'held')`, [
        following,
        nodeId(platform),
        resource,
      ]);
    const status = async (id: string, headers: Headers = {}) => {
      const answer = await fetch(`${door.url}/api/v1/federation/resources/${id}/status`, { headers });
      return LiveStatus.parse(await answer.json());
    };
    const seen = await status(copy);
    expect(seen.holders).toMatchObject([
      {
        node: nodeId(platform),
        name: { en: 'Platform 3' },
        resource: open,
        now: { state: 'shown', status: 'published', revision: 1, url: `${platform.url}/r/${open}`, access: { answer: 'yes' } },
      },
    ]);
    expect(seen.members).toMatchObject([{ node: nodeId(hub), outcome: 'answered' }]);
    expect((await status(hidden)).holders).toMatchObject([{ now: { state: 'hidden' } }]);
    expect((await status(hidden, await signedIn(door, HOUSE, []))).holders).toMatchObject([{ now: { state: 'shown' } }]);

    await run(hub.node.db, `update federation.membership set state = 'ended' where node_id = $1`, [nodeId(platform)]);
    await expect.poll(async () => (await status(copy)).holders[0]?.now, { timeout: 5_000 }).toBeUndefined();
    await run(hub.node.db, `update federation.membership set state = 'admitted' where node_id = $1`, [nodeId(platform)]);
  });

  test('a visa that the asker shows counts at the holder, where it takes the hub’s word for who asks', async () => {
    const resource = ids[5] ?? '';
    const [copy = ''] = await put(door, [{ source: nodeId(platform), key: resource, description: UNDER_CONDITIONS }]);
    await run(door.node.db, `insert into federation.holding (following, origin, resource, bucket, incarnation, version, hash, state) values ($1, $2, $3, 0, 1, 1, 'x', 'held')`, [
      `${nodeId(hub)}/public`,
      nodeId(platform),
      resource,
    ]);
    const now = Math.floor(Date.now() / 1_000);
    const visa = await issuer.visa({ type: 'ControlledAccessGrants', value: `${platform.url}/r/${resource}` }, { iat: now, exp: now + 600 });
    const status = async (passports: string[], headers: Headers) => {
      const body = JSON.stringify({ passports });
      const answer = await fetch(`${door.url}/api/v1/federation/resources/${copy}/status`, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } });
      return LiveStatus.parse(await answer.json()).holders[0]?.now?.access?.answer;
    };
    const person = await signedIn(door, HOUSE, []);
    // The hub knows its members anew within a second.
    await expect.poll(() => status([], person), { timeout: 5_000 }).toBe('ask');
    expect(await status([visa], person)).toBe('yes');
    expect(await status([visa], {})).toBe('ask');
  });

  test('there is nothing to ask about what is not here', async () => {
    expect((await fetch(`${door.url}/api/v1/federation/resources/zzzzzzzzzzzz/status`)).status).toBe(404);
  });
});

test('the description of the API names all of it', async () => {
  const { paths } = (await (await fetch(`${door.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { responses?: Record<string, { content?: object }> }>> };
  for (const path of ['/api/v1/federation/search', '/api/v1/federation/search/members', '/api/v1/federation/resources/{id}/status', '/api/v1/federation/questions'])
    expect(Object.values(paths[path] ?? {})[0]?.responses?.['200']?.content, path).toHaveProperty('application/json');
});
