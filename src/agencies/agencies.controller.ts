import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { Api, Public, valid } from '../platform/http/index.js';
import { Directory } from './directory.js';
import { wardMap, type WardMap } from './ward-map.js';

const SUGGESTIONS = 8;
const CACHE = 'public, max-age=300';

const degrees = (limit: number, what: string) =>
  z
    .string(`Thiếu ${what}.`)
    .trim()
    .regex(/^[+-]?\d{1,3}(\.\d{1,15})?$/, `${what} phải là số độ thập phân, ví dụ 10.9574.`)
    .transform(Number)
    .refine((value) => Math.abs(value) <= limit, `${what} phải từ -${limit} đến ${limit}.`);

const pointQuery = z.object({ lat: degrees(90, 'Vĩ độ (lat)'), lng: degrees(180, 'Kinh độ (lng)') });
const typedQuery = z.object({ q: z.string('Thiếu q: phần tên đã gõ.').max(200, 'Gõ tối đa 200 ký tự.') });

const wardAnswer = z.object({
  ward: z.object({ code: z.string(), name: z.string(), type: z.string() }).nullable(),
  message: z.string().optional(),
});
const placesAnswer = z.object({
  places: z.array(z.object({ wardCode: z.string(), wardName: z.string(), text: z.string(), former: z.boolean() })),
});
const mapAnswer = z.object({
  width: z.number().describe('Chiều rộng của bản đồ, theo đơn vị của các hình'),
  height: z.number().describe('Chiều cao của bản đồ'),
  wards: z.array(
    z.object({
      code: z.string().describe('Mã phường, xã của danh mục hành chính quốc gia'),
      name: z.string(),
      d: z.string().describe('Hình của phường, xã: thuộc tính d của <path> SVG'),
      box: z
        .tuple([z.number(), z.number(), z.number(), z.number()])
        .describe('Khung bao quanh hình: trái, trên, rộng, cao'),
      middle: z.tuple([z.number(), z.number()]).describe('Một điểm nằm hẳn trong hình, để ghi chữ lên: x, y'),
    }),
  ),
});
const agenciesAnswer = z.object({
  agencies: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      shortName: z.string(),
      kind: z.string(),
      former: z.string().nullable(),
    }),
  ),
});

/** Places and agencies, for forms and maps; all of it is public knowledge. */
@Public()
@Controller('api/v1')
export class AgenciesController {
  private drawn: { readonly of: unknown; readonly map: WardMap } | null = null;

  constructor(private readonly directory: Directory) {}

  /** The wards as shapes, to point at: drawn from the province's own areas, and again when those change. */
  @Get('wards/map')
  @Header('cache-control', CACHE)
  @Api({ summary: 'Bản đồ các phường, xã: mỗi nơi một hình SVG', response: mapAnswer })
  map(): WardMap {
    const areas = this.directory.wardAreas();
    if (this.drawn?.of !== areas) {
      this.drawn = { of: areas, map: wardMap(areas, (code) => this.directory.unit(code)?.name ?? null) };
    }
    return this.drawn.map;
  }

  @Get('wards/at')
  @Header('cache-control', CACHE)
  @Api({ summary: 'Phường, xã tại một điểm trên bản đồ', response: wardAnswer })
  wardAt(@Query(valid(pointQuery)) { lat, lng }: z.output<typeof pointQuery>): z.output<typeof wardAnswer> {
    const ward = this.directory.wardAt(lat, lng);
    if (ward !== null) return { ward: { code: ward.code, name: ward.name, type: ward.kind } };
    const { displayName } = this.directory.province;
    return { ward: null, message: `Điểm này nằm ngoài ${displayName}. Xin chọn điểm khác, hoặc gõ tên phường, xã.` };
  }

  @Get('places')
  @Header('cache-control', CACHE)
  @Api({ summary: 'Gợi ý phường, xã theo tên hiện nay hoặc tên cũ, gõ không dấu cũng được', response: placesAnswer })
  places(@Query(valid(typedQuery)) { q }: z.output<typeof typedQuery>): z.output<typeof placesAnswer> {
    return { places: this.directory.suggestPlaces(q, SUGGESTIONS) };
  }

  @Get('agencies')
  @Header('cache-control', CACHE)
  @Api({ summary: 'Gợi ý cơ quan theo tên', response: agenciesAnswer })
  agencies(@Query(valid(typedQuery)) { q }: z.output<typeof typedQuery>): z.output<typeof agenciesAnswer> {
    const offered = this.directory.offerAgencies(q, SUGGESTIONS);
    return {
      agencies: offered.map(({ agency: { code, name, shortName, kind }, former }) => ({
        code,
        name,
        shortName,
        kind,
        former,
      })),
    };
  }
}
