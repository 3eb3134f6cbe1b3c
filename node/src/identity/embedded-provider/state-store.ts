import type { Adapter, AdapterPayload } from 'oidc-provider';
import { sql } from 'kysely';
import type { Db } from '../../kernel/database.ts';
import { programInForce } from '../credentials/program-store.ts';
import { digestOfSecret } from '../secrets.ts';
import { identityOf } from '../tables.ts';

/** Rows past their time that one write takes away. */
const SWEPT = 100;

/**
 * Where the provider keeps what it must remember, in PostgreSQL, so that every process of the node knows it and a
 * restart forgets nothing. What a browser or program holds (codes, tokens, cookies) is the identifier there: it stands
 * here as its digest alone.
 */
export function stateStore(db: Db, model: string): Adapter {
  const table = () => identityOf(db);
  const read = async (column: 'digest' | 'uid_digest', value: string): Promise<AdapterPayload | undefined> => {
    const row = await table()
      .selectFrom('provider_state')
      .select('payload')
      .where('model', '=', model)
      .where(column, '=', digestOfSecret(value))
      .where((where) => where.or([where('expires', 'is', null), where('expires', '>', new Date())]))
      .executeTakeFirst();
    return row?.payload as AdapterPayload | undefined;
  };
  return {
    async upsert(id, { jti: _secret, ...payload }, expiresIn) {
      const expires = expiresIn ? new Date(Date.now() + expiresIn * 1_000) : null;
      const kept = {
        payload: JSON.stringify(payload),
        grant_digest: payload.grantId ? digestOfSecret(payload.grantId) : null,
        uid_digest: payload.uid ? digestOfSecret(payload.uid) : null,
        expires,
      };
      await table()
        .insertInto('provider_state')
        .values({ model, digest: digestOfSecret(id), ...kept })
        .onConflict((it) => it.columns(['model', 'digest']).doUpdateSet(kept))
        .execute();
      await sql`delete from identity.provider_state where (model, digest) in (select model, digest from identity.provider_state where expires < now() limit ${SWEPT} for update skip locked)`.execute(
        db,
      );
    },
    async find(id) {
      if (model === 'Client') return clientOf(db, id);
      const payload = await read('digest', id);
      return payload && { ...payload, jti: id };
    },
    async findByUid(uid) {
      return read('uid_digest', uid);
    },
    findByUserCode: async () => undefined,
    async consume(id) {
      await sql`update identity.provider_state set payload = jsonb_set(payload, '{consumed}', to_jsonb(floor(extract(epoch from now()))))
        where model = ${model} and digest = ${digestOfSecret(id)}`.execute(db);
    },
    async destroy(id) {
      await table().deleteFrom('provider_state').where('model', '=', model).where('digest', '=', digestOfSecret(id)).execute();
    },
    async revokeByGrantId(grant) {
      await table().deleteFrom('provider_state').where('grant_digest', '=', digestOfSecret(grant)).execute();
    },
  };
}

/** A registered program as the provider's client. Its secret stands as a digest, with which digests are compared. */
async function clientOf(db: Db, id: string): Promise<AdapterPayload | undefined> {
  const program = await programInForce(db, id, new Date());
  if (!program) return undefined;
  return {
    client_id: program.id,
    client_name: program.name,
    client_secret: program.secret_digest,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: program.scopes.join(' '),
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
