import { conflict, DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Peers } from '../peer/index.ts';
import { LARGEST_SELF_DESCRIPTION, readDescription, SELF_DESCRIPTION_PATH, type Self, type SignedDescription } from '../self/index.ts';

/** Milliseconds without a byte after which a node that is to be met counts as not there. */
const SILENCE = 10_000;

/**
 * Asks the node at an address who it is. The address is one that this node's operator named or admits; it must be the
 * one the node names itself by, so that nobody is led elsewhere.
 * @throws a domain error that says what stands at the address instead.
 */
export async function meetNode({ peers, self }: { peers: Peers; self: Pick<Self, 'id' | 'url'> }, given: string): Promise<SignedDescription> {
  const url = nodeAddress(given);
  const address = `${url}${SELF_DESCRIPTION_PATH}`;
  const answer = await peers.ask(address, { silence: SILENCE, largest: LARGEST_SELF_DESCRIPTION });
  if (answer.status !== 200) throw new DomainError('unavailable', `${address} answers ${answer.status}: no node of this kind seems to stand at ${url}.`);
  const text = await answer.text();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid', `${address} is no self-description of a node: it is no JSON.`, { cause });
  }
  const { value, jws } = await readDescription(parsed).catch((error: unknown) => {
    throw error instanceof DomainError ? new DomainError(error.code, `${address}: ${reasonOf(error)}`, { flaws: error.flaws }) : error;
  });
  if (value.id === self.id)
    throw conflict(
      sameAddress(url, self.url)
        ? `${url} is this node itself.`
        : `The node at ${url} speaks with the identifier of this one (${self.id}): it runs on a copy of this node's data folder. Take node-key.json and node-recovery.json out of the copy, so that it becomes a node of its own.`,
    );
  if (!sameAddress(value.url, url)) throw conflict(`The node at ${url} says that its address is ${value.url} (BIOTOPE_URL). Use that address; it must lead to the node from here.`);
  return { value, jws };
}

/** A node's address as it is compared and kept: http or https, without slash at its end. */
export function nodeAddress(given: string): string {
  const text = given.trim();
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw invalid(`"${text.slice(0, 200)}" is no address of a node: give one such as https://hub.example.org.`, [{ pointer: '/hub', reason: 'is no address of a node' }]);
  return url.href.replace(/\/+$/, '');
}

export const sameAddress = (a: string, b: string): boolean => a === b || nodeAddress(a) === nodeAddress(b);
