import { expect, test } from 'vitest';
import { specialAddress } from './special-address.ts';

/** From every special-purpose range of IPv4. */
const FOUR =
  '0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255'.split(
    ' ',
  );
/** From every special-purpose range of IPv6, and from what is not given out at all. */
const SIX =
  ':: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 2001:db8::1 2001::1 2001:10::1 2001:20::1 2002:7f00:1:: 2002:808:808::1 3fff::1 5f00::1 100::1 64:ff9b:1::1 fec0::1 4000::1'.split(
    ' ',
  );
/** What stands for an IPv4 address is as private as that is: mapped, mapped in hexadecimal, compatible, translated. */
const EMBEDDED = '::ffff:10.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:c0a8:101 ::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe ::ffff:0:127.0.0.1'.split(' ');

test.each([...FOUR, ...SIX, ...EMBEDDED, '', 'localhost', '1.2.3', '127.1'])('%j is no public server', (ip) => expect(specialAddress(ip)).toEqual(expect.any(String)));

test.each([
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '169.253.0.1',
  '198.20.0.1',
  '2606:50c0:8000::153',
  '2a00:1450:4001:81b::200e',
  '2400:3200::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
])('%s is public', (ip) => expect(specialAddress(ip)).toBeUndefined());
