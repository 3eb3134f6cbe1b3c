import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { embeddedAddress } from './special-address.ts';

/** Hosts an operator opened by name: also those in private networks, and those that documents elsewhere lead to. */
export interface AllowedHosts {
  /** Whether the host of an address was allowed by its name, or (where it is an IP address) within a range. */
  names(url: URL): boolean;
  /** Whether an IP address lies in an allowed range. */
  holds(ip: string): boolean;
}

/** The host of an address as it is compared: lower case, no brackets, no final dot. */
export const hostOf = (url: URL): string =>
  url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));

interface Rule {
  host?: string;
  port?: number;
  range?: BlockList;
}

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$/;

function ruleOf(text: string): Rule | undefined {
  const given = text.trim().toLowerCase();
  const range = /^([0-9a-f:.]+)\/(\d{1,3})$/.exec(given);
  if (range) {
    const [, net = '', prefix] = range;
    const version = isIP(net);
    if (version === 0 || Number(prefix) > (version === 4 ? 32 : 128)) return undefined;
    const list = new BlockList();
    list.addSubnet(net, Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
    return { range: list };
  }
  const bare = isIP(given) === 6 ? given : undefined;
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]/]+)(?::(\d{1,5}))?$/.exec(given);
  const port = parts?.[2] === undefined ? undefined : Number(parts[2]);
  const host = bare ?? parts?.[1]?.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined;
  // Names in other scripts are compared as they travel.
  const url = URL.parse(`http://${isIP(host) === 6 ? `[${host}]` : host}/`);
  if (!url || url.pathname !== '/' || url.username !== '') return undefined;
  const plain = hostOf(url);
  return isIP(plain) || NAME.test(plain) ? { host: plain, port } : undefined;
}

/** `host`, `host:port`, an IP address, or a range such as `10.1.0.0/16`. */
export const AllowedHost = z
  .string()
  .max(300)
  .refine((text) => ruleOf(text) !== undefined, 'is no host: give a name (data.example.org), a name with a port (localhost:8080), an IP address or a range (10.1.0.0/16)');

/** Reads what {@link AllowedHost} accepts; anything else allows nothing. */
export function allowedHosts(given: readonly string[]): AllowedHosts {
  const rules = given.flatMap((text) => ruleOf(text) ?? []);
  const holds = (ip: string): boolean => {
    const version = isIP(ip);
    if (version === 0) return false;
    const embedded = version === 6 ? embeddedAddress(ip) : undefined;
    return rules.some(({ range }) => range?.check(ip, version === 4 ? 'ipv4' : 'ipv6')) || (embedded !== undefined && holds(embedded));
  };
  return {
    holds,
    names: (url) => {
      const host = hostOf(url);
      return rules.some((rule) => rule.host === host && (rule.port === undefined || rule.port === portOf(url))) || holds(host);
    },
  };
}
