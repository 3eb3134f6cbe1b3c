import { inflateRawSync } from 'node:zlib';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;

/** Whether a file begins as a ZIP archive does. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05);

/**
 * The first file of a ZIP archive whose name fits, unpacked to at most `limit` bytes; undefined if there is none
 * (PKWARE APPNOTE 6.3, §4.3). Archives of more than 4 GB and encrypted ones are not read.
 */
export function zipEntry(archive: Buffer, fits: (name: string) => boolean, limit: number): { name: string; content: Buffer } | undefined {
  try {
    return find(archive, fits, limit);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new DomainError('too-large', `holds a file that is larger than ${limit} bytes once it is unpacked`);
    throw invalid(`is a damaged ZIP archive: ${reasonOf(error)}`);
  }
}

function find(archive: Buffer, fits: (name: string) => boolean, limit: number): { name: string; content: Buffer } | undefined {
  let end = archive.length - 22;
  while (end >= 0 && end >= archive.length - 22 - LONGEST_COMMENT && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0 || archive.readUInt32LE(end) !== END_OF_DIRECTORY) throw invalid('is a ZIP archive that is cut off: its directory is missing');
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw invalid('is a damaged ZIP archive');
    const flags = archive.readUInt16LE(at + 8);
    const method = archive.readUInt16LE(at + 10);
    const packed = archive.readUInt32LE(at + 20);
    const size = archive.readUInt32LE(at + 24);
    const nameLength = archive.readUInt16LE(at + 28);
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (!fits(name)) continue;
    if (flags & 1) throw invalid(`holds ${name} encrypted`);
    if (size > limit) throw new DomainError('too-large', `holds ${name}, which is larger than ${limit} bytes`);
    if (archive.readUInt32LE(local) !== LOCAL_ENTRY) throw invalid('is a damaged ZIP archive');
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(from, from + packed);
    if (method === STORED) return { name, content };
    if (method === DEFLATED) return { name, content: inflateRawSync(content, { maxOutputLength: limit }) };
    throw invalid(`holds ${name} packed by a method that is not read (${method})`);
  }
  return undefined;
}
