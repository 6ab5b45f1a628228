export { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';
export { chunksOf, readBody } from './read-body.ts';
