import { invalid } from '../errors.ts';

/**
 * Whether an address is one of the web; anything else is a path on this machine.
 * @throws `invalid` for other schemes and for what no web server can be asked for.
 */
export function isWebAddress(address: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) return false;
  if (scheme !== 'http' && scheme !== 'https') throw invalid(`${address}: only http, https, and files and folders on this machine can be harvested`);
  if (!URL.canParse(address)) throw invalid(`${address} is no web address`);
  return true;
}
