import { z } from 'zod';
import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import { Role, RoleScope } from '../roles.ts';

/** A person's identifier here: 12 characters, of the same form as a resource's. */
export const PersonId = z.string().regex(RESOURCE_ID, 'is no identifier of a person');
export const Orcid = z.string().regex(/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/, 'is no ORCID iD such as 0000-0002-1825-0097');
export const OrganisationRef = z.string().regex(/^org:[a-z0-9-]{1,100}$/, 'is no identifier of an organisation such as org:ror-05dxps055');
export const Country = z.string().regex(/^[A-Z]{2}$/, 'is no country code of ISO 3166-1 such as CN');
const Name = z.string().trim().min(1).max(200);
const Email = z.email().max(254);

/** What a person may change of themselves. Organisation and country decide over access and are not theirs to state. */
export const OwnAmendment = z.strictObject({ name: Name.optional(), email: Email.nullable().optional() });
/** What those who manage people may change; `disabled` shuts every way in at once. */
export const PersonAmendment = OwnAmendment.extend({
  orcid: Orcid.nullable().optional(),
  organisation: OrganisationRef.nullable().optional(),
  country: Country.nullable().optional(),
  disabled: z.boolean().optional(),
});
export type PersonAmendment = z.infer<typeof PersonAmendment>;

export const RoleView = z.object({ id: z.int(), role: Role, scope: RoleScope, since: z.iso.datetime(), until: z.iso.datetime().nullable(), grantedBy: z.string() });
export const PersonView = z.object({
  id: PersonId,
  name: z.string(),
  email: z.string().nullable(),
  orcid: z.string().nullable(),
  organisation: z.string().nullable(),
  country: z.string().nullable(),
  created: z.iso.datetime(),
  disabled: z.iso.datetime().nullable(),
  /** The login name at the node's own provider, where the person has one. */
  account: z.string().nullable(),
  /** The providers through which the person came. */
  providers: z.array(z.string()),
  roles: z.array(RoleView),
});
export type PersonView = z.infer<typeof PersonView>;

/** A person as first known, by a provider's word or an operator's. */
export interface NewPerson {
  name: string;
  email?: string | undefined;
  orcid?: string | undefined;
  organisation?: string | undefined;
  country?: string | undefined;
}
