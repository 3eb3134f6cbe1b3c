import { existsSync } from 'node:fs';
import { DeserializationFormat, RoaringBitmap32, SerializationFormat } from 'roaring-wasm';
import { BitmapIndex } from './bitmap-index.ts';
import type { Column } from './columns.ts';
import type { FacetGroup } from './facet-group.ts';
import type { Postings } from './postings.ts';
import { Showings } from './showings.ts';
import { SnapshotReader, SnapshotWriter } from './snapshot-file.ts';

/** Raise it whenever the file's form, the segmentation's stems or the meaning of a column changes. */
const VERSION = 2;
/** Stands before a term that is held as a bitmap. */
const BITMAP = 0xffffffff;

/** Up to where in which database's outbox an index has come. The nonce tells a database restored from a copy from the one it was. */
export interface Stand {
  database: string;
  sequence: number;
  nonce: number;
}
interface Header extends Stand {
  version: number;
  terms: number;
  slots: number;
}

/** What is kept of to whom slots are shown, before the slots of each class. */
interface StoredShowings {
  classes: string[];
  spans: [number, number | null, number | null][];
}

export function saveSnapshot(path: string, index: BitmapIndex, stand: Stand): void {
  index.sweepAll();
  const file = new SnapshotWriter(path);
  try {
    file.text(JSON.stringify({ ...stand, version: VERSION, terms: index.terms.size, slots: index.slots } satisfies Header));
    file.text([...index.terms.keys()].join('\n'));
    for (const postings of [index.any, index.title, index.forms]) savePostings(file, postings);
    file.text(index.lexicon.texts.join('\n'));
    file.column(
      Uint32Array.from(index.lexicon.texts, (_, number) => index.lexicon.termAt(number)),
      index.lexicon.size,
    );
    for (const group of index.table.groups) file.text(JSON.stringify({ values: group.values, members: Array.from({ length: group.sets }, (_, set) => group.membersOf(set)) }));
    const records = index.table.records(index.slots);
    file.column(records, records.length);
    for (const column of columnsOf(index)) file.column(column.values, index.slots);
    file.bytes(index.showings.empty.serialize(SerializationFormat.portable));
    const classes = [...index.showings.classes()];
    file.text(JSON.stringify({ classes: classes.map(([name]) => name), spans: index.showings.spans() } satisfies StoredShowings));
    for (const [, slots] of classes) file.bytes(slots.serialize(SerializationFormat.portable));
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** The index of a snapshot file and where it stands; undefined where there is no file. Throws, saying why, where it cannot be used. */
export function loadSnapshot(path: string): { index: BitmapIndex; stand: Stand } | undefined {
  if (!existsSync(path)) return undefined;
  const file = new SnapshotReader(path);
  const index = new BitmapIndex();
  try {
    const { version, terms, slots, database, sequence, nonce } = JSON.parse(file.text()) as Header;
    if (version !== VERSION) throw new Error('it is of another version');
    const tokens = file.text();
    for (const token of tokens === '' ? [] : tokens.split('\n')) index.termOf(token);
    if (index.terms.size !== terms) throw new Error('it does not hold the terms it says');
    for (const postings of [index.any, index.title, index.forms]) loadPostings(file, postings);
    const texts = file.text();
    const termOfText = file.column(Uint32Array);
    for (const [number, text] of (texts === '' ? [] : texts.split('\n')).entries()) index.lexicon.add(text, termOfText[number] ?? 0);
    index.slots = slots;
    for (const group of index.table.groups) {
      const { values, members } = JSON.parse(file.text()) as { values: FacetGroup['values']; members: number[][] };
      for (const value of values) group.restoreValue(value);
      for (const set of members.slice(1)) group.restoreSet(set);
    }
    index.table.restore(file.column(Uint32Array));
    for (const column of columnsOf(index)) (column as { values: unknown }).values = file.column(column.kind as never);
    index.showings.dispose();
    index.showings = new Showings(RoaringBitmap32.deserialize(DeserializationFormat.portable, file.bytes()));
    const { classes, spans } = JSON.parse(file.text()) as StoredShowings;
    for (const name of classes) index.showings.restoreClass(name, RoaringBitmap32.deserialize(DeserializationFormat.portable, file.bytes()));
    index.showings.restoreSpans(spans);
    file.finish();
    for (let slot = 0; slot < slots; slot++) if (!index.showings.empty.has(slot)) index.place(slot, index.ordinals.get(slot));
    index.freeEmpty();
    return { index, stand: { database, sequence, nonce } };
  } catch (error) {
    index.dispose();
    throw error;
  } finally {
    file.close();
  }
}

const columnsOf = (index: BitmapIndex): Column<Float32Array | Float64Array | Int32Array>[] =>
  [index.ordinals, index.updated, index.links, index.popularity] as unknown as Column<Float32Array | Float64Array | Int32Array>[];

function savePostings(file: SnapshotWriter, postings: Postings): void {
  file.number(postings.size);
  for (let term = 0; term < postings.size; term++) {
    const held = postings.read(term);
    if (held instanceof RoaringBitmap32) {
      file.number(BITMAP);
      file.bytes(held.serialize(SerializationFormat.portable));
    } else {
      file.number(held.length);
      for (const slot of held) file.number(slot);
    }
  }
}

function loadPostings(file: SnapshotReader, postings: Postings): void {
  const size = file.number();
  for (let term = 0; term < size; term++) {
    const length = file.number();
    if (length === BITMAP) postings.restore(RoaringBitmap32.deserialize(DeserializationFormat.portable, file.bytes()));
    else if (length > 1_000) throw new Error('it is damaged');
    else postings.restore(Array.from({ length }, () => file.number()));
  }
}
