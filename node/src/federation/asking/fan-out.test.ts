import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openPeers, signRequest, type Peers } from '../peer/index.ts';
import { testNode } from '../testing/nodes.ts';
import { PATIENCE } from './circuits.ts';
import { deadlineOfMember, openFanOut, type FanningOut, type FanOut } from './fan-out.ts';
import type { SearchQuestion } from './question.ts';
import { aHit, aReply } from './testing/hits.ts';
import { answering, babbling, dying, flooding, hanging, stalling, startMember, type Manner, type TestMember } from './testing/members.ts';

const QUESTION: SearchQuestion = { type: 'search', q: 'alignment', sort: 'relevance' };
let hub: Awaited<ReturnType<typeof testNode>>;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  hub = await testNode('hub');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((it) => it.close()));
});

async function members(manners: readonly Manner[]): Promise<TestMember[]> {
  const started = await Promise.all(manners.map((manner, i) => startMember(`member ${i}`, manner)));
  open.push(...started);
  return started;
}

function fanOut(usualDeadline = 1_000): FanOut {
  const peers: Peers = openPeers({ allowHosts: ['127.0.0.1'], userAgent: 'test', signRequest: (request) => signRequest(hub, request) });
  open.push(peers);
  return openFanOut({ peers, usualDeadline });
}

const asking = (all: readonly TestMember[], deadline: number, more: Partial<FanningOut> = {}): FanningOut => ({
  id: randomUUID(),
  members: all,
  questionFor: () => QUESTION,
  deadline,
  hops: 2,
  path: [hub.id],
  ...more,
});
const after =
  (milliseconds: number, manner: Manner): Manner =>
  async (...given) => (await wait(milliseconds), manner(...given));
const honest = answering((_asked, node) => aReply(node, [aHit(node, 'a hit')]));
const outcomes = (given: Awaited<ReturnType<FanOut['ask']>>) => given.map(({ outcome }) => outcome.outcome);

describe('twenty members, five of which hang, stall, die, babble or flood', () => {
  test('the answer comes at the deadline, with all that did answer, and each of the others named', async () => {
    const seed = Number(process.env['BIOTOPE_SEED'] ?? randomInt(1_000_000));
    console.info(`seed ${seed}`);
    let state = seed;
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const deadline = 2_000;
    const delays = Array.from({ length: 15 }, () => Math.round(random() * 700));
    const all = await members([...delays.map((delay) => after(delay, honest)), hanging, stalling, dying, babbling, flooding]);
    const ways = fanOut();
    // Connections are made, code is warm: what is measured is the deadline.
    await ways.ask(asking(all.slice(0, 15), deadline));

    const told: string[] = [];
    const begun = performance.now();
    const given = await ways.ask(asking(all, deadline, { tell: ({ outcome }) => told.push(outcome.outcome) }));
    const took = performance.now() - begun;
    console.info(`20 members, 5 of them bad: answered after ${Math.round(took)} ms of ${deadline}`);
    // How near it comes depends on how busy the machine is; the figure stands above, and in the benchmark.
    expect(took).toBeGreaterThan(deadline - 10);
    expect(took).toBeLessThan(2 * deadline);
    expect(outcomes(given)).toEqual([...delays.map(() => 'answered'), 'late', 'late', 'unreachable', 'failed', 'failed']);
    expect(given.map(({ answer }) => answer?.node)).toEqual([...all.slice(0, 15).map(({ node }) => node), undefined, undefined, undefined, undefined, undefined]);
    expect(Math.max(...given.map(({ outcome }) => outcome.milliseconds))).toBeLessThan(2 * deadline);
    expect(given.slice(15).map(({ outcome }) => Object.keys(outcome.reason ?? {}))).toEqual(Array.from({ length: 5 }, () => ['en', 'zh']));
    expect(told.toSorted()).toEqual(outcomes(given).toSorted());
    // Nothing is left behind: what hung was given up, and connections that broke are closed.
    await expect.poll(() => [15, 16, 17, 19].map((place) => all[place]!.connections())).toEqual([0, 0, 0, 0]);
  });

  test('where all answer, nobody waits for the deadline', async () => {
    const all = await members(Array.from({ length: 20 }, (_, i) => after(i * 5, honest)));
    const begun = performance.now();
    const given = await fanOut().ask(asking(all, 10_000));
    expect(outcomes(given)).toEqual(all.map(() => 'answered'));
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

test('when whoever asked goes away, every question to a member is ended', async () => {
  const all = await members(Array.from({ length: 10 }, (_, i) => (i % 2 ? hanging : stalling)));
  const gone = new AbortController();
  const asked = fanOut().ask(asking(all, 20_000, { signal: gone.signal }));
  await expect.poll(() => all.every((it) => it.asked.length === 1)).toBe(true);
  gone.abort(new Error('gone'));
  await expect(asked).rejects.toThrow('gone');
  await expect.poll(() => all.map((it) => it.connections())).toEqual(all.map(() => 0));
  expect(all.map((it) => it.abandoned())).toEqual(all.map(() => 1));
});

test('a member that refuses says why in its own words, one that answers for another is not believed', async () => {
  const problem =
    (status: number, detail?: string): Manner =>
    (_asked, response) =>
      void response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ detail }));
  const other = await testNode('somebody else');
  const all = await members([
    problem(403, 'This node belongs to no group of the node that asks.'),
    problem(429, 'Too many'),
    problem(500, 'a secret'),
    answering(() => aReply(other.id, [])),
    answering((_asked, node) => ({ type: 'status', node, resources: [], members: [] })),
    (_asked, response) => void response.end('<html>'),
    answering((_asked, node) => aReply(node, [aHit(node, 'x', { holders: [{ node, resource: 'aaaaaaaaaaaa', url: 'javascript:alert(1)' }] }), aHit(node, 'good')])),
  ]);
  const given = await fanOut().ask(asking(all, 5_000));
  expect(outcomes(given)).toEqual(['refused', 'refused', 'failed', 'failed', 'failed', 'failed', 'answered']);
  // A hit that cannot be taken in does not take the others along.
  const last = given[6]!.answer;
  expect(last?.type === 'search' && last.hits.map(({ title }) => title['en'])).toEqual(['good']);
  expect(given[0]!.outcome.reason?.['en']).toContain('no group');
  expect(JSON.stringify(given)).not.toContain('a secret');
});

test('a member that keeps failing is left in peace but named, and asked again by whoever insists', async () => {
  const [good, bad] = (await members([honest, dying])) as [TestMember, TestMember];
  const ways = fanOut();
  for (let i = 0; i < PATIENCE; i++) await ways.ask(asking([good, bad], 5_000));
  const given = await ways.ask(asking([good, bad], 5_000));
  expect(outcomes(given)).toEqual(['answered', 'unreachable']);
  expect(given[1]!.outcome.askedAgain).toMatch(/^\d{4}-/);
  expect(bad.asked).toHaveLength(PATIENCE);
  await ways.ask(asking([bad], 5_000, { insist: true }));
  expect(bad.asked).toHaveLength(PATIENCE + 1);
});

test('a member that had less time than usual is not blamed, so that nobody silences it by impatient questions', async () => {
  const [slow] = (await members([after(300, honest)])) as [TestMember];
  const ways = fanOut(2_000);
  for (let i = 0; i < PATIENCE + 2; i++) expect(outcomes(await ways.ask(asking([slow], 100)))).toEqual(['late']);
  expect(outcomes(await ways.ask(asking([slow], 5_000)))).toEqual(['answered']);
});

test('a member is told of less time than its hub has, of the way the question came, and of the asker only where it takes the hub’s word', async () => {
  const [trusting, other] = (await members([honest, honest])) as [TestMember, TestMember];
  const asker = { sub: 'a-person', organisation: 'org:x' };
  await fanOut().ask(asking([{ ...trusting, trustsAskers: true }, other], 2_000, { asker }));
  expect(trusting.asked[0]).toMatchObject({ asker, hops: 2, path: [hub.id], question: QUESTION });
  expect(other.asked[0]).not.toHaveProperty('asker');
  expect(trusting.asked[0]!.deadline).toBeLessThanOrEqual(deadlineOfMember(2_000));
  expect(deadlineOfMember(2_000)).toBe(1_850);
  expect(deadlineOfMember(100)).toBe(60);
  expect(deadlineOfMember(10)).toBe(1);
});
