import type { Access } from '../../access/index.ts';
import { readResource, type Reading } from '../../catalogue/index.ts';
import type { Caller } from '../../identity/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { HolderStatus } from './question.ts';

export interface StatusContext {
  reading: Reading;
  access: Access;
  caller: Caller;
  passports?: readonly string[] | undefined;
  /** This node's identifier. */
  self: string;
  requestId?: string | undefined;
}

/** What this node says of one of its resources at this moment, to whoever asks. */
export async function statusHere({ reading, access, caller, passports, self, requestId }: StatusContext, id: string): Promise<HolderStatus> {
  const place = { node: self, resource: id, url: `${reading.baseUrl}/r/${id}` };
  const answer = await readResource(reading, id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not-found') return undefined;
    throw error;
  });
  if (!answer) return { ...place, state: 'hidden' };
  if ('tombstone' in answer) {
    const { title, status, reason, withdrawn } = answer.tombstone;
    return { ...place, state: 'withdrawn', status, title, updated: withdrawn, ...(reason ? { reason: { en: reason } } : {}) };
  }
  const { resource } = answer;
  const subject = { id: resource.id, category: resource.category, kind: resource.kind, status: resource.status, organisation: resource.provider?.id };
  const { answer: may, reasons, until } = await access.decide({ caller, action: 'resource:use', resource: subject, passports, beforehand: true, requestId });
  return {
    ...place,
    state: 'shown',
    status: resource.status,
    title: resource.title,
    updated: resource.updated,
    revision: resource.revision,
    ...(resource.version ? { version: resource.version } : {}),
    ...(resource.statusReason ? { reason: { en: resource.statusReason } } : {}),
    access: { answer: may, reasons: reasons.map(({ text }) => text).slice(0, 50), ...(until ? { until: until.toISOString() } : {}) },
  };
}
