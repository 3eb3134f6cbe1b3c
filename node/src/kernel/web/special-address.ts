import { BlockList, isIP } from 'node:net';

/**
 * Addresses that are nobody's public server: the IANA special-purpose registries (RFC 6890 and its updates), multicast,
 * and those reserved for later.
 */
const SPECIAL_4 = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'a private network'],
  ['100.64.0.0/10', 'a carrier’s shared network'],
  ['127.0.0.0/8', 'this machine itself (loopback)'],
  ['169.254.0.0/16', 'the local link'],
  ['172.16.0.0/12', 'a private network'],
  ['192.0.0.0/24', 'a protocol’s own range'],
  ['192.0.2.0/24', 'a range for documentation'],
  ['192.31.196.0/24', 'a protocol’s own range'],
  ['192.52.193.0/24', 'a protocol’s own range'],
  ['192.88.99.0/24', 'a protocol’s own range'],
  ['192.168.0.0/16', 'a private network'],
  ['192.175.48.0/24', 'a protocol’s own range'],
  ['198.18.0.0/15', 'a range for measurements'],
  ['198.51.100.0/24', 'a range for documentation'],
  ['203.0.113.0/24', 'a range for documentation'],
  ['224.0.0.0/4', 'a multicast range'],
  ['240.0.0.0/4', 'a reserved range'],
] as const;

/** Within 2000::/3; everything outside of it is special, or carries an IPv4 address that is looked at by itself. */
const SPECIAL_6 = [
  ['2001::/23', 'a protocol’s own range (Teredo, ORCHID, benchmarking …)'],
  ['2001:db8::/32', 'a range for documentation'],
  ['2002::/16', 'a tunnel over IPv4 (6to4)'],
  ['2620:4f:8000::/48', 'a protocol’s own range'],
  ['3fff::/20', 'a range for documentation'],
] as const;

const NAMED_6 = [
  ['::/128', 'no address'],
  ['::1/128', 'this machine itself (loopback)'],
  ['64:ff9b:1::/48', 'a private network'],
  ['fc00::/7', 'a private network'],
  ['fe80::/10', 'the local link'],
  ['ff00::/8', 'a multicast range'],
] as const;

const family = (net: string) => (net.includes(':') ? 'ipv6' : 'ipv4');

function ranges(list: readonly (readonly [string, string])[]): { list: BlockList; name: string }[] {
  return list.map(([range, name]) => {
    const [net = '', prefix] = range.split('/');
    const block = new BlockList();
    block.addSubnet(net, Number(prefix), family(net));
    return { list: block, name };
  });
}

const FOUR = ranges(SPECIAL_4);
const SIX = ranges([...SPECIAL_6, ...NAMED_6]);
const [GLOBAL] = ranges([['2000::/3', 'the internet']]);

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip);
  const plain = dotted ? `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}` : ip;
  const [head = '', tail] = plain.split('::');
  const numbers = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  if (tail === undefined) return numbers(head);
  const [before, after] = [numbers(head), numbers(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

const lastFour = (groups: number[]): string =>
  groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');

/** The IPv4 address that an IPv6 address stands for: IPv4-mapped (RFC 4291) or translated (NAT64, RFC 6052). */
export function embeddedAddress(ip: string): string | undefined {
  const groups = groupsOf(ip);
  const first = groups.slice(0, 6).join(',');
  const mapped = first === '0,0,0,0,0,65535';
  const translated = first === `${0x64},${0xff9b},0,0,0,0`;
  return mapped || translated ? lastFour(groups) : undefined;
}

/**
 * Where an IP address leads if not to a public server: a few words for a person. Undefined for public addresses.
 * What is no IP address is special too, so that nothing slips through.
 */
export function specialAddress(ip: string): string | undefined {
  const [plain = ''] = ip.split('%');
  const version = isIP(plain);
  if (version === 4) return FOUR.find(({ list }) => list.check(plain, 'ipv4'))?.name;
  if (version !== 6) return 'no address';
  const embedded = embeddedAddress(plain);
  if (embedded) return specialAddress(embedded);
  const named = SIX.find(({ list }) => list.check(plain, 'ipv6'))?.name;
  return named ?? (GLOBAL!.list.check(plain, 'ipv6') ? undefined : 'a reserved range');
}
