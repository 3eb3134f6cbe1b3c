import { renderSVG } from 'uqr';
import { z } from 'zod';
import { accountOf, demandOwnPassword } from '../accounts/accounts.ts';
import { LONGEST_PASSWORD } from '../accounts/password.ts';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, secondFactorOf } from '../accounts/second-factor.ts';
import { personSignedIn, type Api, type IdentityRouteOptions } from './options.ts';

/** `since`: a code is asked for at each sign-in since then; null where none is. */
export const SecondFactorView = z.object({ since: z.iso.datetime().nullable(), recoveryCodesLeft: z.int() });
/** `secret` in Base32; `address` holds it (otpauth://), `picture` is that address as a QR code in SVG. */
export const SecondFactorBegun = z.object({ secret: z.string(), address: z.string(), picture: z.string() });
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

const Present = z.strictObject({ password: z.string().max(LONGEST_PASSWORD) });
/** Longer than any code, written with separators of whatever kind. */
const LONGEST_CODE = 60;

/** The second factor of one's own account at this node: codes of an app, asked for at each sign-in. */
export async function secondFactorRoutes(app: Api, options: IdentityRouteOptions): Promise<void> {
  const { db, seal, issuer } = options;
  const tags = ['people'];
  const limits = 'signIn' as const;

  app.get(
    '/me/second-factor',
    { schema: { operationId: 'readMySecondFactor', tags, summary: 'Whether a code is asked for at my sign-in', response: { 200: SecondFactorView } } },
    async (request, reply) => {
      const { login } = await accountOf(db, personSignedIn(options, request).id);
      const { since, recoveryCodesLeft } = await secondFactorOf(db, login);
      return reply.header('cache-control', 'no-store').send({ since: since?.toISOString() ?? null, recoveryCodesLeft });
    },
  );
  app.post(
    '/me/second-factor',
    {
      config: { limits },
      schema: {
        operationId: 'beginMySecondFactor',
        tags,
        summary: 'A secret for my app',
        description: 'It counts for nothing until a code made with it was shown (`/me/second-factor/confirmation`). This answer alone holds it.',
        body: Present,
        response: { 200: SecondFactorBegun },
      },
    },
    async (request, reply) => {
      const at = new Date();
      const { login } = await demandOwnPassword(db, personSignedIn(options, request).id, request.body.password, at);
      const begun = await beginSecondFactor(db, { login, issuer, seal, at });
      return reply.header('cache-control', 'no-store').send({ ...begun, picture: renderSVG(begun.address, { border: 4 }) });
    },
  );
  app.post(
    '/me/second-factor/confirmation',
    {
      config: { limits },
      schema: {
        operationId: 'confirmMySecondFactor',
        tags,
        summary: 'Ask me for a code from now on',
        description: 'The answer alone holds the recovery codes; each counts once in place of a code.',
        body: z.strictObject({ code: z.string().max(LONGEST_CODE) }),
        response: { 200: RecoveryCodes },
      },
    },
    async (request, reply) => {
      const account = await accountOf(db, personSignedIn(options, request).id);
      const recoveryCodes = await confirmSecondFactor(db, account, request.body.code, { seal, at: new Date() });
      return reply.header('cache-control', 'no-store').send({ recoveryCodes });
    },
  );
  app.delete(
    '/me/second-factor',
    {
      config: { limits },
      schema: { operationId: 'removeMySecondFactor', tags, summary: 'Ask me for codes no more', body: Present, response: { 200: z.object({ done: z.literal(true) }) } },
    },
    async (request, reply) => {
      const { id } = personSignedIn(options, request);
      const at = new Date();
      await removeSecondFactor(db, await demandOwnPassword(db, id, request.body.password, at), `person:${id}`, at);
      return reply.header('cache-control', 'no-store').send({ done: true });
    },
  );
}
