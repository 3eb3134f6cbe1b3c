import { DomainError } from '../../kernel/errors.ts';
import type { ReadItem } from '../source.ts';
import { COLLECTION, Entry, entryRecord, idOf } from './read-entry.ts';

/** What a document of bio.tools holds: its entries, and where the next page of a list is. */
export interface Page {
  entries: unknown[];
  next: string | undefined;
  /** How many entries the whole list has. */
  count: number | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A page of the API's list, a plain list, or a single entry. */
export function pageOf(document: unknown, name: string): Page {
  if (Array.isArray(document)) return { entries: document, next: undefined, count: document.length };
  if (isObject(document) && Array.isArray(document['list'])) {
    const { next, count } = document;
    return { entries: document['list'], next: typeof next === 'string' && next !== '' ? next : undefined, count: typeof count === 'number' ? count : undefined };
  }
  if (isObject(document) && ('biotoolsID' in document || 'biotoolsCURIE' in document)) return { entries: [document], next: undefined, count: 1 };
  throw new DomainError('invalid', `${name} holds no bio.tools entry, no list of entries, and no page of the API's list`);
}

/** The record of one entry, or why it is none, with the field at fault. */
export function entryItem(raw: unknown, place: string, note: (text: string) => void): ReadItem {
  const named = isObject(raw) ? idOf({ biotoolsID: asText(raw['biotoolsID']), biotoolsCURIE: asText(raw['biotoolsCURIE']) }) : undefined;
  const rejection = (field: string, reason: string): ReadItem => ({ rejection: { record: named ?? place, field, reason, key: named, collection: COLLECTION } });
  const checked = Entry.safeParse(raw);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return rejection(issue!.path.join('.'), issue!.message);
  }
  const id = idOf(checked.data);
  if (!id || !/^[A-Za-z0-9_.~-]+$/.test(id)) return rejection('biotoolsID', id ? 'is no bio.tools identifier (letters, digits and _ . ~ -)' : 'is missing');
  return { record: entryRecord(checked.data, id, note) };
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
