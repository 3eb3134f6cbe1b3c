export { minePhrases } from './mine-phrases.ts';
export { readDocuments } from './read-documents.ts';
export type { Phrase } from './score.ts';
