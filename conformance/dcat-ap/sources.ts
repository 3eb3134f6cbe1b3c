import type { OfficialFile } from '../official-files.ts';

export const VERSION = '3.0.1';
const RELEASE = 'https://raw.githubusercontent.com/SEMICeu/DCAT-AP/7c531da7f154794da620fd0e57a3e8afe0286c0f/releases/3.0.1';

/** The shapes of DCAT-AP 3.0.1: those made from its model, and those written by hand. */
export const SHAPES: readonly OfficialFile[] = [
  { name: 'dcat-ap-SHACL.ttl', address: `${RELEASE}/shacl/dcat-ap-SHACL.ttl`, sha256: '990d3e42721de6a4be8cc338a7171559f195e62dea89c0b56531356b78cc026f' },
  { name: 'shapes.ttl', address: `${RELEASE}/html/shacl/shapes.ttl`, sha256: '7fe9815e0f32b10f5cbce74fa6ccd0290aae3ef9e5080fb84e2d8093eb984d1d' },
];
