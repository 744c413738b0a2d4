import type { FastifyInstance } from 'fastify';

/** As Prometheus reads it. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** `/metrics` on the gateway's own port (architecture §7), where nobody is asked who he is: of development alone. */
export function registerMetrics(app: FastifyInstance, text: () => string): void {
  app.get('/metrics', async (_request, reply) => reply.type(METRICS_TYPE).send(text()));
}
