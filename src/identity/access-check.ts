import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { GATEWAY_METADATA, MESSAGE_MAPPING_METADATA, MESSAGE_METADATA } from '@nestjs/websockets/constants.js';
import { ConfigError } from '../platform/config/index.js';
import { ACCESS_KEY, Routes, type Access } from '../platform/http/index.js';
import { isPermission, PERMISSIONS, ungranted } from './domain/permissions.js';

/** Something that can be called from outside. */
export interface Handler {
  readonly kind: 'http' | 'ws';
  /** `TicketsController.list` */
  readonly name: string;
  /** `GET /api/v1/tickets`, or the name of the message. */
  readonly address: string;
  /** undefined: it states nothing, and nobody gets in. */
  readonly access: Access | undefined;
}

/** Looks at every handler when the service starts. */
@Injectable()
export class AccessCheck implements OnApplicationBootstrap {
  constructor(
    private readonly routes: Routes,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws ConfigError when a permission is granted to nobody, or a handler asks for one that does not exist. */
  onApplicationBootstrap(): void {
    const faults = accessFaults(this.handlers());
    if (faults.length > 0) throw new ConfigError(faults.join('; '));
  }

  /** Every HTTP route and every gateway message. */
  handlers(): Handler[] {
    const http = this.routes.all().map((route): Handler => ({
      kind: 'http',
      name: `${route.controller.name}.${route.handlerName}`,
      address: `${route.method} ${route.path}`,
      access: route.access,
    }));
    return [...http, ...this.messages()];
  }

  private messages(): Handler[] {
    return this.discovery.getProviders().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || !instance || !Reflect.hasMetadata(GATEWAY_METADATA, metatype)) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, (...args: unknown[]) => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name): Handler[] => {
        const handler = prototype[name];
        if (!handler || !Reflect.hasMetadata(MESSAGE_MAPPING_METADATA, handler)) return [];
        return [
          {
            kind: 'ws',
            name: `${metatype.name}.${name}`,
            address: String(Reflect.getMetadata(MESSAGE_METADATA, handler)),
            access: this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [handler, metatype]),
          },
        ];
      });
    });
  }
}

/** What is wrong, one line each. A handler without any statement is no fault here: the guard refuses it. */
export function accessFaults(handlers: readonly Handler[], nobodyHas: readonly string[] = ungranted()): string[] {
  return [
    ...nobodyHas.map((permission) => `permission ${permission} is granted to no role (identity/domain/permissions.ts)`),
    ...handlers.flatMap(({ name, access }) =>
      access && 'permission' in access && !isPermission(access.permission)
        ? [`${name} asks for the unknown permission ${access.permission} (known: ${PERMISSIONS.join(', ')})`]
        : [],
    ),
  ];
}
