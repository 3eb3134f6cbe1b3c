import type { Outgoing } from '../../catalogue/index.ts';
import { webAddress } from './identifiers.ts';

/** The licence's address: the stated one, else that of its text in the SPDX list. */
export function licenceAddress({ licence }: Pick<Outgoing, 'licence'>): string | undefined {
  return webAddress(licence?.url) ?? (licence?.id && /^[A-Za-z0-9.+-]+$/.test(licence.id) ? `https://spdx.org/licenses/${licence.id}` : undefined);
}

/** What the licence is called. */
export const licenceName = ({ licence }: Pick<Outgoing, 'licence'>): string | undefined => licence?.name ?? licence?.id ?? licence?.url;
