import { nameOf } from '../identity/index.ts';
import { canonicalJson } from '../kernel/identifiers.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Question } from './access.ts';
import { certification, shownWhen, type Certificate } from './certificates/index.ts';
import { decideUse, Purpose } from './data-use/index.ts';
import type { FactTables } from './fact-tables.ts';
import type { DataUse, Facts } from './policies/index.ts';
import { border } from './red-lines/index.ts';
import type { ShownGrants } from './passports/index.ts';
import { isActive, type Grant } from './requests/index.ts';
import { embargo, OPEN_TERMS, type Gate, type Terms } from './terms/index.ts';

/** A grant that a passport carries, from an issuer trusted here. */
export type PassportGrant = ShownGrants['grants'][number];

/** Whatever is known beside the policies and changes rarely. */
export interface Surroundings {
  tables: FactTables;
  /** Everything a disease or a place is a narrower case of, itself included. */
  ancestors: (id: string) => ReadonlySet<string>;
  /** The grants that the asker's passports carry for the resource asked for. */
  passportGrants: (question: Question, now: Date) => Promise<ShownGrants>;
}

/** What was found out about a question, before any policy is asked. */
export interface Findings {
  terms: Terms;
  facts: Facts;
  /** What stands in the way of use, or would, with the dates. */
  gates: { embargo: Gate; certification: Gate; border?: Gate };
  dataUse?: { answer: DataUse; reasons: ReturnType<typeof decideUse>['reasons']; obligations: LanguageMap[] } | undefined;
  /** The grant that counts, if one does. */
  grant?: Grant | undefined;
  visa?: PassportGrant | undefined;
  /** Why what was shown does not count. */
  refusals: ShownGrants['refusals'];
  /** The last grant, where none counts. */
  lapsed?: Grant | undefined;
  /** Instants at which the clock alone may change a fact. */
  instants: Date[];
}

export const NOTHING_SHOWN: ShownGrants = { grants: [], refusals: [] };
const NOTHING_STATED = Purpose.parse({});
const USES = new Set(['resource:use', 'resource:export']);

/** Gathers what an answer depends on: one question to each table that knows something, all at once. */
export async function gather(question: Question, now: Date, { tables, ancestors, passportGrants }: Surroundings): Promise<Findings> {
  const { caller, action, resource } = question;
  const ofUse = USES.has(action);
  const seeing = resource !== undefined && (ofUse || action === 'resource:discover');
  const [terms, certificate, grants, carried] = await Promise.all([
    resource ? tables.termsOf(resource.id, resource.kind) : OPEN_TERMS,
    resource && seeing ? tables.certificateOf(resource.id) : undefined,
    resource && seeing && (caller.kind === 'person' || caller.kind === 'program') ? tables.grantsOf(nameOf(caller), resource.id) : [],
    seeing ? passportGrants(question, now) : NOTHING_SHOWN,
  ]);
  return findingsOf(question, now, { terms, certificate, grants, carried }, ancestors);
}

/** What the tables know of a question. */
export interface Known {
  terms: Terms;
  certificate?: Certificate | undefined;
  /** The asker's for this resource. */
  grants: readonly Grant[];
  carried: ShownGrants;
}

/** What follows from what is known, at an instant. */
export function findingsOf(question: Question, now: Date, { terms, certificate, grants, carried }: Known, ancestors: Surroundings['ancestors']): Findings {
  const { caller, action } = question;
  const ofUse = USES.has(action);
  const instants: Date[] = [
    ...grants.flatMap(({ from, until, revoked }) => (revoked ? [revoked] : [from, until])),
    ...carried.grants.map(({ until }) => until),
    ...(carried.again ? [carried.again] : []),
  ];
  if ('roles' in caller) instants.push(...caller.roles.flatMap(({ until }) => until ?? []));

  const fits = (grant: Grant) => isActive(grant, now) && (!ofUse || coversUse(grant, question));
  const grant = grants.find(fits);
  const visa = carried.grants[0];
  const purpose = question.purpose ?? (grant && ofUse ? grant.purpose : undefined);
  const gates: Findings['gates'] = { embargo: embargo(terms, now), certification: certification(terms, certificate, now) };
  if (action === 'resource:export') gates.border = border(terms, question.destination, [], now);
  instants.push(...[gates.embargo, gates.certification].flatMap(({ until }) => until ?? []));

  let inTime = true;
  if (action === 'resource:discover') {
    const shown = shownWhen(terms, certificate);
    inTime = !shown.timed || ((shown.from === undefined || shown.from <= now) && (shown.until === undefined || now < shown.until));
    instants.push(...[shown.from, shown.until].flatMap((at) => at ?? []));
  }
  const dataUse = ofUse && terms.conditions.length > 0 ? dataUseOf(terms, purpose, now, ancestors) : undefined;
  if (dataUse) instants.push(...daysOf(terms, purpose));
  return {
    terms,
    facts: {
      now,
      granted: grant !== undefined || visa !== undefined,
      dataUse: dataUse?.answer ?? 'none',
      embargoed: gates.embargo.forbids,
      certified: !gates.certification.forbids,
      inTime,
      kindKnown: gates.border === undefined || question.destination === undefined || !gates.border.forbids,
      destination: question.destination,
      purpose,
    },
    gates,
    dataUse,
    grant,
    visa,
    refusals: carried.refusals,
    lapsed: grant ? undefined : grants[0],
    instants,
  };
}

/** A grant is for what was asked for: these actions, this purpose, and this place where the data are taken. */
export function coversUse(grant: Pick<Grant, 'actions' | 'purpose' | 'destination'>, { action, purpose, destination }: Question): boolean {
  if (!grant.actions.includes(action)) return false;
  if (action === 'resource:export' && grant.destination !== undefined && destination !== grant.destination) return false;
  return purpose === undefined || canonicalJson(Purpose.parse(purpose)) === canonicalJson(Purpose.parse(grant.purpose));
}

function dataUseOf({ conditions }: Terms, purpose: Purpose | undefined, now: Date, ancestors: Surroundings['ancestors']): NonNullable<Findings['dataUse']> {
  const { decision, reasons, obligations } = decideUse(conditions, purpose ?? NOTHING_STATED, { now, ancestors });
  return { answer: purpose === undefined && decision !== 'yes' ? 'unstated' : decision, reasons, obligations };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const midnight = (day: string, after = 0) => new Date(new Date(`${day}T00:00:00Z`).getTime() + after * 86_400_000);

/** Days that conditions and purpose name: a moratorium ends as its day begins, an approval with its day. */
function daysOf({ conditions }: Terms, purpose: Purpose | undefined): Date[] {
  const approval = purpose?.ethicsApproval?.until;
  return [...conditions.flatMap(({ values }) => values.filter((value) => DAY.test(value)).map((day) => midnight(day))), ...(approval ? [midnight(approval, 1)] : [])];
}
