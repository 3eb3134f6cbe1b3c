import { assert, asyncProperty, array, constantFrom, integer, record } from 'fast-check';
import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { checkedDescription } from '../../catalogue/index.ts';
import { run } from '../../kernel/database.ts';
import { canonicalJson, identifierOf } from '../../kernel/identifiers.ts';
import type { DescriptionEnvelope } from '../envelope.ts';
import { saying, testNode, tombstone } from '../testing/nodes.ts';
import { PAGE } from '../wire.ts';
import { openFeedNode, type FeedNode } from './testing/feed-node.ts';
import { replay, type Ask } from './testing/replay.ts';

let node: FeedNode;
let ask: Ask;
const keys = { keyOf: (_: string, kid: string) => node.self.keyOf(kid) };
const read = () => replay(ask, '/feed', keys);
const described = async () => new Map([...(await read()).held.values()].map(({ envelope }) => [envelope.resource, envelope as DescriptionEnvelope]));
const typesOf = async (key: string) =>
  (await read()).events.filter(({ envelope, takenBack }) => (envelope ?? takenBack)?.resource === node.idOf(key)).map(({ type, envelope }) => [type, envelope?.version]);

beforeEach(async () => {
  node = await openFeedNode();
  ask = (path, init) => fetch(`${node.url}${path}`, init);
});
afterEach(() => node.close());

describe('what the node itself says', () => {
  it('stands in the feed signed, changes in the order of its versions, and leaves a signed tombstone with its reason', async () => {
    await node.publish({ a: { homepage: 'https://a.example.org/' }, b: {} });
    await node.feed.catchUp();
    await node.publish({ a: { title: { en: 'A, revised', zh: '修订' } } });
    await node.feed.catchUp();
    await node.withdraw(['b']);
    await node.feed.catchUp();
    await node.publish({ b: { title: { en: 'B again' } } });
    await node.feed.catchUp();
    const { events } = await read();
    expect(await typesOf('a')).toEqual([
      ['as:Create', 1],
      ['as:Update', 2],
    ]);
    expect(await typesOf('b')).toEqual([
      ['as:Create', undefined],
      ['as:Delete', 2],
      ['as:Create', 3],
    ]);
    expect(events.find(({ type }) => type === 'as:Delete')?.envelope).toMatchObject({ type: 'tombstone', reason: { en: 'Closed', zh: '已关闭' } });
    expect(events.find(({ type }) => type === 'as:Update')).toMatchObject({ title: { en: 'A, revised', zh: '修订' }, object: `${node.url}/r/${node.idOf('a')}` });
  });

  it('can be taken in by another node, links by names that mean the same there', async () => {
    await node.publish({
      a: {
        aliases: ['A of old'],
        links: ['test:b', 'biotools:bwa', 'galaxy-codex:tool/x', 'https://elsewhere.example.org/c', 'local:abc'].map((target) => ({ predicate: 'uses', target })),
      },
      b: {},
    });
    await node.publish({ 'tool/x': { kind: 'tool', identifiers: ['biotools:x'] } }, 'galaxy-codex');
    await node.feed.catchUp();
    const all = await described();
    for (const { description } of all.values()) expect(checkedDescription(description as never)).not.toHaveProperty('flaws');
    const a = all.get(node.idOf('a'))!;
    const here = (key: string) => `${node.url}/r/${node.idOf(key)}`;
    expect(a.description).toMatchObject({ aliases: [here('a'), 'A of old'] });
    expect((a.description['links'] as { target: string }[]).map(({ target }) => target)).toEqual([
      here('b'),
      'biotools:bwa',
      'galaxy-codex:tool/x',
      'https://elsewhere.example.org/c',
      'local:abc',
    ]);
    expect([a.records, all.get(identifierOf('galaxy-codex', 'tool/x'))?.records]).toEqual([undefined, ['galaxy-codex:tool/x']]);
  });

  it('is made of its own records alone, whatever other nodes say of the same thing', async () => {
    await node.publish({ mine: { identifiers: ['doi:10.5555/one'], keywords: ['mine'] } });
    await node.publish({ theirs: { identifiers: ['doi:10.5555/one'], keywords: ['theirs'], description: { en: 'Their words' } }, alone: {} }, 'node:00000000000000000000000000');
    await node.feed.catchUp();
    const all = [...(await described()).values()];
    expect(all.map(({ description }) => [description['title'], description['keywords'], description['description']])).toEqual([[{ en: 'mine' }, ['mine'], undefined]]);
    await node.withdraw(['mine']);
    await node.feed.catchUp();
    expect((await read()).held.size, 'what is left is others’ to say').toBe(0);
  });

  it('is said anew where only a record’s names changed', async () => {
    await node.publish({ a: {} });
    await node.feed.catchUp();
    await node.publish({ a: { aliases: ['another name'] } });
    await node.feed.catchUp();
    expect((await described()).get(node.idOf('a'))?.description['aliases']).toContain('another name');
  });

  it('says nothing where nothing changed, also when everything is compared', async () => {
    await node.publish({ a: {}, b: {} });
    await node.feed.catchUp();
    const { sequence } = (await read()).checkpoint;
    await node.feed.compareAll();
    await node.again().catchUp();
    expect((await read()).checkpoint.sequence).toBe(sequence);
  });

  it('is found by comparing everything where the list of changes no longer reaches back', async () => {
    await node.publish({ a: {} });
    await node.feed.catchUp();
    await node.publish({ b: {} });
    await run(node.db, 'delete from catalogue.search_outbox');
    await run(node.db, 'update catalogue.search_state set cleared_to = 1000');
    await node.feed.catchUp();
    expect((await described()).size).toBe(2);
  });
});

describe('what is restricted', () => {
  const SECRET = 'axolotl-secret';
  it('never stood in the public feed, in no byte of it, or was taken back without a word of why', async () => {
    await node.publish({ open: { title: { en: 'once-open' } }, secret: { title: { en: SECRET } }, draft: { title: { en: `${SECRET} draft` }, status: 'draft' } });
    await node.restrict('secret', { discovery: 'named' });
    await node.feed.catchUp();
    expect((await read()).bytes).not.toContain(SECRET);
    expect((await read()).bytes).not.toContain(node.idOf('secret'));
    await node.restrict('open', { discovery: 'organisation', organisation: 'org:institute-a' });
    await node.publish({ open: { title: { en: `${SECRET} now` } } });
    await node.feed.catchUp();
    const { bytes, held } = await read();
    expect([held.size, bytes.includes(SECRET), bytes.includes('org:institute-a')]).toEqual([0, false, false]);
    // What was public before is told by no page any more.
    expect(bytes).not.toContain('once-open');
    expect(await typesOf('open')).toEqual([
      ['as:Create', undefined],
      ['as:Delete', 2],
    ]);
    await node.restrict('open', {});
    await node.feed.catchUp();
    expect((await typesOf('open')).at(-1)).toEqual(['as:Create', 3]);
  });

  it('is said at the instant its embargo ends, by the clock alone', async () => {
    await node.publish({ later: { title: { en: SECRET } } });
    await node.restrict('later', { shownFrom: '2026-07-01T00:00:00Z' });
    await node.feed.catchUp();
    expect((await read()).bytes).not.toContain(SECRET);
    node.clock.now = new Date('2026-07-01T00:00:00Z');
    await node.feed.catchUp();
    expect((await read()).held.size).toBe(1);
  });
});

describe('the order', () => {
  it('never goes back, whatever the clock does', async () => {
    await node.publish({ a: {} });
    await node.feed.catchUp();
    node.clock.now = new Date('2026-06-01T11:00:00.000Z');
    await node.publish({ a: { title: { en: 'later by an earlier clock' } }, b: {} });
    await node.feed.catchUp();
    const { events } = await read();
    expect(events.map(({ published }) => published)).toEqual(['2026-06-01T12:00:00.000Z', '2026-06-01T12:00:00.001Z', '2026-06-01T12:00:00.002Z']);
  });

  it('has one writer at a time: two at once say everything once', async () => {
    const other = node.again();
    await node.publish(Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`r${n}`, {}])));
    await Promise.all([node.feed.catchUp(), other.catchUp()]);
    await node.publish(Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`r${n}`, { version: '2' }])));
    await Promise.all([other.catchUp(), node.feed.catchUp(), other.catchUp()]);
    const { events, held } = await read();
    expect([held.size, events.length]).toEqual([700, 1_400]);
    await other.close();
  });
});

describe('after random changes and failures', () => {
  it('holds what the catalogue shows, and its digests are those of that set', async () => {
    const keysUsed = ['a', 'b', 'c', 'd', 'e'];
    const step = record({
      what: constantFrom('publish', 'publish', 'withdraw', 'hide', 'show', 'catch up', 'fail'),
      key: constantFrom(...keysUsed),
      n: integer({ min: 0, max: 3 }),
    });
    const seed = randomInt(2 ** 31);
    process.stderr.write(`feed: random changes by seed ${seed}\n`);
    await run(node.db, `create function federation.test_fail() returns trigger language plpgsql as $$ begin raise exception 'disk full' using errcode = '53100'; end $$`);
    const tables = ['feed_event', 'feed_entry', 'feed_bucket', 'said', 'feed_state'];
    await assert(
      asyncProperty(array(step, { maxLength: 25 }), async (steps) => {
        const shown = new Map<string, string>();
        const hidden = new Set<string>();
        await node.withdraw(keysUsed);
        for (const key of keysUsed) await node.restrict(key, {}).catch(() => undefined);
        for (const { what, key, n } of steps) {
          if (what === 'publish') {
            await node.publish({ [key]: { title: { en: `${key}${n}` } } });
            shown.set(key, `${key}${n}`);
          } else if (what === 'withdraw') {
            await node.withdraw([key]);
            shown.delete(key);
          } else if (what === 'hide' && shown.has(key)) {
            await node.restrict(key, { discovery: 'named' });
            hidden.add(key);
          } else if (what === 'show' && shown.has(key)) {
            await node.restrict(key, {});
            hidden.delete(key);
          } else if (what === 'fail') {
            const table = tables[n] ?? 'said';
            await run(node.db, `create trigger test_fail after insert or update on federation.${table} for each row execute function federation.test_fail()`);
            await node.feed.catchUp().catch(() => undefined);
            await run(node.db, `drop trigger test_fail on federation.${table}`);
          } else if (what === 'catch up') await node.feed.catchUp();
        }
        await node.feed.catchUp();
        const titles = [...(await described()).values()].map(({ description }) => (description['title'] as { en: string }).en).toSorted();
        expect(titles).toEqual([...shown].flatMap(([key, title]) => (hidden.has(key) ? [] : [title])).toSorted());
      }),
      { numRuns: 25, seed },
    );
  });
});

describe('what members said', () => {
  const member = async () => {
    const other = await testNode('member');
    const both = { keyOf: async (id: string, kid: string) => node.self.keyOf(kid) ?? other.keys.keyOf(id, kid) };
    const receive = ({ envelope, jws }: Awaited<ReturnType<typeof saying | typeof tombstone>>, relay: boolean, via: string[] = []) =>
      run(
        node.db,
        `insert into federation.replica (origin, resource, incarnation, version, hash, envelope, jws, audience, gone, received, relay, via)
         values ($1, $2, $3, $4, encode(sha256(convert_to($5, 'utf8')), 'hex'), $5, $6, $7, $8, now(), case when $9 then encode(sha256(convert_to($5, 'utf8')), 'hex') end, $10)
         on conflict (origin, resource) do update set version = excluded.version, hash = excluded.hash, envelope = excluded.envelope, jws = excluded.jws, gone = excluded.gone,
           relay = excluded.relay, via = excluded.via`,
        [envelope.origin, envelope.resource, envelope.incarnation, envelope.version, canonicalJson(envelope), jws, envelope.audience, envelope.type === 'tombstone', relay, via],
      );
    return { other, receive, readBoth: () => replay(ask, '/feed', both) };
  };

  it('is handed on byte for byte as it was signed, with the way it came, and let go with the origin’s tombstone', async () => {
    const { other, receive, readBoth } = await member();
    const said = await saying(other, { resource: '000000000001', version: 4, description: { kind: 'tool', title: { en: 'Theirs\u0000 \ud800 é' } } });
    await receive(said, true, ['node:00000000000000000000000001']);
    await node.feed.catchUp();
    const { events, bytes } = await readBoth();
    expect(events).toMatchObject([{ type: 'as:Create', jws: said.jws, via: ['node:00000000000000000000000001'], object: said.envelope.url }]);
    expect(bytes).toContain(canonicalJson(said.envelope));
    await receive(await tombstone(other, { resource: '000000000001', version: 5, reason: { en: 'Closed' } }), false);
    await node.feed.catchUp();
    expect((await readBoth()).events.at(-1)).toMatchObject({ type: 'as:Delete', envelope: { type: 'tombstone', version: 5, reason: { en: 'Closed' } } });
  });

  it('is let go with a word of this node’s where its origin took nothing back, also where it was forgotten', async () => {
    const { other, receive, readBoth } = await member();
    const says = async (resource: string) => saying(other, { resource, version: 1, description: { kind: 'tool', title: { en: resource } } });
    await receive(await says('000000000001'), true);
    await receive(await says('000000000002'), true);
    await node.feed.catchUp();
    await receive(await says('000000000001'), false);
    await node.feed.catchUp();
    expect((await readBoth()).events.at(-1)).toMatchObject({ type: 'as:Delete', removed: { origin: other.id, resource: '000000000001' } });
    await run(node.db, 'delete from federation.replica');
    await node.feed.compareAll();
    expect((await readBoth()).held.size).toBe(0);
  });

  it('is never handed on where it is of a group alone, not even its tombstone', async () => {
    const { other, receive, readBoth } = await member();
    const [resource, description] = ['000000000001', { kind: 'tool', title: { en: 'open' } }];
    await receive(await saying(other, { resource, version: 1, description }), true);
    await node.feed.catchUp();
    await receive(await tombstone(other, { resource, version: 4, audience: 'group', reason: { en: 'group-secret' } }), false);
    await receive(await saying(other, { resource: '000000000002', version: 1, audience: 'group', description: { kind: 'tool', title: { en: 'group-secret' } } }), true);
    await node.feed.catchUp();
    const { held, bytes, events } = await readBoth();
    expect([held.size, bytes.includes('group-secret'), events.at(-1)]).toMatchObject([0, false, { type: 'as:Delete', removed: { resource } }]);
  });

  it('is told anew where the way changed by which it came', async () => {
    const { other, receive, readBoth } = await member();
    const said = await saying(other, { resource: '000000000001', version: 1, description: { kind: 'tool', title: { en: 'x' } } });
    await receive(said, true);
    await node.feed.catchUp();
    await receive(said, true, ['node:00000000000000000000000001']);
    await run(node.db, 'update federation.replica set relayed = null');
    await node.feed.catchUp();
    const { events, held } = await readBoth();
    expect([events.length, [...held.values()][0]?.via]).toEqual([2, ['node:00000000000000000000000001']]);
  });
});

describe('the log', () => {
  it('begins a new numbering with the same set when it has grown too long', async () => {
    await node.publish({ a: {}, b: {} });
    await node.feed.catchUp();
    const before = await read();
    await run(
      node.db,
      `insert into federation.feed_event select audience, epoch, sequence + 20000, published, head, opening, said, origin, resource, content, taken_back from federation.feed_event`,
    );
    await run(node.db, `update federation.feed_epoch set sequence = 20002 where audience = 'public'`);
    await node.publish({ a: { title: { en: 'A, revised' } } });
    await node.feed.catchUp();
    const after = await read();
    expect([after.checkpoint.sequence, after.checkpoint.count, after.checkpoint.incarnation]).toEqual([2, 2, 1]);
    expect(after.checkpoint.epoch > before.checkpoint.epoch).toBe(true);
    const of = ({ held }: typeof before, key: string) => held.get(`${node.self.id} ${node.idOf(key)}`);
    expect(of(after, 'b'), 'word for word').toEqual(of(before, 'b'));
    expect(of(after, 'a')?.envelope).toMatchObject({ version: 2, description: { title: { en: 'A, revised' } } });
    expect(after.events[0]!.published > before.events[1]!.published).toBe(true);
    expect((await run(node.db, 'select distinct epoch from federation.feed_event')).rows).toEqual([{ epoch: after.checkpoint.epoch }]);
  });

  test('pages that are full never change, and lead from the newest to the oldest', async () => {
    await node.publish(Object.fromEntries(Array.from({ length: PAGE + 20 }, (_, n) => [`r${n}`, {}])));
    await node.feed.catchUp();
    const { epoch } = (await read()).checkpoint;
    const page = async (n: number) => {
      const answer = await ask(`/feed/${epoch}/${n}`);
      return { cached: answer.headers.get('cache-control'), type: answer.headers.get('content-type'), text: await answer.text() };
    };
    const [first, second] = [await page(1), await page(2)];
    await node.publish({ r1: { title: { en: 'changed' } } });
    await node.withdraw(['r2']);
    await node.feed.catchUp();
    // What is carried no longer is not told by older pages either; everything else stands as it was, byte for byte.
    const taken = await page(1);
    const events = (text: string) => (JSON.parse(text) as { '@graph': [{ member: { sequence: number }[] }] })['@graph'][0].member;
    const other = events(taken.text).flatMap((event, place) => (JSON.stringify(event) === JSON.stringify(events(first.text)[place]) ? [] : [event]));
    expect(other).toEqual([expect.objectContaining({ type: 'as:Create', takenBack: expect.objectContaining({ content: expect.stringMatching(/^[0-9a-f]{64}$/) }) })]);
    expect(other[0]).not.toHaveProperty('title');
    expect(other[0]).not.toHaveProperty('envelope');
    expect((await page(2)).text).not.toBe(second.text);
    expect([first.cached, second.cached, first.type]).toEqual(['public, max-age=31536000, immutable', 'no-cache', 'application/ld+json; charset=utf-8']);
    const graph = (text: string) => (JSON.parse(text) as { '@graph': Record<string, unknown>[] })['@graph'];
    expect(graph(first.text)[1]).toEqual({ id: `${node.url}/feed/${epoch}/1` });
    expect(graph(second.text)[1]).toMatchObject({ 'tree:relation': [{ 'tree:node': { id: `${node.url}/feed/${epoch}/1` } }] });
    expect(graph(await (await ask('/feed')).text())[0]).toMatchObject({ 'tree:relation': [{ 'tree:node': { id: `${node.url}/feed/${epoch}/2` } }] });
  });
});
