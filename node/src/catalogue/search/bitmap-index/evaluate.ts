import { RoaringBitmap32 } from 'roaring-wasm';
import type { Alternative, Group, PhraseNode, Plan } from '../plan.ts';
import { facetToken, type BitmapIndex } from './bitmap-index.ts';
import type { Scope } from './scope.ts';

/** The words that a prefix may stand for at most; the query is refused before it comes to more. */
export const MAX_WORDS_OF_PREFIX = 10_000;

/** A prefix (the message) stands for too many words. */
export class PrefixTooCommon extends Error {}

/** What bears an alternative: anywhere, and in its title (of annotations nobody's title). */
export interface Bearers {
  any: RoaringBitmap32;
  title: RoaringBitmap32 | undefined;
}

/** Turns the parts of one plan into bitmaps, which live as long as the scope. */
export class Evaluation {
  readonly #index: BitmapIndex;
  readonly #scope: Scope;
  readonly #hidden: RoaringBitmap32;
  readonly #bearers = new Map<Alternative | PhraseNode, Bearers>();
  readonly #groups = new Map<Group, RoaringBitmap32>();

  constructor(index: BitmapIndex, scope: Scope, hidden: RoaringBitmap32) {
    this.#index = index;
    this.#scope = scope;
    this.#hidden = hidden;
  }

  /** The slots that meet the plan and may be seen. */
  run(plan: Plan): RoaringBitmap32 {
    return this.#scope.andNot(this.#of(plan), this.#hidden);
  }

  /** Those with one of the values. */
  withValues(facet: Parameters<typeof facetToken>[0], values: string[]): RoaringBitmap32 {
    return this.#index.any.union(
      values.map((value) => this.#index.terms.get(facetToken(facet, value))),
      this.#scope,
    );
  }

  /** How many that may be seen meet a part of the query. */
  count(part: Group | PhraseNode): number {
    const met = this.#of(part);
    return met.size - met.andCardinality(this.#hidden);
  }

  #of(plan: Plan): RoaringBitmap32 {
    switch (plan.type) {
      case 'all':
        return this.#everything();
      case 'group': {
        let met = this.#groups.get(plan);
        if (!met) {
          met = this.#scope.or(plan.alternatives.map((alternative) => this.#met(this.bearers(alternative), plan.inTitle)));
          this.#groups.set(plan, met);
        }
        return met;
      }
      case 'phrase':
        return this.#met(this.bearers(plan), plan.inTitle);
      case 'field': {
        const wanted = new Set(plan.values.map((value) => value.toLowerCase()));
        const { values } = this.#index.table.groupOf(plan.facet).group;
        const meant = values.filter(({ facet, text }) => facet === plan.facet && wanted.has(text.toLowerCase()));
        return this.withValues(
          plan.facet,
          meant.map(({ text }) => text),
        );
      }
      case 'or':
        return this.#scope.or(plan.nodes.map((node) => this.#of(node)));
      case 'not':
        return this.#scope.andNot(this.#everything(), this.#of(plan.node));
      case 'and':
        return this.#and(plan.nodes);
    }
  }

  #and(nodes: Plan[]): RoaringBitmap32 {
    const wanted = nodes.filter((node) => node.type !== 'not' && node.type !== 'all').map((node) => this.#of(node));
    wanted.sort((a, b) => a.size - b.size);
    let met = wanted[0] ?? this.#everything();
    for (const other of wanted.slice(1)) {
      if (met.isEmpty) return met;
      met = this.#scope.and(met, other);
    }
    for (const node of nodes) if (node.type === 'not') met = this.#scope.andNot(met, this.#of(node.node));
    return met;
  }

  #met(bearers: Bearers, inTitle: boolean | undefined): RoaringBitmap32 {
    return inTitle ? (bearers.title ?? this.#scope.of([])) : bearers.any;
  }

  #everything(): RoaringBitmap32 {
    return this.#scope.own(RoaringBitmap32.fromRange(0, this.#index.slots));
  }

  bearers(part: Alternative | PhraseNode): Bearers {
    let bearers = this.#bearers.get(part);
    if (!bearers) {
      bearers = 'pattern' in part ? this.#ofPhrase(part) : this.#ofAlternative(part);
      this.#bearers.set(part, bearers);
    }
    return bearers;
  }

  #ofAlternative({ tokens, prefix }: Alternative): Bearers {
    const { any, title } = this.#ofTokens(tokens);
    if (prefix === undefined) return { any, title };
    const words = this.#index.lexicon.startingWith(prefix, MAX_WORDS_OF_PREFIX, (number) => this.#index.seesWord(number, this.#hidden));
    if (!words) throw new PrefixTooCommon(prefix);
    const terms = new Set(words.map((word) => word.term));
    const longer: Bearers = { any: this.#index.any.union(terms, this.#scope), title: this.#index.title.union(terms, this.#scope) };
    if (tokens.length === 0) return longer;
    return { any: this.#scope.and(any, longer.any), title: title && longer.title && this.#scope.and(title, longer.title) };
  }

  #ofTokens(tokens: string[]): Bearers {
    const terms = tokens.map((token) => this.#index.terms.get(token));
    const annotated = tokens.some((token) => token.startsWith('~'));
    return { any: this.#allOf(terms, 'any'), title: annotated ? undefined : this.#allOf(terms, 'title') };
  }

  #allOf(terms: (number | undefined)[], where: 'any' | 'title'): RoaringBitmap32 {
    const bitmaps: RoaringBitmap32[] = [];
    for (const term of terms) {
      const bitmap = this.#index[where].bitmap(term, this.#scope);
      if (!bitmap) return this.#scope.of([]);
      bitmaps.push(bitmap);
    }
    bitmaps.sort((a, b) => a.size - b.size);
    let met = bitmaps[0] ?? this.#scope.of([]);
    for (const other of bitmaps.slice(1)) met = this.#scope.and(met, other);
    return met;
  }

  #ofPhrase(phrase: PhraseNode): Bearers {
    if (!phrase.found) return this.#ofTokens(phrase.tokens);
    const slots = (ordinals: Uint32Array) => {
      const found: number[] = [];
      for (const ordinal of ordinals) {
        const slot = this.#index.slotOf(ordinal);
        if (slot !== undefined) found.push(slot);
      }
      return this.#scope.of(found);
    };
    return { any: slots(phrase.found.any), title: slots(phrase.found.title) };
  }
}
