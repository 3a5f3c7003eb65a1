import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { SlaPolicies, type SlaRows } from '../../sla/index.js';
import { NATIONAL } from '../domain/rule-rows.js';
import { calendarsAnswer, classesAnswer, laddersAnswer, policiesAnswer, yearQuery } from './schemas.js';

/** The rules of time as this process goes by them. */
@Permit('config.read')
@Controller('api/v1/sla')
export class RulesController {
  constructor(private readonly policies: SlaPolicies) {}

  @Get('calendars')
  @Api({ summary: 'Lịch làm việc: giờ trong tuần và các ngày của một năm', response: calendarsAnswer })
  calendars(@Query(valid(yearQuery)) { year }: z.output<typeof yearQuery>): z.output<typeof calendarsAnswer> {
    const { rows, revision } = this.policies;
    const days = (scope: string): SlaRows['days'] =>
      rows.days.filter((row) => row.scope === scope && row.on.startsWith(`${String(year)}-`));
    return {
      revision,
      national: [...days(NATIONAL)],
      calendars: rows.calendars.map((calendar) => ({
        ...calendar,
        hours: rows.hours
          .filter(({ calendarCode }) => calendarCode === calendar.code)
          .map(({ week, validFrom, validTo, origin }) => ({
            week: JSON.parse(week) as Record<string, string[]>,
            validFrom,
            validTo,
            origin,
          })),
        days: [...days(calendar.code)],
      })),
    };
  }

  @Get('classes')
  @Api({ summary: 'Các lớp thời hạn', response: classesAnswer })
  classes(): z.output<typeof classesAnswer> {
    return { classes: [...this.policies.rows.classes] };
  }

  @Get('policies')
  @Api({
    summary: 'Thời hạn theo đồng hồ, lớp, loại việc, mức ưu tiên, cơ quan; mọi phiên bản',
    response: policiesAnswer,
  })
  list(): z.output<typeof policiesAnswer> {
    return { policies: [...this.policies.rows.policies] };
  }

  @Get('ladders')
  @Api({ summary: 'Các bậc nhắc việc; mọi phiên bản', response: laddersAnswer })
  ladders(): z.output<typeof laddersAnswer> {
    const ladders = new Map<string, z.output<typeof laddersAnswer>['ladders'][number]>();
    for (const row of this.policies.rows.steps) {
      const { version, clock, slaClass, validFrom, validTo, origin, mark, atOnce, enabled, basis } = row;
      const key = `${clock} ${slaClass} ${String(version)}`;
      const ladder = ladders.get(key) ?? { version, clock, slaClass, validFrom, validTo, origin, steps: [] };
      ladders.set(key, ladder);
      const [recipients, actions] = [row.recipients.split(','), row.actions.split(',')];
      ladder.steps.push({ mark, recipients, actions, atOnce, enabled, basis });
    }
    return { ladders: [...ladders.values()] };
  }
}
