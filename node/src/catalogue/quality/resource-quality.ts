import { DomainError } from '../../kernel/errors.ts';
import { outgoing } from '../outgoing.ts';
import { readResource, type Reading } from '../read-resource.ts';
import { addressesOf } from './addresses.ts';
import { assess } from './assess.ts';
import { gatherSubjects } from './gather.ts';
import type { AddressState, ResourceQuality } from './report.ts';
import type { Provision } from './subject.ts';

/**
 * The FAIR and quality report of one resource, made now.
 * @throws `not-found` for what is not there or not to be seen, `gone` for what was withdrawn.
 */
export async function resourceQuality(reading: Reading, id: string, provision: Provision, now: Date): Promise<ResourceQuality> {
  const { items } = await outgoing(reading, { by: 'ordinal', ids: [id], limit: 1 });
  const found = items[0];
  if (!found || 'tombstone' in found) {
    const answer = await readResource(reading, id);
    throw new DomainError(
      'gone',
      `Resource "${id}" was withdrawn${'tombstone' in answer ? `: ${answer.tombstone.reason}` : ''}. There is nothing left to assess; its tombstone stays.`,
    );
  }
  const { resource } = found;
  const subject = (await gatherSubjects(reading, [resource], now)).get(id);
  if (!subject) throw new Error('a resource that was gathered is missing');
  const named = [...new Set(addressesOf(resource).map(({ address }) => address))];
  return {
    ...assess(subject, provision),
    id,
    revision: resource.revision,
    assessed: now.toISOString(),
    addresses: named.map((address) => subject.addresses.get(address) ?? neverChecked(address)),
  };
}

const neverChecked = (address: string): AddressState => ({ address, state: 'unknown', httpStatus: null, redirectedTo: null, reason: null, checked: null, failingSince: null });
