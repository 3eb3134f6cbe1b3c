export { carryTerms } from './carry-terms.ts';
export { categoryLabel, DATA_CATEGORIES, mayBePersonal } from './data-categories.ts';
export { embargo, type Gate } from './embargo.ts';
export { CARRIES, itAndStoodFor, tellApart } from './stood-for.ts';
export { narrowerTerms } from './merge-terms.ts';
export { asksForNothing, Country, DataCategory, EthicsReference, Instant, Location, OPEN_TERMS, Review, REVIEWS, Terms, type TermsInput } from './terms.ts';
export { categoriesInUse, currentTerms, termsHistory, termsOf, writeFirstTerms, writeTerms } from './terms-store.ts';
