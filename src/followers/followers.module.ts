import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { Followers } from './followers.js';
import { MetPeople } from './met-people.js';
import { UnconfirmedFollowers } from './unconfirmed-followers.js';

/** People who follow a report by mail without having sent it. */
@Module({
  imports: [TicketsModule],
  providers: [Followers, MetPeople, UnconfirmedFollowers],
  exports: [Followers, MetPeople],
})
export class FollowersModule {}
