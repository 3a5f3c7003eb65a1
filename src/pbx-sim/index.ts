export { chaotic, inOrder } from './domain/chaos.js';
export { hourOf, isOpen, type ShiftOptions } from './domain/options.js';
export { shift } from './domain/shift.js';
export { Player, type Played, type Progress } from './player.js';
