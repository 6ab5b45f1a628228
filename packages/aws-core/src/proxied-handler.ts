import type { HttpHandlerOptions, HttpRequest, HttpResponse, RequestHandler } from '@smithy/types';
import type { HandlerOptions } from './handler-options.ts';
import { attachProxies, type Proxy } from './proxies.ts';

/** A request handler as the clients of the SDK take it. */
export type ProxiedHandler = RequestHandler<HttpRequest, HttpResponse, HttpHandlerOptions> & {
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
};

/** The request handler of the SDK; its errors have the proxies attached. */
export function createProxiedHandler(options: HandlerOptions, proxies: readonly Proxy[]): ProxiedHandler {
  const load = async () => {
    const { NodeHttpHandler } = await import('@smithy/node-http-handler');
    return new NodeHttpHandler({ ...options });
  };
  // Loaded with the first request, as the SDK does.
  let loading: ReturnType<typeof load> | undefined;
  return {
    async handle(request, handlerOptions) {
      loading ??= load();
      const handler = await loading;
      try {
        return await handler.handle(request as Parameters<typeof handler.handle>[0], handlerOptions);
      } catch (error) {
        attachProxies(error, proxies);
        throw error;
      }
    },
    destroy() {
      void loading?.then((handler) => handler.destroy());
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}
