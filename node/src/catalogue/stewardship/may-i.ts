import type { z } from 'zod';
import { certificatesOf, defaultCertification, termsHere } from '../../access/certificates/index.ts';
import type { Purpose } from '../../access/data-use/index.ts';
import { listRequests } from '../../access/requests/index.ts';
import { embargo, OPEN_TERMS, termsOf } from '../../access/terms/index.ts';
import { namedSubjects } from '../named-subjects.ts';
import { mayBeSteward, stewarded, type Stewarding } from './stewarded.ts';
import { askedOf } from './terms-of-resource.ts';
import { categoryRef, certificateView, decisionView, type AccessView, type UseView } from './views.ts';

const NONE: Awaited<ReturnType<typeof listRequests>> = { items: [], next: null };

/** May I use it, and what is asked for? The answer as it is now, without a purpose. */
export async function mayIUse(context: Stewarding, id: string): Promise<z.infer<typeof AccessView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, requestId, at } = context;
  const { db } = context.reading;
  const may = async (action: 'resource:steward' | 'resource:certify') =>
    mayBeSteward(context, subject) && (await access.decide({ caller, action, resource: subject, requestId })).allowed;
  const [decision, steward, certify, terms, certificates, requests] = await Promise.all([
    access.decide({ caller, action: 'resource:use', resource: subject, requestId, beforehand: true }),
    may('resource:steward'),
    may('resource:certify'),
    Promise.all([termsOf(db, [resource.id]), defaultCertification(db)]).then(([found, byDefault]) => termsHere(found.get(resource.id) ?? OPEN_TERMS, resource.kind, byDefault)),
    certificatesOf(db, [resource.id]),
    caller.kind === 'person'
      ? listRequests({ db, access, caller, at, requestId, subjectsOf: (ids) => namedSubjects(db, ids) }, { scope: 'mine', resource: resource.id, limit: 1 })
      : NONE,
  ]);
  const [request] = requests.items;
  const certificate = certificates.get(resource.id);
  const seesEthics = steward || certify || decision.allowed || mayBeSteward(context, subject);
  return {
    resource: resource.id,
    decision: decisionView(decision),
    asks: askedOf(terms),
    dataCategories: terms.dataCategories.map(categoryRef),
    ...(terms.country ? { country: terms.country } : {}),
    ...(terms.embargoUntil ? { embargo: { until: terms.embargoUntil, inForce: embargo(terms, at).forbids } } : {}),
    certification: terms.certification,
    ...(certificate ? { certificate: certificateView(certificate, resource, at) } : {}),
    ...(seesEthics && terms.ethics.length > 0 ? { ethics: terms.ethics } : {}),
    ...(request ? { request } : {}),
    mine: { steward, certify },
  };
}

export interface Use {
  purpose?: Purpose | undefined;
  /** ISO 3166-1 alpha-2. With one, the data are asked to be taken there. */
  destination?: string | undefined;
  passports?: readonly string[] | undefined;
}

/** The answer at the moment of use. With a yes come the place where the data lie and what the asker is bound to. */
export async function useResource(context: Stewarding, id: string, { purpose, destination, passports }: Use): Promise<z.infer<typeof UseView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, requestId } = context;
  const action = destination === undefined ? 'resource:use' : 'resource:export';
  const decision = await access.decide({ caller, action, resource: subject, purpose, destination, passports, requestId });
  const terms = decision.allowed ? (await termsOf(context.reading.db, [resource.id])).get(resource.id) : undefined;
  return {
    resource: resource.id,
    ...decisionView(decision),
    ...(terms?.location ? { location: terms.location } : {}),
    distributions: decision.allowed ? resource.distributions.map(({ url }) => url) : [],
  };
}
