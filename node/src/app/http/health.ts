import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { FastifyInstance } from 'fastify';
import type { Node } from '../node.ts';
import { callerOf } from './caller.ts';

/** `/healthz`: the process answers. `/readyz`: it can serve. `/metrics`: how it fares, for the operator's Prometheus. */
export function healthRoutes(app: FastifyInstance, node: Node): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'biotope_http_request_seconds',
    help: 'Duration of requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  const resources = new Gauge({ name: 'biotope_resources', help: 'Resources in the search index that everybody sees', registers: [registry] });

  app.addHook('onResponse', async (request, reply) => {
    durations.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1_000);
  });
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const parts = {
      database: await sql`select 1`.execute(node.db).then(
        () => true,
        () => false,
      ),
      search: await node.search.statistics().then(
        () => true,
        () => false,
      ),
    };
    const ready = Object.values(parts).every(Boolean);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...parts });
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await node.access.demand({ caller: callerOf(request), action: 'node:operate', requestId: request.id });
    resources.set((await node.search.statistics().catch(() => ({ open: 0 }))).open);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
