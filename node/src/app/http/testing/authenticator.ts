import { Secret, TOTP } from 'otpauth';

/** What a person's app shows for this secret in this period, or in one that follows: a period counts once. */
export const codeOf = (secret: string, periods = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + periods * 30_000 });
