import { Module } from '@nestjs/common';
import { AgenciesModule, ProvinceLoader } from '../agencies/index.js';
import { Reader } from '../platform/database/index.js';
import { RulesWatch } from './rules-watch.js';
import { slaPart } from './sla-part.js';
import { SlaPolicies } from './sla-policies.js';
import { SlaController } from './sla.controller.js';

@Module({
  imports: [AgenciesModule],
  controllers: [SlaController],
  providers: [
    {
      // Made only when it is loaded, so that whoever is given it can ask at once.
      provide: SlaPolicies,
      useFactory: async (loader: ProvinceLoader, reader: Reader) => {
        await loader.loadIfChanged(slaPart);
        const policies = new SlaPolicies(reader);
        await policies.reload();
        return policies;
      },
      inject: [ProvinceLoader, Reader],
    },
    RulesWatch,
  ],
  exports: [SlaPolicies],
})
export class SlaModule {}
