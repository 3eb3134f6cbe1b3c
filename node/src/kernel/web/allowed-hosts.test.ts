import { expect, test } from 'vitest';
import { AllowedHost, allowedHosts } from './allowed-hosts.ts';

const names = (rule: string, address: string) => allowedHosts([rule]).names(new URL(address));

test('a host is allowed by its name, whatever its case, final dot, script or port', () => {
  for (const address of ['http://data.example.org/', 'https://DATA.example.org:8443/x', 'http://data.example.org./']) expect(names('Data.Example.org', address)).toBe(true);
  for (const address of [
    'http://example.org/',
    'http://evil-data.example.org/',
    'http://data.example.org.evil.example/',
    'http://evil.example/?data.example.org',
    'http://data.example.org@evil.example/',
  ]) {
    expect(names('data.example.org', address)).toBe(false);
  }
  const { hostname } = new URL('http://数据.example/');
  expect([hostname.startsWith('xn--'), names('数据.example', `http://${hostname}/`), names(hostname, 'http://数据.example/')]).toEqual([true, true, true]);
});

test('with a port only that port is', () => {
  expect(names('localhost:8080', 'http://localhost:8080/')).toBe(true);
  expect(names('localhost:8080', 'http://localhost:8081/')).toBe(false);
  expect(names('data.example.org:443', 'https://data.example.org/')).toBe(true);
  expect(names('[::1]:8080', 'http://[::1]:8080/')).toBe(true);
  expect(names('::1', 'http://[0:0:0:0:0:0:0:1]/')).toBe(true);
});

test('a range allows the addresses in it, also those that IPv6 writes, and no names', () => {
  const allowed = allowedHosts(['10.1.0.0/16', 'fd00::/8']);
  expect(['10.1.255.1', 'fd12::1', '::ffff:10.1.2.3', '::ffff:a01:203'].map((ip) => allowed.holds(ip))).toEqual([true, true, true, true]);
  expect(['10.2.0.1', '127.0.0.1', '::1', 'nonsense'].map((ip) => allowed.holds(ip))).toEqual([false, false, false, false]);
  expect(allowed.names(new URL('http://10.1.2.3/'))).toBe(true);
  expect(allowed.names(new URL('http://intranet.example/'))).toBe(false);
});

test.each(['http://example.org', 'example.org/path', 'a b', '', '*', 'host:99999', '10.0.0.0/33', 'fd00::/129', 'user@host', '..'])('%j is no host', (text) =>
  expect(AllowedHost.safeParse(text).success).toBe(false),
);
test.each(['localhost', 'localhost:7420', 'data.example.org', '127.0.0.1', '[::1]:80', '::1', '10.0.0.0/8', 'my_host.internal', '数据.example'])('%j is a host', (text) =>
  expect(AllowedHost.safeParse(text).success).toBe(true),
);
