import type { Facts, Finding } from './decide-use.ts';
import type { Purpose, Use } from './purpose.ts';

type Judge = (values: string[], purpose: Purpose, facts: Facts & { opensToCare: boolean }) => Finding;

const met = (en: string, zh: string): Finding => ({ outcome: 'met', text: { en, zh } });
const notMet = (en: string, zh: string): Finding => ({ outcome: 'not-met', text: { en, zh } });
const people = (en: string, zh: string): Finding => ({ outcome: 'people', text: { en, zh } });

const NOTHING_SAID = notMet('The purpose does not say what kind of use it is.', '使用目的没有说明属于何种用途。');
const CARE_ONLY = notMet('Clinical care is not research, and the conditions do not open the data to it.', '临床诊疗不属于研究，且条件未将数据开放给临床诊疗。');

/** What is asked for beside clinical care, which its own term opens. */
const researchOf = (purpose: Purpose): Use[] => purpose.uses.filter((use) => use !== 'clinical-care');
const wantsCare = (purpose: Purpose) => purpose.uses.includes('clinical-care');

/** Clinical care is no research: it needs `CC`, whatever the permission. */
function unlessCare(judge: Judge): Judge {
  return (values, purpose, facts) => {
    if (purpose.uses.length === 0 && purpose.diseases.length === 0) return NOTHING_SAID;
    if (!wantsCare(purpose)) return judge(values, purpose, facts);
    if (!facts.opensToCare) return CARE_ONLY;
    return researchOf(purpose).length === 0 && purpose.diseases.length === 0
      ? met('The data are open to clinical care.', '数据对临床诊疗开放。')
      : judge(values, { ...purpose, uses: researchOf(purpose) }, facts);
  };
}

const isBiomedical = (purpose: Purpose) => purpose.uses.some((use) => use === 'biomedical' || use === 'disease') || purpose.diseases.length > 0;

/** Which permissions cover a purpose, by shorthand. */
export const PERMISSIONS: Record<string, Judge> = {
  NRES: () => met('The data are open to every use.', '数据对任何用途开放。'),

  GRU: unlessCare(() => met('The data are open to research of any kind.', '数据对任何类型的研究开放。')),

  HMB: unlessCare((_values, purpose) => {
    if (purpose.uses.includes('ancestry'))
      return notMet(
        'Research on population origins or ancestry is no health, medical or biomedical research in the sense of these conditions.',
        '人群起源或祖源研究不属于本条件所称的健康、医学或生物医学研究。',
      );
    if (isBiomedical(purpose)) return met('The purpose is health, medical or biomedical research.', '使用目的属于健康、医学或生物医学研究。');
    if (purpose.uses.includes('methods') || purpose.uses.includes('genetic'))
      return people('The purpose does not say whether it serves health or medicine; people must decide.', '使用目的未说明是否服务于健康或医学，须由人决定。');
    return notMet('The purpose is not stated to be health, medical or biomedical research.', '使用目的未说明属于健康、医学或生物医学研究。');
  }),

  DS: unlessCare((values, purpose, { ancestors }) => {
    if (values.length === 0) return people('The conditions name no disease that the use is limited to; people must decide.', '条件未指明限于何种疾病，须由人决定。');
    if (purpose.uses.includes('ancestry'))
      return notMet('Research on population origins or ancestry is not related to the disease the data are limited to.', '人群起源或祖源研究与数据所限定的疾病无关。');
    if (purpose.diseases.length === 0)
      return notMet(
        `The data are open to research on ${values.join(', ')} only, and the purpose names no disease.`,
        `数据仅对 ${values.join('、')} 的研究开放，而使用目的没有指明疾病。`,
      );
    const allowed = new Set(values.map(diseaseForm));
    const outside = purpose.diseases.filter((disease) => ![disease, ...ancestors(disease)].some((it) => allowed.has(diseaseForm(it))));
    return outside.length === 0
      ? met(`${purpose.diseases.join(', ')} is among the diseases allowed, or a narrower case of one.`, `${purpose.diseases.join('、')} 属于所允许的疾病或其下位类型。`)
      : notMet(
          `${outside.join(', ')} is none of the diseases allowed (${values.join(', ')}), nor a narrower case of one.`,
          `${outside.join('、')} 不属于所允许的疾病（${values.join('、')}）或其下位类型。`,
        );
  }),

  POA: unlessCare((_values, purpose) =>
    purpose.uses.includes('ancestry') && purpose.uses.every((use) => use === 'ancestry' || use === 'genetic') && purpose.diseases.length === 0
      ? met('The purpose is research on population origins or ancestry.', '使用目的为人群起源或祖源研究。')
      : notMet('The data are open to research on population origins or ancestry only.', '数据仅对人群起源或祖源研究开放。'),
  ),
};

/** `MONDO:0005148`, `MONDO_0005148` and its IRI are one. */
export const diseaseForm = (id: string): string => {
  const compact = /(?:^|[/#])([A-Za-z]+)[_:]([^\s/#]+)$/.exec(id.trim());
  return compact ? `${compact[1]!.toUpperCase()}:${compact[2]!.toUpperCase()}` : id.trim().toLowerCase();
};
