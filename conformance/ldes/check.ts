import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { StandardCheck, Subject } from '../standard.ts';
import { clientModule } from './client.ts';
import { CLIENT } from './sources.ts';

/** A member of the stream, as the client handed it over. */
export interface Replicated {
  id: string;
  /** The resource it is a version of. */
  of?: string;
  type?: string;
  /** The saying as RDF: canonical JSON, as a literal of type `rdf:JSON`. */
  envelope?: string;
  jws?: string;
  removed?: string;
  /** It was said once and is carried no longer: a later event deletes it. */
  takenBack?: string;
}

interface Checkpoint {
  epoch: string;
  sequence: number;
  count: number;
  buckets: [count: number, sum: string][];
}

const AS = 'https://www.w3.org/ns/activitystreams#';
const LONGEST = 1_800_000;

/**
 * Linked Data Event Streams: a client that others wrote replicates `/feed` from its root, in ascending order, and ends
 * with exactly the set that the checkpoint states: every member once, deletes applied, every description byte for byte.
 */
export const ldes: StandardCheck = {
  id: 'ldes',
  title: 'Linked Data Event Streams',
  async check(subject) {
    const module = await clientModule();
    const notes = await changes(subject);
    const checkpoint = await settled(subject.url);
    const begin = performance.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [new URL('replicate.ts', import.meta.url).pathname, module, `${subject.url}/feed`, join(subject.folder, `ldes-${Date.now()}`)],
      { maxBuffer: 2 ** 30, timeout: LONGEST },
    );
    const members = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Replicated);
    const seconds = (performance.now() - begin) / 1_000;
    const { violations, held, deletes } = compare(members, checkpoint);
    return {
      checkedWith: `${CLIENT.name} ${CLIENT.version} (npm), ascending`,
      checked: members.length,
      of: `members replicated in ${Math.round(seconds)} s (${Math.round(members.length / seconds)}/s), ${deletes} of them deletes; it ends with ${held} descriptions, the checkpoint states ${checkpoint.count}`,
      violations,
      notes,
    };
  },
};

/** Where this run may change the catalogue: a resource that is made, changed and withdrawn, and one that stays. */
async function changes({ url, operator }: Subject): Promise<string[]> {
  if (!operator) return ['the catalogue was read as it stands: whether the feed has updates and deletes is by chance'];
  const ask = async (method: string, path: string, body: object) => {
    const headers = { ...(await operator()), 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok && answer.status !== 410) throw new Error(`${method} ${path} answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  for (const title of ['One that stays', 'One that goes']) {
    const { id } = await ask('POST', '/resources', { kind: 'dataset', title: { en: title, zh: '检验用数据集' } });
    await settled(url);
    await ask('PATCH', `/resources/${id}`, { title: { en: `${title}, revised` } });
    await settled(url);
    if (title === 'One that goes') await ask('PATCH', `/resources/${id}`, { status: 'withdrawn', statusReason: 'It was made for a check' });
  }
  return [];
}

/** The checkpoint once the feed has stood still for some seconds. */
async function settled(url: string): Promise<Checkpoint> {
  const read = async () => ((await (await fetch(`${url}/feed/checkpoint`)).json()) as { value: Checkpoint }).value;
  for (let last = await read(); ;) {
    await wait(3_000);
    const next = await read();
    if (next.epoch === last.epoch && next.sequence === last.sequence) return next;
    last = next;
  }
}

/** What the members come to, compared with what the checkpoint states, computed by nothing of the node's own code. */
export function compare(members: readonly Replicated[], checkpoint: Pick<Checkpoint, 'sequence' | 'count' | 'buckets'>): { violations: string[]; held: number; deletes: number } {
  const violations: string[] = [];
  const held = new Map<string, { bucket: number; hash: string }>();
  const seen = new Set<string>();
  let deletes = 0;
  let last = 0;
  for (const { id, of, type, envelope, jws, removed, takenBack } of members) {
    const sequence = Number(id.split('/').at(-1));
    if (seen.has(id)) violations.push(`${id} came twice`);
    if (sequence < last) violations.push(`${id} came after event ${last}`);
    seen.add(id);
    last = sequence;
    if (!of) violations.push(`${id} names no resource that it is a version of`);
    const said = JSON.parse(envelope ?? removed ?? takenBack ?? '{}') as { origin: string; resource: string; url?: string };
    const name = `${said.origin}\0${said.resource}`;
    if (type === `${AS}Delete`) {
      deletes++;
      if (!held.delete(name)) violations.push(`${id} deletes what is not there`);
      continue;
    }
    if (takenBack) {
      if (held.has(name) !== (type === `${AS}Update`)) violations.push(`${id} is a ${type}`);
      held.set(name, { bucket: 0, hash: '' });
      continue;
    }
    if (!envelope || !jws) violations.push(`${id} brings no signed saying`);
    if (said.url !== of) violations.push(`${id} is a version of ${of}, its saying speaks of ${said.url}`);
    if (held.has(name) !== (type === `${AS}Update`)) violations.push(`${id} is a ${type}`);
    held.set(name, { bucket: Number.parseInt(hash('sha256', name, 'hex').slice(0, 2), 16), hash: hash('sha256', envelope ?? '', 'hex') });
  }
  if (members.length !== checkpoint.sequence) violations.push(`${members.length} members came, the checkpoint states ${checkpoint.sequence}`);
  if (held.size !== checkpoint.count) violations.push(`${held.size} descriptions are held in the end, the checkpoint states ${checkpoint.count}`);
  const sums = Array.from({ length: checkpoint.buckets.length }, () => ({ count: 0, sum: 0n }));
  for (const { bucket, hash: digest } of held.values()) {
    const at = sums[bucket];
    if (!at) continue;
    at.count++;
    at.sum = (at.sum + BigInt(`0x${digest}`)) % 2n ** 256n;
  }
  const differing = checkpoint.buckets.filter(([count, sum], bucket) => sums[bucket]?.count !== count || sums[bucket].sum !== BigInt(`0x${sum}`)).length;
  if (differing > 0) violations.push(`${differing} of ${checkpoint.buckets.length} parts of the digest differ: descriptions are not byte for byte as they were signed`);
  return { violations, held: held.size, deletes };
}
