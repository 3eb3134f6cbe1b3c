import { KIND_LABELS, type DescriptionInput, type Kind } from '../../catalogue/index.ts';
import { edamIn } from '../stated-identifiers.ts';
import { isAddress } from '../text.ts';
import { encodingOf } from './read-files.ts';
import type { Entity, Value } from './read-entities.ts';
import { kindOf } from './read-kinds.ts';
import { firstWord, valuesOf, wordOf } from './read-values.ts';

export type Subjects = Required<Pick<DescriptionInput, 'topics' | 'operations' | 'reads' | 'writes' | 'formats' | 'keywords'>>;

const LONGEST_TERM = 300;

/** Properties whose words help to find a resource and have no field of their own. */
const KEYWORDS = [
  'measurementTechnique',
  'variableMeasured',
  'programmingLanguage',
  'operatingSystem',
  'learningResourceType',
  'educationalLevel',
  'applicationCategory',
  'applicationSubCategory',
  'featureList',
  'teaches',
  'competencyRequired',
  'courseMode',
  'category',
];

/** The EDAM terms of one branch a value states: as an address, a code, or the entity it is. */
function edamTerms(value: Value, branch: 'topic' | 'operation'): string[] {
  const stated = 'text' in value ? [value.text] : [value.entity.id ?? '', ...['url', 'termCode', 'identifier', 'sameAs'].flatMap((name) => firstWord(value.entity, name) ?? [])];
  return [...new Set(stated.flatMap((text) => edamIn(text, branch) ?? []))].slice(0, 1);
}

const isAnyEdam = (value: Value): boolean => edamIn('text' in value ? value.text : (value.entity.id ?? '')) !== undefined;

/** Keywords of one text are set apart by commas or semicolons, of several each is one. */
function wordsIn(values: Value[]): string[] {
  const words = values.flatMap((value) => wordOf(value) ?? []);
  return words.length === 1 ? words[0]!.split(/[,;，；、]/) : words;
}

function formatsOf(parameters: Value[]): string[] {
  return parameters.flatMap((value) => {
    if ('text' in value) return edamIn(value.text, 'format') ?? [];
    const own = value.entity.id && edamIn(value.entity.id, 'format');
    const { format, mediaType } = encodingOf(valuesOf(value.entity, 'encodingFormat', 'format', 'fileFormat'));
    const additional = valuesOf(value.entity, 'additionalType').flatMap((it) => edamIn('text' in it ? it.text : (it.entity.id ?? ''), 'format') ?? []);
    return [...new Set([own, format ?? mediaType, ...additional].filter((it) => it !== undefined && it !== ''))] as string[];
  });
}

/** What a resource is about, does, and comes in; `note` is told what was left out. */
export function subjectsOf(entity: Entity, kind: Kind, note: (text: string) => void): Subjects {
  const encoding = encodingOf(valuesOf(entity, 'encodingFormat', 'fileFormat'));
  const about = valuesOf(entity, 'about').filter((value) => 'text' in value || kindOf(value.entity) === undefined);
  const anywhere = [...about, ...valuesOf(entity, 'applicationCategory', 'applicationSubCategory', 'keywords', 'genre', 'additionalType')];
  const features = valuesOf(entity, 'featureList', 'applicationCategory', 'applicationSubCategory', 'keywords', 'about', 'additionalType');
  const aboutWords = about.filter((value) => !isAnyEdam(value)).flatMap((value) => wordOf(value) ?? []);
  const keywords = [
    ...wordsIn(valuesOf(entity, 'keywords').filter((value) => !isAnyEdam(value))),
    ...KEYWORDS.flatMap((name) => valuesOf(entity, name))
      .filter((value) => !isAnyEdam(value) && ('text' in value || kindOf(value.entity) === undefined))
      .flatMap((value) => wordOf(value) ?? []),
  ];
  // Writers repeat the names of topics, and the kind, among the keywords.
  const told = new Set([...about, ...features].filter(isAnyEdam).flatMap((value) => wordOf(value)?.toLowerCase() ?? []));
  told.add(KIND_LABELS[kind].en!.toLowerCase());
  const once = (words: string[]) => [...new Set(words.map((word) => word.trim()))].filter((word) => word !== '' && !edamIn(word) && !isAddress(word));
  const fitting = (words: string[]) =>
    words.filter((word) => {
      if (word.length > LONGEST_TERM) note(`Keywords and topics of more than ${LONGEST_TERM} characters were left out`);
      return word.length <= LONGEST_TERM;
    });
  return {
    topics: fitting([...new Set([...anywhere.flatMap((value) => edamTerms(value, 'topic')), ...once(aboutWords)])]),
    operations: [...new Set(features.flatMap((value) => edamTerms(value, 'operation')))],
    reads: [...new Set(fitting(formatsOf(valuesOf(entity, 'input', 'supportingData'))))],
    writes: [...new Set(fitting(formatsOf(valuesOf(entity, 'output'))))],
    formats: fitting(encoding.format || encoding.mediaType ? [encoding.format ?? encoding.mediaType!] : []),
    keywords: fitting(once(keywords)).filter((word) => !told.has(word.toLowerCase())),
  };
}
