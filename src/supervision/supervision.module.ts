import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { Config } from '../platform/config/index.js';
import { TelephonyModule } from '../telephony/index.js';
import { TicketsModule } from '../tickets/index.js';
import { QualitySamples } from './quality/quality-samples.js';
import { loadSupervisionSettings, SupervisionSettings } from './settings.js';
import { HandOver } from './shifts/hand-over.js';
import { OperatorShifts } from './shifts/operator-shifts.js';
import { WallboardLinks } from './wallboard/wallboard-links.js';

/** Who watches over the operators: shifts and what they hand over, quality samples, links to the wallboard. */
@Module({
  imports: [IdentityModule, TelephonyModule, TicketsModule],
  providers: [
    {
      provide: SupervisionSettings,
      useFactory: (config: Config) => loadSupervisionSettings(config.provinceDir),
      inject: [Config],
    },
    HandOver,
    OperatorShifts,
    QualitySamples,
    WallboardLinks,
  ],
  exports: [SupervisionSettings, HandOver, OperatorShifts, QualitySamples, WallboardLinks],
})
export class SupervisionModule {}
