import type { OfficialFile } from '../official-files.ts';

const SCHEMAS =
  'https://raw.githubusercontent.com/FAIRDataTeam/FAIRDataPoint/79cccab098b1ed8fd4afec38f892737affee14d2/src/main/resources/org/fairdatateam/fairdatapoint/service/reset';

/** The metadata schemas with which the reference implementation is set up. */
export const SHAPES: readonly OfficialFile[] = [
  { name: 'shape-catalog.ttl', address: `${SCHEMAS}/shape-catalog.ttl`, sha256: '92c304a0e536ac852863c287b2376b48d28e2762f6d4ea04217fc2e5792d6b2d' },
  { name: 'shape-data-service.ttl', address: `${SCHEMAS}/shape-data-service.ttl`, sha256: '1db6e0048a5316081d95332ef08b834f961a1a3360a1e7bdc1ce206a2e91651a' },
  { name: 'shape-dataset.ttl', address: `${SCHEMAS}/shape-dataset.ttl`, sha256: '9f1414a4f39c411d79d57bcb7346e7de6ca74830bb4c5d3ef4ad57979a8ebe91' },
  { name: 'shape-distribution.ttl', address: `${SCHEMAS}/shape-distribution.ttl`, sha256: '582101c090b2dcb58bff9d7b57872c82f006db579756f282a03132f0b900f8b5' },
  { name: 'shape-fdp.ttl', address: `${SCHEMAS}/shape-fdp.ttl`, sha256: '67f80ce12f441de2d54f3abf0751eed829d67677cad12ff7b5e16792db29276e' },
  { name: 'shape-metadata-service.ttl', address: `${SCHEMAS}/shape-metadata-service.ttl`, sha256: 'b8021b89f6adfaa3e89d994fb9a4f9f340cdf27ad5f6b127a52f0f276efcc68e' },
  { name: 'shape-resource.ttl', address: `${SCHEMAS}/shape-resource.ttl`, sha256: 'fc1e5bb3e71c017346152888df87fd80a677d332d0d45ef6063b8b06301ef7ce' },
];
