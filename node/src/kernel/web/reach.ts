import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { DomainError, forbidden } from '../errors.ts';
import { hostOf, portOf, type AllowedHosts } from './allowed-hosts.ts';
import { specialAddress } from './special-address.ts';

export interface HostAddress {
  address: string;
  family: number;
}

export interface ReachOptions {
  /** The addresses the way was opened for: their hosts may be reached. */
  own: readonly string[];
  allowed: AllowedHosts;
  /** Any public host may be reached, not those of the addresses and the operator alone. */
  anyPublicHost?: boolean | undefined;
  /** What an operator does to allow a host, as a sentence. */
  howToAllow: (host: string) => string;
  /** Finds a name's addresses, all of them. */
  resolve?: ((host: string) => Promise<HostAddress[]>) | undefined;
}

/** Which hosts may be reached, and at which addresses. */
export interface Reach {
  /** Whether the host's name alone allows it. */
  mayReach(url: URL): boolean;
  /** Makes the host an own one, as the target of an own address' redirect is. */
  adopt(url: URL): void;
  /**
   * Where a host lies: every address its name has, each checked. The connection is made to one of these and no other.
   * @throws `forbidden` where the host, or any of its addresses, may not be reached.
   */
  addressesOf(url: URL): Promise<{ addresses: HostAddress[]; inside: boolean }>;
}

const DEFAULT_PORTS = [80, 443];

export function openReach({ own, allowed, anyPublicHost = false, howToAllow, resolve = (host) => lookup(host, { all: true }) }: ReachOptions): Reach {
  const mine: { host: string; port: number }[] = [];
  const adopt = (url: URL) => void mine.push({ host: hostOf(url), port: portOf(url) });
  for (const address of own) if (URL.canParse(address)) adopt(new URL(address));
  const isOwn = (url: URL) => mine.some(({ host, port }) => host === hostOf(url) && (port === portOf(url) || DEFAULT_PORTS.includes(portOf(url))));
  const named = (url: URL) => isOwn(url) || allowed.names(url) || anyPublicHost;

  return {
    adopt,
    mayReach(url) {
      if (!/^https?:$/.test(url.protocol) || !named(url)) return false;
      const host = hostOf(url);
      return isIP(host) === 0 || allowed.names(url) || specialAddress(host) === undefined;
    },
    async addressesOf(url) {
      const host = hostOf(url);
      if (!/^https?:$/.test(url.protocol)) throw forbidden(`${url.href}: only http and https may be reached`);
      if (!named(url)) throw forbidden(`${url.href}: the host ${url.host} may not be reached from here. ${howToAllow(url.host)}`);
      const byName = allowed.names(url);
      const addresses = isIP(host)
        ? [{ address: host, family: isIP(host) }]
        : await resolve(host).catch((cause: unknown) => {
            throw new DomainError('unavailable', `${url.href}: the host ${host} cannot be found`, { cause });
          });
      if (addresses.length === 0) throw new DomainError('unavailable', `${url.href}: the host ${host} has no address`);
      let inside = false;
      for (const { address } of addresses) {
        const special = specialAddress(address);
        if (special === undefined) continue;
        inside = true;
        if (byName || allowed.holds(address)) continue;
        const leads = address === host ? `${host} is` : `the host ${host} lies at ${address},`;
        throw forbidden(`${url.href}: ${leads} ${special}, which no harvest may reach. ${howToAllow(url.host)}`);
      }
      return { addresses, inside };
    },
  };
}
