import { inLanguage, type LanguageMap } from '../../../kernel/language-map.ts';
import type { Vocabulary } from '../../../vocabulary/index.ts';
import { quoted, shortened } from '../sentence.ts';

/** Text in both languages, made of names in each. */
export const inBoth = (say: (name: (label: LanguageMap) => string, language: 'en' | 'zh') => string): LanguageMap => ({
  en: say((label) => shortened(inLanguage(label, 'en')), 'en'),
  zh: say((label) => quoted(inLanguage(label, 'zh')), 'zh'),
});

/** Two statements, the second giving the ground of the first. */
export const followedBy = (first: LanguageMap, second: LanguageMap): LanguageMap => ({
  en: `${inLanguage(first, 'en')}; ${inLanguage(second, 'en')}`,
  zh: `${inLanguage(first, 'zh')}；${inLanguage(second, 'zh')}`,
});

/** The words for why a tool can work on data, each step of the chain named as the vocabulary names it. */
export const wordsFor = (vocabulary: Vocabulary) => {
  const term = (id: string): LanguageMap => vocabulary.ref(id).label;
  return {
    reads: (format: string) => (tool: LanguageMap) =>
      inBoth((name, language) => (language === 'en' ? `${name(tool)} reads ${name(term(format))}` : `${name(tool)}可读取${name(term(format))}`)),

    readsBroader: (format: string, broader: string) => (tool: LanguageMap) =>
      inBoth((name, language) =>
        language === 'en'
          ? `${name(tool)} reads ${name(term(broader))}, of which ${name(term(format))} is one`
          : `${name(tool)}可读取${name(term(broader))}，${name(term(format))}是其中一种`,
      ),

    readsNarrower: (format: string, narrower: string) => (tool: LanguageMap) =>
      inBoth((name, language) =>
        language === 'en'
          ? `${name(tool)} reads ${name(term(narrower))}, a kind of ${name(term(format))}`
          : `${name(tool)}可读取${name(term(narrower))}，它是${name(term(format))}的一种`,
      ),

    takes: (chain: { operation: string; statedOf: string; input: string; format: string; data: string; fit: 'same' | 'broader' | 'narrower' }) => (tool: LanguageMap) => {
      const [operation, statedOf, input, format, data] = [chain.operation, chain.statedOf, chain.input, chain.format, chain.data].map(term) as [
        LanguageMap,
        LanguageMap,
        LanguageMap,
        LanguageMap,
        LanguageMap,
      ];
      const inherited = chain.operation !== chain.statedOf;
      return inBoth((name, language) => {
        if (language === 'en') {
          const fits = { same: '', broader: `, a kind of ${name(input)}`, narrower: `, which may be ${name(input)}` }[chain.fit];
          return `${name(tool)} performs ${name(operation)}${inherited ? `, a kind of ${name(statedOf)}` : ''}, which takes ${name(input)}; ${name(format)} is a format of ${name(data)}${fits}`;
        }
        const fits = { same: '', broader: `，属于${name(input)}`, narrower: `，其中可能有${name(input)}` }[chain.fit];
        return `${name(tool)}执行${name(operation)}${inherited ? `（属于${name(statedOf)}）` : ''}，其输入为${name(input)}；${name(format)}是${name(data)}的格式${fits}`;
      });
    },

    operatesInTopic: (chain: { operation: string; topic: string; format: string; data: string }) => (tool: LanguageMap) => {
      const [operation, topic, format, data] = [chain.operation, chain.topic, chain.format, chain.data].map(term) as [LanguageMap, LanguageMap, LanguageMap, LanguageMap];
      return inBoth((name, language) =>
        language === 'en'
          ? `${name(tool)} performs ${name(operation)}, an operation in ${name(topic)}; ${name(format)} is a format of ${name(data)}, data of the same topic`
          : `${name(tool)}执行${name(operation)}，属于主题${name(topic)}；${name(format)}是${name(data)}的格式，属于同一主题`,
      );
    },

    hasTopicOf: (chain: { topic: string; format: string; data: string }) => (tool: LanguageMap) => {
      const [topic, format, data] = [chain.topic, chain.format, chain.data].map(term) as [LanguageMap, LanguageMap, LanguageMap];
      return inBoth((name, language) =>
        language === 'en'
          ? `${name(tool)} is about ${name(topic)}; ${name(format)} is a format of ${name(data)}, data of this topic`
          : `${name(tool)}的主题为${name(topic)}；${name(format)}是${name(data)}的格式，属于该主题`,
      );
    },

    sharesTopic: (topic: string, narrower: string) => (tool: LanguageMap) =>
      inBoth((name, language) => {
        const within = topic === narrower ? '' : language === 'en' ? ` (as ${name(term(narrower))})` : `（具体为${name(term(narrower))}）`;
        return language === 'en' ? `${name(tool)} is about the same topic, ${name(term(topic))}${within}` : `${name(tool)}与其同属主题${name(term(topic))}${within}`;
      }),
  };
};
