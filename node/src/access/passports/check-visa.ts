import { callerOfPerson } from '../../identity/index.ts';
import type { Issuing } from './issue-passport.ts';
import { VISA_TYPE } from './issue-passport.ts';
import { grantsOf, isActive } from '../requests/index.ts';
import { visaBy } from './visa-store.ts';

export interface VisaCheck {
  active: boolean;
  type?: string;
  value?: string;
  expires?: Date;
}

/**
 * Whether a visa of this node still holds, for whoever holds it: it is ours, has not expired, and what it carries would be
 * given today. Of any other text the answer is no, and nothing else.
 */
export async function checkVisa({ db, access, keys, url, subjectsOf, now, requestId }: Omit<Issuing, 'caller'>, token: string): Promise<VisaCheck> {
  const claims = await keys.verify('visa', token, { typ: VISA_TYPE, now });
  const visa = claims?.iss === url && typeof claims.jti === 'string' ? await visaBy(db, claims.jti) : undefined;
  if (!visa || visa.expires <= now) return { active: false };
  const { type, value, expires, person, resource, grant: id } = visa;
  const caller = await callerOfPerson(db, person.replace(/^person:/, ''), now);
  if (!caller) return { active: false };
  if (resource === null) return { active: true, type, value, expires };
  const [grants, subjects] = await Promise.all([grantsOf(db, { person, resource }), subjectsOf([resource])]);
  const grant = grants.find((it) => it.id === id && isActive(it, now));
  const subject = subjects.get(resource);
  if (!grant || !subject) return { active: false };
  const { allowed } = await access.decide({ caller, action: 'resource:use', resource: subject, purpose: grant.purpose, requestId });
  return allowed ? { active: true, type, value, expires } : { active: false };
}
