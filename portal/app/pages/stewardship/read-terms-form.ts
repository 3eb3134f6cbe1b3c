import type { ApiTermsOfUse } from '@biotope/node/contract';
import { written } from '../../api/send.ts';

/** Terms as the editor knows them: what `PUT /resources/{id}/terms` takes. */
export interface EditedTerms {
  discovery?: ApiTermsOfUse['discovery'];
  shownFrom?: string | undefined;
  certification?: 'none' | 'required';
  dataCategories?: string[];
  country?: string | undefined;
  conditions?: { term: string; values: string[] }[];
  automatic?: boolean;
  embargoUntil?: string | undefined;
  reviews?: { kind: ReviewKind; quorum?: number | undefined; days?: number | undefined }[];
  independentReview?: boolean;
  agreement?: string | undefined;
  knownAs?: string[] | undefined;
  ethics?: { type: ReferenceType; reference: string; by?: string | undefined; until?: string | undefined }[];
  location?: { url?: string | undefined; instructions?: Record<string, string> | undefined } | undefined;
}
export type ReviewKind = ApiTermsOfUse['asks']['reviews'][number]['kind'];
export type ReferenceType = 'approval' | 'consent' | 'exemption';

export const REVIEW_KINDS: readonly ReviewKind[] = ['technical', 'ethics', 'committee'];
export const REFERENCE_TYPES: readonly ReferenceType[] = ['approval', 'consent', 'exemption'];

/** So many lines are read of each list. */
export const MOST_LINES = 100;
const LINES = Array.from({ length: MOST_LINES }, (_, line) => line);

const split = (text: string | undefined, by: RegExp): string[] =>
  (text ?? '')
    .split(by)
    .map((it) => it.trim())
    .filter(Boolean);
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** A day that was not touched keeps the instant it stood for. */
const instant = (form: FormData, name: string): string | undefined => {
  const [day, was] = [written(form, name), written(form, `${name}-was`)];
  return day !== undefined && was?.startsWith(day) ? was : day;
};

/** What the editor's form says. What was left empty asks for nothing; the node checks the rest. */
export function readTermsForm(form: FormData): EditedTerms {
  const of = (name: string) => written(form, name);
  const instructions = Object.fromEntries(['en', 'zh'].flatMap((language) => (of(`instructions-${language}`) ? [[language, of(`instructions-${language}`) as string]] : [])));
  const stated = Object.keys(instructions).length > 0;
  return {
    discovery: (of('discovery') ?? 'public') as EditedTerms['discovery'] & string,
    shownFrom: instant(form, 'shown-from'),
    certification: of('certification') ? 'required' : 'none',
    dataCategories: [...form.getAll('kind').map(String), ...split(of('other-kinds'), /[,，、\s]+/)],
    country: of('country')?.toUpperCase(),
    conditions: LINES.flatMap((line) => (of(`term-${line}`) ? [{ term: of(`term-${line}`) as string, values: split(of(`values-${line}`), /[;；\n]+/) }] : [])),
    automatic: of('automatic') !== undefined,
    embargoUntil: instant(form, 'embargo'),
    reviews: REVIEW_KINDS.flatMap((kind) => (of(`review-${kind}`) ? [{ kind, quorum: number(of(`quorum-${kind}`)), days: number(of(`days-${kind}`)) }] : [])),
    independentReview: of('independent') !== undefined,
    agreement: of('agreement'),
    ...(of('known-as') ? { knownAs: split(of('known-as'), /\s+/) } : {}),
    ethics: LINES.flatMap((line) =>
      of(`reference-${line}`)
        ? [
            {
              type: (of(`reference-type-${line}`) ?? 'approval') as ReferenceType,
              reference: of(`reference-${line}`) as string,
              by: of(`reference-by-${line}`),
              until: of(`reference-until-${line}`),
            },
          ]
        : [],
    ),
    ...(of('url') || stated ? { location: { url: of('url'), ...(stated ? { instructions } : {}) } } : {}),
  };
}
