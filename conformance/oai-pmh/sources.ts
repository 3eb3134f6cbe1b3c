import type { OfficialFile } from '../official-files.ts';

export const REVISION = 'de134b34a675a1c4c81d521fc4f16f54a3b0c6a9';
const VALIDATOR = `https://raw.githubusercontent.com/zimeon/oaipmh-validator/${REVISION}`;

/** The validator behind the Open Archives Initiative's own registration service: a command and its modules. */
export const FILES: readonly OfficialFile[] = [
  { name: 'oaipmh-validator.pl', address: `${VALIDATOR}/oaipmh-validator.pl`, sha256: 'b033d9b40d1ba9d5578537f234b39f7c92d226791c9d971039fca16daa303153' },
  { name: 'lib/HTTP/OAIPMH/Validator.pm', address: `${VALIDATOR}/lib/HTTP/OAIPMH/Validator.pm`, sha256: 'fe20de6dcf39dac2e95696a5dfaf742c8778d4feec91d86a5f6369051f100c02' },
  { name: 'lib/HTTP/OAIPMH/Log.pm', address: `${VALIDATOR}/lib/HTTP/OAIPMH/Log.pm`, sha256: '1d0445be2ae5840aa9deee6d1b03858f9bb478ee593504d817c56ddbeacf5cf3' },
];

/** Modules of Perl it needs, and Debian's packages that bring them. */
export const MODULES: Record<string, string> = {
  'XML::DOM': 'libxml-dom-perl',
  'Date::Manip': 'libdate-manip-perl',
  'Data::UUID': 'libdata-uuid-perl',
  'Class::Accessor': 'libclass-accessor-perl',
  'LWP::Protocol::https': 'liblwp-protocol-https-perl',
  'Try::Tiny': 'libtry-tiny-perl',
  CGI: 'libcgi-pm-perl',
  JSON: 'libjson-perl',
};
