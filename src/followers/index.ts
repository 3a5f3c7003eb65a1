export { followersEntities } from './entities.js';
export { FOLLOWER_ASKED, Followers, type FollowerView } from './followers.js';
export { FollowersModule } from './followers.module.js';
export { MetPeople } from './met-people.js';
