/**
 * Tags of the registry that are, letter for letter but for case, the label or an exact synonym of a current EDAM topic
 * or format, and mean the same. Left out: `protein` (an EDAM format for pure sequences), `mapping` and `imaging` (used
 * of the Earth), `physics`, and what EDAM has as an operation only.
 */
const TOPICS = new Set([
  'biology',
  'bioinformatics',
  'structural biology',
  'machine learning',
  'medicine',
  'biodiversity',
  'gene expression',
  'transcriptomics',
  'chemistry',
  'medical imaging',
  'natural language processing',
  'population genetics',
  'whole genome sequencing',
  'metagenomics',
  'cell biology',
  'magnetic resonance imaging',
  'structural variation',
  'molecular dynamics',
  'whole exome sequencing',
  'epigenomics',
  'neurobiology',
  'chemical biology',
  'electron microscopy',
  'computed tomography',
  'drug discovery',
  'rna-seq',
]);
const FORMATS = new Set(['netcdf', 'hdf', 'hdf5', 'h5', 'zarr', 'fastq', 'fasta', 'bam', 'cram', 'vcf', 'csv', 'xml', 'json', 'tiff', 'nifti']);

export const isTopic = (tag: string) => TOPICS.has(tag.toLowerCase());
export const isFormat = (tag: string) => FORMATS.has(tag.toLowerCase());
