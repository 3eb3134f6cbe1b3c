import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readConfiguration } from './configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'biotope-configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('needs nothing', () => {
  expect(readConfiguration({}, folder)).toMatchObject({
    port: 7420,
    host: '127.0.0.1',
    dataFolder: join(folder, '.biotope'),
    url: 'http://localhost:7420',
    databaseUrl: undefined,
    harvest: { automatic: true },
  });
});

it('names every key that does not fit, in one message', () => {
  writeFileSync(join(folder, 'biotope.yaml'), 'harvest:\n  automatic: perhaps\ncolour: blue\n');
  const read = () => readConfiguration({ BIOTOPE_PORT: '70000', DATABASE_URL: 'mysql://x/y', BIOTOPE_URL: 'example.org' }, folder);
  for (const key of ['BIOTOPE_PORT', 'DATABASE_URL', 'BIOTOPE_URL', 'harvest.automatic', 'colour']) expect(read).toThrow(key);
});

it('trusts no issuer whose keys come unprotected over the network, and names the setting', () => {
  const reading = (yaml: string) => () => {
    writeFileSync(join(folder, 'biotope.yaml'), yaml);
    return readConfiguration({}, folder);
  };
  const trusting = (jwks: string) => reading(`passports: { trusted: [{ issuer: 'https://login.example.org', jwks: '${jwks}' }] }`);
  expect(trusting('http://login.example.org/keys')).toThrow(/passports\.trusted\.0\.jwks/);
  expect(trusting('https://login.example.org/keys')().passports.trusted).toMatchObject([{ by: ['dac', 'so', 'system'], jku: [] }]);
  expect(trusting('/etc/biotope/keys.json')().passports.trusted).toHaveLength(1);
  expect(reading('ledger: { keep: 0 }')).toThrow(/ledger\.keep/);
});

it('a file that is no YAML, or is not there, is named', () => {
  writeFileSync(join(folder, 'broken.yaml'), 'node: [');
  expect(() => readConfiguration({ BIOTOPE_CONFIG: 'broken.yaml' }, folder)).toThrow(/broken\.yaml is no YAML/);
  expect(() => readConfiguration({ BIOTOPE_CONFIG: 'missing.yaml' }, folder)).toThrow(/missing\.yaml/);
});
