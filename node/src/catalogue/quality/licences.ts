import { spdxIdentifier } from '../../vocabulary/index.ts';

/** Whether a text is an SPDX identifier known here, or an SPDX expression made of such (`MIT OR Apache-2.0`). */
export function isStandardLicence(text: string): boolean {
  const parts = text
    .replace(/[()]/g, ' ')
    .split(/\s+(?:and|or)\s+/i)
    .map((part) => part.trim().replace(/\s+with\s+[\w.-]+$/i, ''));
  return parts.every((part) => spdxIdentifier(part) !== undefined || spdxIdentifier(part.replace(/\+$/, '')) !== undefined);
}
