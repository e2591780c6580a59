import { createServer, type Server } from 'node:http';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics extends Disposable {
  /** Measures each request by route and status. */
  readonly observe: RequestHandler;
  readonly server: Server;
  /** A value that is computed at each scrape; NaN while it cannot be determined. */
  gauge(spec: GaugeSpec): void;
}

export interface GaugeSpec {
  name: string;
  help: string;
  read(): number | Promise<number>;
}

/** The process's metrics, and the server that Prometheus scrapes them from. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'neustream_http_request_seconds',
    help: 'Time to answer HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3],
    registers: [registry],
  });
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
  return {
    server,
    gauge({ name, help, read }) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          try {
            this.set(await read());
          } catch {
            this.set(Number.NaN);
          }
        },
      });
    },
    observe: (request, response, next) => {
      const begun = process.hrtime.bigint();
      response.once('finish', () => {
        const route = typeof response.locals.route === 'string' ? response.locals.route : 'other';
        const labels = { method: request.method, route, status: String(response.statusCode) };
        seconds.observe(labels, Number(process.hrtime.bigint() - begun) / 1e9);
      });
      next();
    },
    [Symbol.dispose]() {
      registry.clear();
    },
  };
}
