import { Module } from '@nestjs/common';
import { AgenciesModule, Directory, ProvinceLoader } from '../agencies/index.js';
import { Reader } from '../platform/database/index.js';
import { Catalog } from './catalog.js';
import { Router } from './router.js';
import { RoutingController } from './routing.controller.js';
import { routingPart } from './routing-part.js';

@Module({
  imports: [AgenciesModule],
  controllers: [RoutingController],
  providers: [
    Router,
    {
      provide: Catalog,
      useFactory: async (loader: ProvinceLoader, reader: Reader, directory: Directory) => {
        await loader.loadIfChanged(routingPart);
        const catalog = new Catalog(reader, directory);
        await catalog.reload();
        directory.onReload(() => catalog.reload());
        return catalog;
      },
      inject: [ProvinceLoader, Reader, Directory],
    },
  ],
  exports: [Catalog, Router],
})
export class RoutingModule {}
