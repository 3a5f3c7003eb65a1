import { Controller, Get, Header, Injectable, RequestMethod, SetMetadata, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { z } from 'zod';
import { ACCESS_KEY, NOT_IDEMPOTENT_KEY, Public, type Access } from './access.js';
import { STATE_CHANGING } from './request.js';
import { ValidPipe } from './valid.js';

const API_KEY = 'api-description';

interface ApiDescription {
  /** One Vietnamese line. */
  readonly summary: string;
  /** What a successful answer looks like. */
  readonly response?: z.ZodType;
}

/** Says what a handler of the JSON API does; the rest of its description is read off its parameters. */
export const Api = (description: ApiDescription): MethodDecorator => SetMetadata(API_KEY, description);

/** One HTTP handler of the service, as its decorators describe it. */
export interface RouteDescription {
  readonly method: string;
  readonly path: string;
  readonly controller: Type;
  readonly handlerName: string;
  readonly handler: (...args: unknown[]) => unknown;
  readonly access: Access | undefined;
}

/** Every route of the running service, read from the decorators. */
@Injectable()
export class Routes {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  all(): RouteDescription[] {
    return this.discovery.getControllers().flatMap((wrapper) => {
      const instance = wrapper.instance as object | null;
      if (!instance || !wrapper.metatype) return [];
      const controller = wrapper.metatype as Type;
      const prototype = Object.getPrototypeOf(instance) as Record<string, (...args: unknown[]) => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((handlerName) => {
        const handler = prototype[handlerName];
        if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'ALL';
        const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [handler, controller]);
        return pathsOf(controller)
          .flatMap((base) => pathsOf(handler).map((path) => joinPath(base, path)))
          .map((path) => ({ method, path, controller, handlerName, handler, access }));
      });
    });
  }
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined].flat().map((path) => path ?? '');
}

function joinPath(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

const BODY = '3';
const QUERY = '4';

interface RouteArgument {
  readonly pipes?: readonly unknown[];
}

/** The JSON API described by its own decorators and schemas, so that it cannot drift from the code. */
@Public()
@Controller('api/openapi.json')
export class OpenApiController {
  constructor(private readonly routes: Routes) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  document(): object {
    const paths: Record<string, Record<string, object>> = {};
    for (const route of this.routes.all()) {
      if (!route.path.startsWith('/api/v1') && !route.path.startsWith('/health')) continue;
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
    }
    return {
      openapi: '3.1.0',
      info: {
        title: 'PAKN 1022',
        version: '1',
        description: 'Tiếp nhận, chuyển, theo dõi và công khai phản ánh, kiến nghị.',
      },
      paths,
      components: {
        schemas: { Problem: PROBLEM },
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sid' } },
      },
    };
  }
}

function operation(route: RouteDescription): object {
  const description = Reflect.getMetadata(API_KEY, route.handler) as ApiDescription | undefined;
  const access = route.access ?? { permission: 'none' };
  const keyed = STATE_CHANGING.has(route.method) && !Reflect.hasMetadata(NOT_IDEMPOTENT_KEY, route.handler);
  const body = schemaOf(route, BODY);
  const query = schemaOf(route, QUERY);
  return {
    operationId: operationId(route),
    summary: description?.summary ?? '',
    ...('permission' in access ? { security: [{ session: [] }], 'x-permission': access.permission } : { security: [] }),
    parameters: [
      ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...(query ? queryParameters(query) : []),
      ...(keyed
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', minLength: 8, maxLength: 100 },
            },
          ]
        : []),
    ],
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } } }
      : {}),
    responses: {
      [String(successStatus(route))]: {
        description: 'Được',
        ...(description?.response
          ? { content: { 'application/json': { schema: jsonSchema(description.response, 'output') } } }
          : {}),
      },
      default: {
        description: 'Không được, và vì sao',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** What Nest answers with: the handler's `@HttpCode`, else 201 for POST and 200 for the rest. */
function successStatus({ handler, method }: RouteDescription): number {
  const stated = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined;
  return stated ?? (method === 'POST' ? 201 : 200);
}

/** Unique also where one handler serves several paths. */
function operationId({ method, path }: RouteDescription): string {
  return `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')}`;
}

function schemaOf(route: RouteDescription, kind: string): z.ZodType | null {
  const all = (Reflect.getMetadata(ROUTE_ARGS_METADATA, route.controller, route.handlerName) ?? {}) as Record<
    string,
    RouteArgument
  >;
  for (const [key, argument] of Object.entries(all)) {
    const pipe = key.startsWith(`${kind}:`) ? argument.pipes?.find((one) => one instanceof ValidPipe) : undefined;
    if (pipe instanceof ValidPipe) return pipe.schema as z.ZodType;
  }
  return null;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}

function queryParameters(schema: z.ZodType): object[] {
  const object = jsonSchema(schema, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: object.required?.includes(name) ?? false,
    schema: property,
  }));
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'requestId', 'errors'],
  properties: {
    type: { type: 'string', description: 'urn:pakn:<loại lỗi>' },
    title: { type: 'string', description: 'Một câu tiếng Việt' },
    status: { type: 'integer' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};
