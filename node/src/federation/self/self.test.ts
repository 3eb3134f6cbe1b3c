import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { importJWK, type CryptoKey } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { NodeId } from '../envelope.ts';
import { makeNodeKey, signDetached, verifyDetached } from '../signature.ts';
import { compareLogs, digestOfStatement, keyHistory, nodeIdOf, readKeyLog, type KeyLog, type KeyStatement } from './key-log.ts';
import { openSelf, type Self } from './open-self.ts';
import { readDescription, type SignedDescription } from './self-description.ts';

const NOW = new Date('2026-05-01T12:00:00Z');
const options = (dataFolder: string) => ({
  dataFolder,
  url: 'https://platform.example.org',
  version: '0.1.0',
  node: { name: { en: 'Platform 3', zh: '平台三' }, description: { en: 'A platform', zh: '一个平台' }, organisation: { name: { en: 'Institute' }, url: undefined } },
  now: NOW,
});

let folder: string;
let self: Self;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biotope-self-'));
  self = await openSelf(options(folder));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openAgain = () => openSelf(options(folder));
const holds = (log: KeyLog, jws: string, text: string) => readKeyLog(log).then(({ keys }) => verifyDetached(text, jws, (kid) => keys.get(kid)));

describe('who a node is', () => {
  it('is the same after a restart, and made of its first key statement alone', async () => {
    const again = await openAgain();
    expect([again.id, again.kid]).toEqual([self.id, self.kid]);
    expect(NodeId.safeParse(self.id).success).toBe(true);
    expect(nodeIdOf(self.keys[0]!.value)).toBe(self.id);
    await again.rotate(NOW);
    expect((await openAgain()).id, 'also with another key').toBe(self.id);
  });

  it('lies in files that only the owner of the folder reads', async () => {
    for (const file of ['node-key.json', 'node-recovery.json']) expect((await stat(join(folder, file))).mode & 0o777, file).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['node-key.json', 'node-recovery.json']);
  });

  it('is said in a description that anybody can check by itself', async () => {
    const document = JSON.parse(JSON.stringify(await self.document(NOW))) as SignedDescription;
    expect((await readDescription(document)).value).toMatchObject({ id: self.id, name: { zh: '平台三' }, url: 'https://platform.example.org', software: { name: 'biotope' } });
    const later = structuredClone(document);
    (later.value as Record<string, unknown>)['added'] = 'by a later version';
    await expect(readDescription(later), 'what is added must be signed').rejects.toThrow(/not signed by its present key/);
  });

  it('does not hold where any part of the description was changed', async () => {
    const document = JSON.parse(JSON.stringify(await self.document(NOW))) as SignedDescription;
    const other = await openSelf(options(await mkdtemp(join(folder, 'other-'))));
    const changes: [string, (it: SignedDescription) => void][] = [
      ['address', ({ value }) => (value.url = 'https://elsewhere.example.org')],
      ['name', ({ value }) => (value.name = { en: 'Another' })],
      ['identifier', ({ value }) => (value.id = other.id)],
      ['keys of another node', ({ value }) => (value.keys = other.keys)],
      ['no keys', ({ value }) => (value.keys = [])],
      ['far too much', ({ value }) => (value['padding'] = 'x'.repeat(200_000))],
      ['signature', (it) => (it.jws = it.jws.slice(0, -4) + 'AAAA')],
    ];
    for (const [what, change] of changes) {
      const changed = structuredClone(document);
      change(changed);
      await expect(readDescription(changed), what).rejects.toBeInstanceOf(DomainError);
    }
    await fc.assert(fc.asyncProperty(fc.jsonValue(), async (value) => void (await expect(readDescription(value)).rejects.toBeInstanceOf(DomainError))));
  });

  it('is named where its key is damaged or not its own, and never silently another', async () => {
    const path = join(folder, 'node-key.json');
    const text = await readFile(path, 'utf8');
    const file = JSON.parse(text) as { log: KeyLog; privateKey: object };
    const other = await makeNodeKey();
    for (const damaged of [text.slice(0, -40), '', '{}', JSON.stringify({ ...file, log: [] }), JSON.stringify({ ...file, privateKey: other.exported })]) {
      await writeFile(path, damaged);
      const error = await openAgain().then(
        () => undefined,
        (it: Error) => it,
      );
      expect(error?.message).toContain(path);
      expect(error?.message, 'no secret in the message').not.toContain(String((file.privateKey as { d: string }).d));
    }
    await writeFile(path, text);
    await chmod(path, 0o600);
    expect((await openAgain()).id).toBe(self.id);
  });
});

describe('keys', () => {
  it('that were rotated out stay good for what they signed', async () => {
    const jws = await self.sign('"said"');
    const first = self.kid;
    await self.rotate(NOW);
    expect(self.kid).not.toBe(first);
    expect(await holds(self.keys, jws, '"said"')).toBe(first);
    expect(await holds(self.keys, await self.sign('"said"'), '"said"')).toBe(self.kid);
    expect((await openAgain()).kid).toBe(self.kid);
  });

  it('that were revoked are good for nothing, and nothing but the recovery key revokes', async () => {
    const jws = await self.sign('"said"');
    const first = self.kid;
    await self.rotate(NOW);
    const second = await self.sign('"said"');
    await self.revoke(first, NOW);
    expect(await holds(self.keys, jws, '"said"')).toBeUndefined();
    expect(await holds(self.keys, second, '"said"')).toBeDefined();
    await self.revoke(self.kid, NOW);
    expect((await keyHistory(self.keys)).map(({ state }) => state)).toEqual(['revoked', 'rotated', 'revoked', 'signs']);
    expect((await openAgain()).kid).toBe(self.kid);
    await expect(self.revoke(first, NOW)).rejects.toThrow(/no key of this node/);
  });

  it('cannot be revoked without the recovery key, which is named; put back, it works', async () => {
    const path = join(folder, 'node-recovery.json');
    await rename(path, `${path}.away`);
    expect(await self.canRevoke()).toBe(false);
    await expect(self.revoke(self.kid, NOW)).rejects.toThrow(path);
    const other = await openSelf(options(await mkdtemp(join(folder, 'other-'))));
    expect(other.id).not.toBe(self.id);
    await writeFile(path, await readFile(join((await readdir(folder)).filter((name) => name.startsWith('other-')).map((name) => join(folder, name))[0]!, 'node-recovery.json')));
    await expect(self.revoke(self.kid, NOW), 'the recovery key of another node').rejects.toThrow(/not the one/);
    await rename(`${path}.away`, path);
    await self.revoke(self.kid, NOW);
    expect((await keyHistory(self.keys)).length).toBe(2);
    await self.revoke(self.kid, NOW);
  });

  it('change one after the other, however they are asked', async () => {
    await Promise.all([self.rotate(NOW), self.revoke(self.kid, NOW), self.rotate(NOW), self.rotate(NOW)]);
    expect((await readKeyLog(self.keys)).present).toBe(self.kid);
    expect(self.keys.length).toBe(5);
    expect((await openAgain()).kid).toBe(self.kid);
  });
});

describe('a key log', () => {
  const rotated = async (log: KeyLog, key: Awaited<ReturnType<typeof makeNodeKey>>, next = makeNodeKey()) => {
    const made = await next;
    const { kty, crv, x } = made.publicKey;
    const value = { type: 'rotation', previous: digestOfStatement(log.at(-1)!.value), key: { kty, crv, x }, at: NOW.toISOString() } as KeyStatement;
    return { log: [...log, { value, jws: await signDetached(key, canonicalJson(value)) }] as KeyLog, key: made };
  };

  it('does not hold with a statement left out, moved, doubled, changed or signed by the wrong key', async () => {
    for (let i = 0; i < 2; i++) await self.rotate(NOW);
    await self.revoke(self.kid, NOW);
    const { keys: log } = self;
    expect((await readKeyLog(log)).node).toBe(self.id);
    const [a, b, c, d] = log as [KeyLog[number], KeyLog[number], KeyLog[number], KeyLog[number]];
    const changed = { ...b, value: { ...b.value, at: '2027-01-01T00:00:00.000Z' } } as KeyLog[number];
    for (const [what, broken] of Object.entries({
      'left out': [a, c, d],
      moved: [a, c, b, d],
      doubled: [a, a, b],
      changed: [a, changed, c, d],
      headless: [b, c, d],
      'two heads': [a, b, a],
    }))
      await expect(readKeyLog(broken), what).rejects.toThrow(/does not hold/);
    await expect(readKeyLog((await rotated(log, await makeNodeKey())).log), 'by a foreign key').rejects.toThrow(/not signed by the key before/);
    const forgedRevocation = { ...d.value, recoveryKey: (d.value as { key: object }).key } as KeyStatement;
    await expect(readKeyLog([a, b, c, { value: forgedRevocation, jws: await self.sign(canonicalJson(forgedRevocation)) }]), 'revoked by the key itself').rejects.toThrow(
      /recovery key/,
    );
  });

  it('that is longer is a node’s progress; where two contradict, the recovery key settles it', async () => {
    const key = JSON.parse(await readFile(join(folder, 'node-key.json'), 'utf8')) as { privateKey: { kty: string; crv: string; x: string; d: string } };
    const stolen = { kid: self.kid, publicKey: key.privateKey, privateKey: (await importJWK(key.privateKey, 'EdDSA')) as CryptoKey, exported: key.privateKey };
    const first = self.keys;
    const thief = (await rotated(first, stolen)).log;
    await self.rotate(NOW);
    const own = self.keys;
    expect(compareLogs(first, own)).toBe('longer');
    expect(compareLogs(own, first)).toBe('shorter');
    expect(compareLogs(own, own)).toBe('same');
    await expect(readKeyLog(thief), 'by itself it holds').resolves.toBeDefined();
    expect([compareLogs(own, thief), compareLogs(thief, own)]).toEqual(['contradicts', 'contradicts']);
    await self.revoke(stolen.kid, NOW);
    expect([compareLogs(thief, self.keys), compareLogs(self.keys, thief)]).toEqual(['longer', 'shorter']);
    const other = await openSelf(options(await mkdtemp(join(folder, 'other-'))));
    expect(compareLogs(own, other.keys)).toBe('contradicts');
  });
});
