import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { Followers } from './followers.js';
import { MetPeople } from './met-people.js';

/** People who follow a report by mail without having sent it. */
@Module({ imports: [TicketsModule], providers: [Followers, MetPeople], exports: [Followers, MetPeople] })
export class FollowersModule {}
