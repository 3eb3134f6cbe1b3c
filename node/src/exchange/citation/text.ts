import { KIND_LABELS, type Kind, type ResourceView } from '../../catalogue/index.ts';
import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import { dayIn, oneLine } from '../writing/text.ts';
import { citedAddress, creditedIn } from './csl.ts';

/** How many are named before "and others". */
const MOST_NAMED = 5;

/** Document types of GB/T 7714-2015, appendix B; what has none is an electronic bulletin. */
const GB_TYPE: Partial<Record<Kind, string>> = { dataset: 'DS', database: 'DB', 'sample-collection': 'DS', tool: 'CP', workflow: 'CP', model: 'CP', standard: 'S' };

/** A citation to read and copy: in English after the style of the APA, in Chinese after GB/T 7714-2015. */
export const citationText = (resource: ResourceView): LanguageMap => ({ en: apa(resource), zh: gbt7714(resource) });

function apa(resource: ResourceView): string {
  const names = creditedIn(resource, 'en');
  const title = oneLine(inLanguage(resource.title, 'en'));
  const version = resource.version ? ` (Version ${oneLine(resource.version)})` : '';
  const date = `(${resource.issued?.slice(0, 4) ?? 'n.d.'})`;
  const work = `${title}${version} [${inLanguage(KIND_LABELS[resource.kind], 'en')}]`;
  const credited = names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')}, et al.` : joined(names);
  // Without an author the title takes its place.
  return `${credited ? `${ended(credited)} ${date}. ${work}.` : `${work}. ${date}.`} ${citedAddress(resource)}`;
}

const joined = (names: string[]) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')}, & ${names.at(-1)}`);
const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

function gbt7714(resource: ResourceView): string {
  const names = creditedIn(resource, 'zh');
  const title = oneLine(inLanguage(resource.title, 'zh'));
  const version = resource.version ? `: ${oneLine(resource.version)}版` : '';
  const day = resource.issued && (dayIn(resource.issued) ?? resource.issued);
  const credited = names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')}, 等` : names.join(', ');
  return `${credited ? `${ended(credited)} ` : ''}${title}${version}[${GB_TYPE[resource.kind] ?? 'EB'}/OL]. ${day ? `(${day}). ` : ''}${citedAddress(resource)}`;
}
