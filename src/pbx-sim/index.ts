export { chaotic, inOrder } from './domain/chaos.js';
export { isOpen, type ShiftOptions } from './domain/options.js';
export { shift, type Shift } from './domain/shift.js';
export { Player, type Played, type Progress } from './player.js';
