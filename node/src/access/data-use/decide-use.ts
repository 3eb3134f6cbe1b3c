import type { LanguageMap } from '../../kernel/language-map.ts';
import { duoTerm, type DuoTerm } from './duo-terms.ts';
import { MODIFIERS } from './modifiers.ts';
import { PERMISSIONS } from './permissions.ts';
import type { Condition, Purpose } from './purpose.ts';

/** What a condition comes to for a purpose. `people`: no machine can decide it. */
export interface Finding {
  outcome: 'met' | 'not-met' | 'people';
  text: LanguageMap;
  /** What the asker is bound to if the use is allowed. */
  obligation?: LanguageMap;
}

/** What is known of diseases and places beside the two files. */
export interface Facts {
  /** The clock at the moment of the decision. */
  now: Date;
  /** Everything a disease or a place is a narrower case of, itself included; itself alone where nothing is known of it. */
  ancestors: (id: string) => ReadonlySet<string>;
}

export interface UseDecision {
  /** `people`: nothing forbids it, but people must decide what a machine cannot. */
  decision: 'yes' | 'no' | 'people';
  allowed: boolean;
  reasons: { term: string; shorthand?: string; label: LanguageMap; values: string[]; outcome: Finding['outcome']; text: LanguageMap }[];
  obligations: LanguageMap[];
}

/**
 * May data under these conditions be used for this purpose? At least one permission must cover the purpose and every
 * modifier must be met; what is not said in the purpose is not taken for granted. A no outweighs what people could
 * decide, and that outweighs a yes.
 *
 * Follows the definitions of the GA4GH Data Use Ontology (https://github.com/EBISPOT/DUO).
 */
export function decideUse(conditions: Condition[], purpose: Purpose, facts: Facts): UseDecision {
  const read = conditions.map((condition) => ({ condition, term: duoTerm(condition.term) }));
  const permissions = read.filter((it): it is { condition: Condition; term: DuoTerm } => it.term?.type === 'permission');
  const modifiers = read.filter((it): it is { condition: Condition; term: DuoTerm } => it.term?.type === 'modifier');
  const opensToCare = modifiers.some(({ term }) => term.shorthand === 'CC');

  const found = [
    ...mergedPermissions(permissions).map(({ condition, term }) => ({
      condition,
      term,
      finding: PERMISSIONS[term.shorthand]!(condition.values, purpose, { ...facts, opensToCare }),
    })),
    ...modifiers.map(({ condition, term }) => ({ condition, term, finding: MODIFIERS[term.shorthand]!(condition.values, purpose, facts) })),
    ...read.filter(({ term }) => !term).map(({ condition }) => ({ condition, term: undefined, finding: unknownTerm(condition.term) })),
  ];
  const reasons = found.map(({ condition, term, finding }) => ({
    term: term?.id ?? condition.term,
    ...(term ? { shorthand: term.shorthand } : {}),
    label: term?.label ?? { en: condition.term },
    values: condition.values,
    outcome: finding.outcome,
    text: finding.text,
  }));
  if (permissions.length === 0) reasons.push(NO_PERMISSION);

  const ofPermissions = found.filter(({ term }) => term?.type === 'permission').map(({ finding }) => finding.outcome);
  const opened = ofPermissions.includes('met') ? 'met' : ofPermissions.length === 0 || ofPermissions.includes('people') ? 'people' : 'not-met';
  const others = found.filter(({ term }) => term?.type !== 'permission').map(({ finding }) => finding.outcome);
  const outcomes = [opened, ...others];
  const decision = outcomes.includes('not-met') ? 'no' : outcomes.includes('people') ? 'people' : 'yes';
  return { decision, allowed: decision === 'yes', reasons, obligations: decision === 'no' ? [] : found.flatMap(({ finding }) => (finding.obligation ? [finding.obligation] : [])) };
}

/** Diseases stand in one condition or in several: either way each is one that is allowed. */
function mergedPermissions(permissions: { condition: Condition; term: DuoTerm }[]): { condition: Condition; term: DuoTerm }[] {
  const merged = new Map<string, { condition: Condition; term: DuoTerm }>();
  for (const { condition, term } of permissions) {
    const before = merged.get(term.id)?.condition.values ?? [];
    merged.set(term.id, { term, condition: { term: condition.term, values: [...new Set([...before, ...condition.values])] } });
  }
  return [...merged.values()];
}

const unknownTerm = (term: string): Finding => ({
  outcome: 'people',
  text: { en: `"${term}" is no term of the Data Use Ontology; people must read what it means.`, zh: `“${term}”不是数据使用本体（DUO）的术语，须由人判读其含义。` },
});

const NO_PERMISSION: UseDecision['reasons'][number] = {
  term: 'DUO:0000001',
  label: { en: 'data use permission', zh: '数据使用许可' },
  values: [],
  outcome: 'people',
  text: {
    en: 'The conditions state no permission (such as general research use), so nothing says what the data are open to; people must decide.',
    zh: '条件中没有使用许可（如“一般研究用途”），无从得知数据对何种用途开放，须由人决定。',
  },
};
