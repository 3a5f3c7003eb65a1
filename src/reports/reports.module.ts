import { Module } from '@nestjs/common';

/** Read-only pages for those who watch: overview, administration, history. */
@Module({})
export class ReportsModule {}
