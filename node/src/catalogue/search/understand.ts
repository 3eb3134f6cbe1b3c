import type { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import type { Term, Vocabulary } from '../../vocabulary/index.ts';
import { CATEGORIES, KINDS } from '../kinds.ts';
import type { TermRef } from '../resource.ts';
import type { Reason, SearchAnswer } from './answer.ts';
import type { WordsAnswer } from './bitmap-index/messages.ts';
import { conceptNames, namesOf, spansIn, unitsOf, type Unit } from './concept-names.ts';
import type { Alternative, Group, PhraseNode, Plan } from './plan.ts';
import { columnOf, type Query } from './query.ts';
import { lexiconOf, prefixOf } from './query-words.ts';
import { chineseForms, chineseWords, formsOf, isStopWord, narrowed, phraseOf, pieces } from './segment.ts';
import { stem } from './stem.ts';

/** How much each way of meeting a word is worth. An annotation was chosen by somebody, so it tells more than a word. */
const WORTH = { word: 1, parts: 0.8, concept: 1.2, synonym: 0.7, translation: 0.7, spelling: 0.6, prefix: 0.7, characters: 0.5 } as const;
const MAX_TERMS = 5;
const MAX_NAMES = 24;
const MAX_PARTS = 64;

/** What an alternative will be shown as. */
export interface Way {
  type: z.infer<typeof Reason>['type'];
  /** What was looked for, where the resource's own words can't be shown. */
  matched: string;
  term?: TermRef;
}
/** A part of the query as typed, and the ways to meet it in the order of the plan's alternatives. */
export interface Part {
  query: string;
  ways: Way[];
}

export interface Understanding {
  plan: Plan;
  parts: Map<Group | PhraseNode, Part>;
  understood: z.infer<typeof SearchAnswer>['understood'];
}

export interface Understander {
  vocabulary: Vocabulary;
  /** What the index knows of the query's words; left out, all are taken for common. */
  known?: WordsAnswer | undefined;
  /** Identifiers of the organisations with this name. */
  organisationsNamed: (name: string) => Promise<string[]>;
  language: string;
}

/** Works out what a query means: the concepts it names, words that may be typing errors, and how to look for each. */
export async function understand(text: string, query: Query | undefined, understander: Understander): Promise<Understanding> {
  const parts: Understanding['parts'] = new Map();
  const understood: Understanding['understood'] = [];
  if (!query) return { plan: { type: 'all' }, parts, understood };
  const { vocabulary, language } = understander;
  const names = conceptNames(vocabulary);
  const lexicon = lexiconOf(understander.known);
  const plan = await planOf(query);
  if (parts.size > MAX_PARTS)
    throw invalid('The query cannot be read: it holds too many words.', [{ pointer: '1:1', reason: `It holds more than ${MAX_PARTS} words; leave some out.` }]);
  return { plan: plan ?? { type: 'all' }, parts, understood };

  async function planOf(node: Query): Promise<Plan | undefined> {
    switch (node.type) {
      case 'words':
        return wordsPlan([node]);
      case 'phrase':
        return phrasePlan(node);
      case 'prefix':
        return prefixPlan(node);
      case 'field':
        return { type: 'field', ...(await fieldValues(node)) };
      case 'not': {
        const said = understood.length;
        const excluded = await planOf(node.node);
        understood.length = said;
        return excluded && { type: 'not', node: withoutConcepts(excluded) };
      }
      case 'or':
        return joined('or', await plansOf(node.nodes.map((each) => [each])));
      case 'and':
        return joined('and', await plansOf(runsOf(node.nodes)));
    }
  }

  /** Words that stand side by side are read together, since a concept's name may span them. */
  function runsOf(nodes: Query[]): Query[][] {
    const runs: Query[][] = [];
    for (const node of nodes) {
      const last = runs.at(-1);
      if (last && plain(node) && last.every(plain)) last.push(node);
      else runs.push([node]);
    }
    return runs;
  }

  async function plansOf(runs: Query[][]): Promise<Plan[]> {
    const plans: Plan[] = [];
    for (const run of runs) {
      const plan = run.every(plain) ? wordsPlan(run) : await planOf(run[0] as Query);
      if (plan) plans.push(plan);
    }
    return plans;
  }

  function wordsPlan(run: (Query & { type: 'words' })[]): Plan | undefined {
    const inTitle = run[0]?.inTitle ?? false;
    const raw = run.length === 1 ? (run[0]?.text ?? '') : text.slice(run[0]?.at, (run.at(-1)?.at ?? 0) + (run.at(-1)?.text.length ?? 0));
    const units = unitsOf(raw);
    const spans = inTitle ? [] : spansIn(units, names, (unit) => stem(lexicon.corrections(unit.text)[0] ?? unit.text));
    const groups: Group[] = [];
    const common: Group[] = [];
    let next = 0;
    for (const span of [...spans, { from: units.length, to: units.length, terms: [] }]) {
      for (const { group, stop } of wordGroups(units.slice(next, span.from), raw, inTitle)) (stop ? common : groups).push(group);
      if (span.terms.length > 0) groups.push(conceptGroup(units.slice(span.from, span.to), span.terms, raw));
      next = span.to;
    }
    const used = groups.length > 0 ? groups : common;
    for (const group of common) if (!used.includes(group)) parts.delete(group);
    return joined('and', used);
  }

  function conceptGroup(units: Unit[], all: Term[], raw: string): Group {
    const query = raw.slice(units[0]?.start, units.at(-1)?.end);
    const terms = all.slice(0, MAX_TERMS);
    const chinese = units.some((unit) => unit.chinese);
    const group = newGroup(query);
    const corrected = units.map((unit) => lexicon.corrections(unit.text)[0]);
    addText(group, query, WORTH.word, { type: 'word', matched: query });
    if (corrected.some(Boolean) && names.termsNamed(units.map((unit) => unit.key).join(' ')).length === 0) {
      const words = units.map((unit, place) => corrected[place] ?? unit.text);
      add(group, words.map(stem), WORTH.spelling, { type: 'spelling', matched: words.join(' ') });
      noteSpelling(query, [words.join(' ')]);
    }
    for (const term of terms) {
      add(group, [`~${term.id}`], WORTH.concept, { type: 'concept', matched: inLanguage(term.label, language), term: refOf(term) });
      understood.push({ query, type: 'concept', term: refOf(term), narrower: vocabulary.descendants(term.id).size - 1 });
    }
    for (const term of terms) {
      for (const name of namesOf(term)) {
        if (group.alternatives.length >= MAX_NAMES) break;
        const type = (name.language === 'zh') === chinese ? 'synonym' : 'translation';
        addText(group, name.text, WORTH[type], { type, matched: name.text, term: refOf(term) });
      }
    }
    return group;
  }

  /** Looks for a text's words, however they are joined and cut. Alternatives that the group already has are left out. */
  function addText(group: Group, words: string, weight: number, way: Way): void {
    const { whole, looser } = tokensOf(words);
    add(group, whole, weight, way);
    for (const tokens of looser) add(group, tokens, weight * WORTH.parts, way);
  }

  function add(group: Group, tokens: string[], weight: number, way: Way): void {
    const unique = [...new Set(tokens)];
    if (unique.length === 0 || group.alternatives.some((other) => other.tokens.length === unique.length && unique.every((token) => other.tokens.includes(token)))) return;
    group.alternatives.push({ tokens: unique, weight } satisfies Alternative);
    parts.get(group)?.ways.push(way);
  }

  function tokensOf(words: string): { whole: string[]; looser: string[][] } {
    const whole: string[] = [];
    const loose: string[] = [];
    for (const piece of pieces(narrowed(words))) {
      if (piece.chinese) {
        for (const word of chineseWords(piece.text.replaceAll(/\s+/g, ''), vocabulary)) {
          if (isStopWord(word)) continue;
          whole.push(word);
          loose.push(...(lexicon.isUnknown(word) ? [...word] : partsOf(word)));
        }
      } else {
        const { words: atoms, also } = formsOf(piece.text);
        const kept = atoms.filter((atom) => !isStopWord(atom));
        const stems = (kept.length > 0 ? kept : atoms).map(stem);
        whole.push(...(atoms.length > 1 && also[0] ? [stem(also[0])] : stems));
        loose.push(...(atoms.length === 1 && also.length > 1 ? also.map(stem) : stems));
      }
    }
    return { whole, looser: [loose] };
  }

  /** The words within a long Chinese word, and each character that is in none of them. */
  function partsOf(word: string): string[] {
    if (word.length < 4) return [word];
    const within = chineseForms(word, vocabulary).filter((form) => form !== word);
    const told = new Set(within.flatMap((form) => Array.from(form, (_, place) => word.indexOf(form) + place)));
    return [...within, ...[...word].filter((_, place) => !told.has(place))];
  }

  /** A group for each word that is part of no concept's name. */
  function* wordGroups(units: Unit[], raw: string, inTitle: boolean): Generator<{ group: Group; stop: boolean }> {
    for (const word of wordsIn(units, raw)) {
      const group = newGroup(word, inTitle);
      const instead = lexicon.corrections(word);
      addText(group, word, WORTH.word, { type: 'word', matched: word });
      for (const other of instead) add(group, [stem(other)], WORTH.spelling, { type: 'spelling', matched: other });
      if (instead.length > 0) noteSpelling(word, instead);
      const lowered = word.toLowerCase();
      if (group.alternatives.length === 0) {
        // A stop word by itself.
        add(group, [lowered], WORTH.word, { type: 'word', matched: word });
      }
      yield { group, stop: isStopWord(lowered) };
    }
  }

  /** Latin words as typed; Chinese ones as they are cut. */
  function* wordsIn(units: Unit[], raw: string): Generator<string> {
    for (let at = 0; at < units.length;) {
      const unit = units[at] as Unit;
      let end = at + 1;
      while (units[end]?.piece === unit.piece && (!unit.chinese || units[end]?.start === units[end - 1]?.end)) end++;
      if (!unit.chinese) yield raw.slice(unit.start, unit.end);
      else
        yield* chineseWords(
          units
            .slice(at, end)
            .map((each) => each.text)
            .join(''),
          vocabulary,
        );
      at = end;
    }
  }

  function phrasePlan(node: Query & { type: 'phrase' }): Plan {
    const { pattern, words, isWord } = phraseOf(node.text);
    const way: Way = { type: 'word', matched: node.text };
    const tokens = words.map(stem);
    if (isWord) {
      const group = newGroup(node.text, node.inTitle);
      add(group, tokens, WORTH.word, way);
      return group;
    }
    const phrase: PhraseNode = { type: 'phrase', pattern, tokens, ...(node.inTitle ? { inTitle: true } : {}) };
    parts.set(phrase, { query: `"${node.text}"`, ways: [way] });
    return phrase;
  }

  function prefixPlan(node: Query & { type: 'prefix' }): Plan {
    const { before, last } = prefixOf(node.text);
    const found = lexicon.prefix(last);
    const short = last.length < 2 && !/\p{Script=Han}/u.test(last);
    if (short || found?.tooMany) {
      const reason = short ? 'At least two letters must stand before the *.' : `Too many words begin with "${last}"; write more letters before the *.`;
      throw invalid(`The query cannot be read: ${reason}`, [{ pointer: columnOf(text, node.at), reason }]);
    }
    const group = newGroup(`${node.text}*`, node.inTitle);
    group.alternatives.push({ tokens: before.map(stem), prefix: last, weight: WORTH.prefix });
    parts.get(group)?.ways.push({ type: 'prefix', matched: `${node.text}*` });
    if (before.length > 0) {
      group.alternatives.push({ tokens: [], prefix: [...before, last].join(''), weight: WORTH.prefix });
      parts.get(group)?.ways.push({ type: 'prefix', matched: `${node.text}*` });
    }
    return group;
  }

  async function fieldValues(node: Query & { type: 'field' }): Promise<{ facet: (typeof node)['field']; values: string[] }> {
    const { field, value } = node;
    const known: readonly string[] | undefined = field === 'kind' ? KINDS : field === 'category' ? CATEGORIES : undefined;
    if (known && !known.includes(value.toLowerCase())) {
      const reason = `There is no ${field} "${value}"; there are ${known.join(', ')}.`;
      throw invalid(`The query cannot be read: ${reason}`, [{ pointer: columnOf(text, node.at), reason }]);
    }
    if (field === 'topic') return { facet: field, values: [vocabulary.resolve(value, 'topic')?.id ?? value] };
    if (field === 'provider') return { facet: field, values: [value, ...(await understander.organisationsNamed(value))] };
    return { facet: field, values: [value] };
  }

  /** What is excluded is what bears the words themselves: `-cancer` must not take out what is merely annotated below it. */
  function withoutConcepts(plan: Plan): Plan {
    if (plan.type === 'and' || plan.type === 'or') return { ...plan, nodes: plan.nodes.map(withoutConcepts) };
    if (plan.type === 'not') return { ...plan, node: withoutConcepts(plan.node) };
    if (plan.type === 'phrase') parts.delete(plan);
    if (plan.type !== 'group') return plan;
    const ways = parts.get(plan)?.ways;
    if (!ways) return plan; // done within an inner exclusion
    parts.delete(plan);
    return { ...plan, alternatives: plan.alternatives.filter((_, place) => ways[place]?.type === 'word' || ways[place]?.type === 'prefix') };
  }

  function newGroup(query: string, inTitle?: boolean): Group {
    const group: Group = { type: 'group', alternatives: [], ...(inTitle ? { inTitle: true } : {}) };
    parts.set(group, { query, ways: [] });
    return group;
  }

  function noteSpelling(query: string, instead: string[]): void {
    understood.push({ query, type: 'spelling', instead });
  }
}

const plain = (node: Query): node is Query & { type: 'words' } => node.type === 'words' && !node.inTitle;
const refOf = (term: Term): TermRef => ({ id: term.id, label: term.label });

const joined = (type: 'and' | 'or', nodes: Plan[]): Plan | undefined => (nodes.length > 1 ? { type, nodes } : nodes[0]);
