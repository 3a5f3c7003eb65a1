import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Api, Public } from '../platform/http/index.js';
import { Catalog } from './catalog.js';

const categoriesAnswer = z.object({
  categories: z.array(
    z.object({
      code: z.string(),
      field: z.number(),
      fieldName: z.string(),
      name: z.string(),
      slaClass: z.string(),
      subjectRequired: z.boolean(),
      anonymousAllowed: z.boolean(),
      publicByDefault: z.boolean(),
    }),
  ),
});

/** What can be reported; public knowledge. */
@Public()
@Controller('api/v1/categories')
export class RoutingController {
  constructor(private readonly catalog: Catalog) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @Api({ summary: 'Các loại việc có thể phản ánh, theo lĩnh vực', response: categoriesAnswer })
  categories(): z.output<typeof categoriesAnswer> {
    return {
      categories: this.catalog.categories().map((category) => ({
        code: category.code,
        field: category.field,
        fieldName: category.fieldName,
        name: category.name,
        slaClass: category.slaClass,
        subjectRequired: category.subjectRequired,
        anonymousAllowed: category.anonymousAllowed,
        publicByDefault: category.publicByDefault,
      })),
    };
  }
}
