import { Injectable } from '@nestjs/common';
import { configuredAt, Directory } from '../../agencies/index.js';
import { Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { Catalog } from '../../routing/index.js';
import { definitionTree, serviceTypes, type ServiceType } from '../domain/service-type.js';
import type { Tree } from '../domain/xml.js';

/** The kinds of matter, agencies and wards of today, as services and their definitions. */
@Injectable()
export class ServiceCatalog {
  constructor(
    private readonly catalog: Catalog,
    private readonly directory: Directory,
    private readonly reader: Reader,
  ) {}

  all(): ServiceType[] {
    return serviceTypes(this.catalog.categories());
  }

  /** @throws Problem `not-found` */
  byCode(code: string): ServiceType {
    const service = this.all().find((one) => one.code === code);
    if (service === undefined)
      throw Problem.notFound('service_code: không có loại việc này. Xem GET services để biết các loại việc.');
    return service;
  }

  definition(service: ServiceType): Tree {
    return definitionTree(service, {
      agencies: this.directory.agencies().map(({ code, name }) => ({ key: code, name })),
      wards: this.directory.wards().map(({ code, name }) => ({ key: code, name })),
    });
  }

  /** Since when services and definitions are what they are; null before anything was loaded. */
  changedAt(): Promise<Date | null> {
    return configuredAt(this.reader.manager);
  }
}
