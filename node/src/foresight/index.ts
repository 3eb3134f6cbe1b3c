export { minePhrases, readDocuments, type Phrase } from './phrases/index.ts';
