import { Global, Module } from '@nestjs/common';
import { AgencyLines, Clock } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Reader } from '../platform/database/index.js';
import { AgenciesController } from './agencies.controller.js';
import { agenciesPart } from './agencies-part.js';
import { Directory } from './directory.js';
import { DirectoryWatch } from './directory-watch.js';
import { ProvinceLoader } from './province-loader.js';
import { loadProvince, Province } from './province.js';

/** Everywhere, so that sessions know whom an agency came from: accounts and agencies are strangers to each other. */
@Global()
@Module({
  controllers: [AgenciesController],
  providers: [
    ProvinceLoader,
    DirectoryWatch,
    { provide: Province, useFactory: (config: Config) => loadProvince(config.provinceDir), inject: [Config] },
    {
      // Made only when it is loaded, so that whoever is given it can ask at once.
      provide: Directory,
      useFactory: async (loader: ProvinceLoader, reader: Reader, clock: Clock, province: Province) => {
        await loader.loadIfChanged(agenciesPart);
        const directory = new Directory(reader, clock, province);
        await directory.reload();
        return directory;
      },
      inject: [ProvinceLoader, Reader, Clock, Province],
    },
    {
      provide: AgencyLines,
      useFactory: (directory: Directory): AgencyLines => ({ of: (code) => directory.lineOf(code) }),
      inject: [Directory],
    },
  ],
  exports: [AgencyLines, Directory, Province, ProvinceLoader],
})
export class AgenciesModule {}
