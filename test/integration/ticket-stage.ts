import { Module, type Abstract, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AgenciesModule, agenciesEntities } from '../../src/agencies/index.js';
import { IdentityModule, identityEntities, type CommandContext, type Role } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { lettersEntities } from '../../src/letters/index.js';
import type { Config } from '../../src/platform/config/index.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { IdempotencyRow, Reader, UnitOfWork, type EntityClass } from '../../src/platform/database/index.js';
import { HttpModule } from '../../src/platform/http/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import {
  Feed,
  outboxEntities,
  OutboxModule,
  type StoredEvent,
  type Subscriber,
} from '../../src/platform/outbox/index.js';
import { Sequencer } from '../../src/platform/outbox/sequencer.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { TemplatesModule } from '../../src/platform/templates/index.js';
import { attachmentsEntities } from '../../src/attachments/index.js';
import { NotificationsModule, notificationsEntities } from '../../src/notifications/index.js';
import { PublicationModule, publicationEntities } from '../../src/publication/index.js';
import { RoutingModule, routingEntities } from '../../src/routing/index.js';
import { surveysEntities } from '../../src/surveys/index.js';
import { SlaModule, slaEntities } from '../../src/sla/index.js';
import {
  AcceptTicket,
  ApproveAnswer,
  GATE_CHECKS,
  OpenTicket,
  SubmitAnswer,
  TicketRow,
  TicketsModule,
  ticketsEntities,
  type NewTicket,
  type TicketReference,
} from '../../src/tickets/index.js';
import { FixedClock, type DatabasePlace } from '../support/index.js';

const ENTITIES: EntityClass[] = [
  IdempotencyRow,
  LeaseRow,
  ...outboxEntities,
  ...identityEntities,
  ...agenciesEntities,
  ...slaEntities,
  ...routingEntities,
  ...lettersEntities,
  ...ticketsEntities,
  ...publicationEntities,
  ...notificationsEntities,
  ...attachmentsEntities,
  ...surveysEntities,
];

/** The ward of the tests, its people's committee, and what it is in charge of. */
export const WARD = '25993';
export const WARD_AGENCY = `UBND-${WARD}`;
export const LIGHTING = 'ht-chieu-sang';

export const ANSWER = {
  found: 'Tối 24/11, tổ chiếu sáng kiểm tra cả tuyến: 9 trên 14 bóng hỏng.',
  done: 'Đã thay 14 bóng và tủ điều khiển, đã gọi 0900000027 báo người dân.',
  doneOn: '2026-11-25',
  inCharge: 'Bộ phận hạ tầng, UBND phường, 0251 000 0012',
  evidenceWaiver: 'Làm ban đêm, ảnh chụp không rõ.',
};

/** The gate with everything looked at. */
export const CHECKED = { checks: Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed'])) };

@Module({})
class Stage {
  static forRoot(config: Config, clock: FixedClock): DynamicModule {
    return {
      module: Stage,
      imports: [
        PlatformModule.forRoot(config, clock),
        DatabaseModule.forRoot(config, ENTITIES),
        OutboxModule,
        HttpModule,
        TemplatesModule,
        IdentityModule,
        AgenciesModule,
        SlaModule,
        RoutingModule,
        TicketsModule,
        PublicationModule,
        NotificationsModule,
      ],
    };
  }
}

export function staff(role: Role, agencyCode: string): CommandContext {
  return {
    principal: { kind: 'staff', accountId: newId(), displayName: 'Người thử', roles: [role], agencyCode },
    requestId: 'test',
    idempotency: null,
  };
}

const HANDLER = staff('handler', WARD_AGENCY);
const HEAD = staff('agency_head', WARD_AGENCY);
export const COORDINATOR = staff('coordinator', 'TD1022');

/**
 * The service's modules on one database, wired but not started: events are handed out and mails sent when
 * the test says so.
 */
export async function openStage(place: DatabasePlace, clock: FixedClock, own: Partial<Config> = {}) {
  const config: Config = {
    env: 'test',
    port: 0,
    databaseUrl: place.databaseUrl,
    dataDir: place.dataDir,
    provinceDir: `${PACKAGE_ROOT}provinces/dong-nai`,
    packageRoot: PACKAGE_ROOT,
    publicUrl: 'https://1022.example.vn',
    secret: 'only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz',
    smtpUrl: null,
    mailFrom: 'Tổng đài 1022 <khong-tra-loi@1022.example.vn>',
    demoPassword: null,
    logLevel: 'silent',
    trustedProxies: 0,
    publicRateLimit: 1_000_000,
    publicProofBits: 0,
    replyAddress: null,
    inboundMailToken: null,
    ctiTokens: [],
    ctiDial: null,
    ctiListenUrl: null,
    ...own,
  };
  const nest = await NestFactory.create(Stage.forRoot(config, clock), { logger: false, abortOnError: false });
  const get = <T>(token: Type<T> | Abstract<T>): T => nest.get(token, { strict: false });
  const unitOfWork = get(UnitOfWork);
  const rows = get(Reader).manager;
  let seq = 0;

  /** Events since the last time, in feed order. */
  const events = async (): Promise<StoredEvent[]> => {
    while ((await get(Sequencer).run()).length > 0);
    const fresh = await get(Feed).since(seq, 10_000);
    seq = fresh.at(-1)?.seq ?? seq;
    return fresh;
  };
  const deliver = async (subscribers: readonly Subscriber[]): Promise<StoredEvent[]> => {
    const fresh = await events();
    for (const event of fresh) {
      for (const subscriber of subscribers) {
        if (subscriber.events.includes(event.type))
          await unitOfWork.run((transaction) => subscriber.handle(event, transaction));
      }
    }
    return fresh;
  };

  const open = (input: Partial<NewTicket> = {}) =>
    unitOfWork.run((transaction) =>
      get(OpenTicket).open(
        transaction,
        {
          channel: 'web',
          externalId: null,
          contactId: newId(),
          words: 'Đèn đường hẻm 12 cạnh chợ tắt hơn một tuần. Gọi chị Hoa 0900000031 để biết thêm.',
          title: null,
          placeText: null,
          point: null,
          wardCode: WARD,
          categoryCode: LIGHTING,
          subjectAgencyCode: null,
          boundary: 'ordinary',
          reporter: {
            kind: 'citizen',
            name: 'Nguyễn Văn A',
            phone: '+84900000027',
            email: 'a@example.vn',
            anonymous: false,
          },
          receivedAt: clock.now(),
          enteredByAccountId: null,
          ...input,
        },
        { principal: { kind: 'public' }, requestId: 'test', idempotency: null },
      ),
    );

  const accept = (ticket: TicketReference) => get(AcceptTicket).execute(ticket, HANDLER);
  const submit = (ticket: TicketReference) => get(SubmitAnswer).execute({ ...ANSWER, ...ticket }, HANDLER);
  const approve = (ticket: TicketReference) => get(ApproveAnswer).execute(ticket, HEAD);

  return {
    nest,
    config,
    clock,
    get,
    unitOfWork,
    rows,
    events,
    deliver,
    open,
    accept,
    submit,
    approve,
    /** Opened, accepted, answered and approved: before the gate. */
    async toTheGate(input: Partial<NewTicket> = {}) {
      return approve(await submit(await accept(await open(input))));
    },
    ticket: (id: string) => rows.findOneByOrFail(TicketRow, { id }),
    close: () => nest.close(),
  };
}

export type TicketStage = Awaited<ReturnType<typeof openStage>>;
