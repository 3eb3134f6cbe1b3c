import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import { KIND_LABELS } from '../kinds.ts';
import type { PredicateName } from '../predicates.ts';
import type { GraphNode } from './graph-view.ts';

/** How a link is said in Chinese, where the predicate's label between two names would be no sentence. */
const CHINESE: Partial<Record<PredicateName, (subject: string, object: string) => string>> = {
  'related-to': (subject, object) => `${subject}与${object}相关`,
  'replaced-by': (subject, object) => `${subject}已被${object}取代`,
  'has-topic': (subject, object) => `${subject}的主题为${object}`,
  'has-operation': (subject, object) => `${subject}可执行操作${object}`,
  'has-format': (subject, object) => `${subject}的数据格式为${object}`,
  'provided-by': (subject, object) => `${subject}由${object}提供`,
};

/** How it is said in English, where the label would be none. */
const ENGLISH: Partial<Record<PredicateName, (subject: string, object: string) => string>> = {
  'has-topic': (subject, object) => `${subject} has the topic ${object}`,
  'reads-format': (subject, object) => `${subject} reads the format ${object}`,
  'writes-format': (subject, object) => `${subject} writes the format ${object}`,
  'has-format': (subject, object) => `${subject} comes in the format ${object}`,
  'has-operation': (subject, object) => `${subject} performs ${object}`,
};

/** A link in words: `Workflow RNA-seq quantification uses BWA`, `工作流“RNA-seq quantification”使用“BWA”`. */
export function sentenceOf(subject: GraphNode, predicate: PredicateName, object: GraphNode, label: { en: string; zh: string }): LanguageMap {
  const en = [named(subject, 'en'), shortened(inLanguage(object.label, 'en'))] as const;
  const zh = [named(subject, 'zh'), quoted(inLanguage(object.label, 'zh'))] as const;
  return {
    en: ENGLISH[predicate]?.(...en) ?? `${en[0]} ${label.en} ${en[1]}`,
    zh: CHINESE[predicate]?.(...zh) ?? `${zh[0]}${label.zh}${zh[1]}`,
  };
}

/** A name with what it is before it, unless the name says so itself. */
function named({ kind, label }: GraphNode, language: 'en' | 'zh'): string {
  const name = shortened(inLanguage(label, language));
  const sort = kind ? inLanguage(KIND_LABELS[kind], language) : '';
  if (language === 'zh') return `${sort}${quoted(name)}`;
  return name.toLowerCase().startsWith(sort.toLowerCase()) ? name : `${sort} ${name}`;
}

export const quoted = (name: string): string => `“${shortened(name)}”`;

const LONGEST = 80;
/** A long name by its beginning, so that a sentence stays one. */
export const shortened = (name: string): string => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name);
