import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { Followers } from './followers.js';

/** People who follow a report by mail without having sent it. */
@Module({ imports: [TicketsModule], providers: [Followers], exports: [Followers] })
export class FollowersModule {}
