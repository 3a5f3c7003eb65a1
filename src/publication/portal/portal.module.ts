import { Module } from '@nestjs/common';

/** The citizens' pages. */
@Module({})
export class PortalModule {}
