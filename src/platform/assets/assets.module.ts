import { Global, Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { Config } from '../config/index.js';
import { AssetStore } from './asset-store.js';
import { serveAssets } from './serve-assets.js';

@Global()
@Module({
  providers: [
    {
      provide: AssetStore,
      inject: [Config],
      useFactory: (config: Config) => AssetStore.load(config.packageRoot, config.env !== 'production'),
    },
  ],
  exports: [AssetStore],
})
export class AssetsModule implements NestModule {
  constructor(private readonly store: AssetStore) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(serveAssets(this.store)).forRoutes('/assets/*path');
  }
}
