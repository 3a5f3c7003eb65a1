import { Module } from '@nestjs/common';
import { LetterRegister } from './letter-register.js';

/** Letters of agencies: their form, their numbers, and how they are printed. */
@Module({ providers: [LetterRegister], exports: [LetterRegister] })
export class LettersModule {}
